import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { listImageParts } from '../../../main/formats/parts.ts'
import { readImageBytes, readImageFile } from '../../../main/formats/readers.ts'
import { pixels } from '../../support/core.ts'
import { appErrorOf } from './expectAppError.ts'

const fixture = (name: string) => join(import.meta.dirname, '../../fixtures/formats', `${name}.tif`)

/** What the fixtures hold, row 0 at the bottom; `write_formats.py` says so too. */
const image = pixels(7, 5, (x, y) => x + 100 * y)

describe('a TIFF file', () => {
  it.each([
    ['float32', 'float32', image],
    ['float64_big_endian', 'float64', image],
    ['float16', 'float16', image],
    ['float32_bigtiff', 'float32', image],
    ['uint16_lzw', 'uint16', image],
    ['int16_packbits', 'int16', image.map(value => value - 50)],
    ['uint8_two_pages', 'uint8', image.map(value => value % 256)],
    ['float32_tiled_deflate', 'float32', pixels(35, 25, (x, y) => (x % 7) + 100 * (y % 5))],
  ])('is read value for value, its top row last: %s', async (name, dtype, expected) => {
    const read = await readImageFile(fixture(name))
    expect(read).toMatchObject({ format: 'tiff', dtype })
    expect(read.image.data).toEqual(expected)
    expect((await readImageBytes(readFileSync(fixture(name)), name)).image).toEqual(read.image)
  })

  it('of several pages is a stack', async () => {
    expect(await listImageParts(fixture('uint8_two_pages'))).toMatchObject([{ planes: 2, width: 7, height: 5 }])
    const { image: second } = await readImageFile(fixture('uint8_two_pages'), { plane: 1 })
    expect(second.data).toEqual(image.map(value => (value + 1) % 256))
    expect(await appErrorOf(() => readImageFile(fixture('float32'), { plane: 1 }))).toMatchObject({ code: 'bad-input' })
  })

  it.each([
    ['colour', /picture \(3 values a pixel\)/],
    ['jpeg', /compressed by method 7/],
  ])('that is no measurement is refused with the reason: %s', async (name, reason) => {
    const error = await appErrorOf(() => readImageFile(fixture(name)))
    expect(error).toMatchObject({ code: 'unsupported' })
    expect(error.message).toMatch(reason)
  })

  it('that claims a huge image is refused before memory is taken', async () => {
    const bytes = readFileSync(fixture('float32'))
    for (const side of [16_000, 60_000, 2 ** 31]) {
      const claim = withTag(withTag(bytes, 256, side), 257, side)
      const before = process.memoryUsage().rss
      expect((await appErrorOf(() => readImageBytes(claim, 'claim.tif'))).code).toMatch(/bad-input|unsupported/)
      expect(process.memoryUsage().rss - before).toBeLessThan(2 ** 26)
    }
  })

  it.each(['float32', 'float32_tiled_deflate', 'uint16_lzw', 'float32_bigtiff'])(
    'that is cut short or damaged anywhere ends in an error or in an image: %s',
    async name => {
      const bytes = readFileSync(fixture(name))
      for (let at = 0; at < bytes.length; at++) {
        const damaged = Buffer.from(bytes)
        damaged[at] ^= 0xff
        for (const content of [damaged, bytes.subarray(0, at)]) {
          const outcome = await readImageBytes(content, 'damaged.tif').then(
            read => read.format,
            error => error.code,
          )
          expect(['tiff', 'bad-input', 'unsupported']).toContain(outcome)
        }
      }
    },
  )
})

/** A classic little-endian TIFF with another value for one of its tags. */
function withTag(bytes: Buffer, tag: number, value: number): Buffer {
  const changed = Buffer.from(bytes)
  const directory = changed.readUInt32LE(4)
  for (let entry = directory + 2; entry < directory + 2 + 12 * changed.readUInt16LE(directory); entry += 12) {
    if (changed.readUInt16LE(entry) !== tag) continue
    changed.writeUInt16LE(4, entry + 2)
    changed.writeUInt32LE(value, entry + 8)
    return changed
  }
  throw new Error(`the file has no tag ${tag}`)
}
