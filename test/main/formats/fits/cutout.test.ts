import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { type ByteSource, bytesSource, withFileSource } from '../../../../main/formats/byteSource.ts'
import { buildCards } from '../../../../main/formats/fits/cardBuilder.ts'
import { openFits } from '../../../../main/formats/fits/file.ts'
import { readCutout, readImage } from '../../../../main/formats/fits/image.ts'
import { writeFitsImage } from '../../../../main/formats/fits/write.ts'
import { appErrorOf } from '../expectAppError.ts'

const folder = mkdtempSync(join(tmpdir(), 'subarc-cutout-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** A source that counts the bytes that are read through it. */
function counting(source: ByteSource): { source: ByteSource; bytes: () => number } {
  let bytes = 0
  return {
    bytes: () => bytes,
    source: {
      size: source.size,
      read(offset, length) {
        bytes += length
        return source.read(offset, length)
      },
      readInto(offset, target) {
        bytes += target.length
        return source.readInto(offset, target)
      },
    },
  }
}

const wide = { width: 40_000, height: 60, data: Float32Array.from({ length: 2_400_000 }, (_, i) => i % 65_537) }

/** The rectangle of a plane that was read whole. */
function rectangle(image: { width: number; data: Float32Array }, x: number, y: number, width: number, height: number) {
  return Float32Array.from({ length: width * height }, (_, i) => {
    const row = y + Math.floor(i / width)
    return image.data[row * image.width + x + (i % width)]
  })
}

describe('a cutout is a part of the plane', () => {
  it('of an image: only its rows are read, and of wide rows only its part', async () => {
    const { source, bytes } = counting(bytesSource(writeFitsImage({ image: wide })))
    const file = await openFits(source)
    const before = bytes()
    const { image } = await readCutout(file, 0, { x: 17, y: 5, width: 100, height: 20 })
    expect(image.data).toEqual(rectangle(wide, 17, 5, 100, 20))
    expect(bytes() - before).toBe(100 * 20 * 4)
  })

  const compressed = join(import.meta.dirname, '../../../fixtures/fits/compressed.fits.gz')
  it.each(['TILES_RAGGED', 'TILES_RAGGED_F32', 'RICE_I16', 'HCOMPRESS_I16', 'CUBE', 'HYPER', 'NOCOMPRESS_I16'])(
    'of a compressed image: %s',
    async name => {
      const unpacked = (await openFits(bytesSource(readFileSync(compressed)))).source
      const { source, bytes } = counting(unpacked)
      const file = await openFits(source)
      const hdu = file.hdus.find(each => each.name === name)?.index ?? -1
      const { planes } = await readImage(file, hdu)
      for (let plane = 0; plane < planes; plane++) {
        const whole = (await readImage(file, hdu, plane)).image
        const cut = { x: 2, y: 1, width: whole.width - 3, height: whole.height - 3, plane }
        const { image } = await readCutout(file, hdu, cut)
        expect(image).toEqual({
          width: cut.width,
          height: cut.height,
          data: rectangle(whole, cut.x, cut.y, cut.width, cut.height),
        })
      }
      const all = bytes()
      await readImage(file, hdu)
      const whole = bytes() - all
      await readCutout(file, hdu, { x: 0, y: 0, width: 2, height: 2 })
      // One tile in the corner is all that is read, and for some of the images all that there is.
      const part = bytes() - all - whole
      if (name === 'HCOMPRESS_I16') expect(part).toBe(whole)
      else expect(part).toBeLessThan(whole / 2)
    },
  )

  it('that leaves the image is refused', async () => {
    const file = await openFits(bytesSource(writeFitsImage({ image: wide })))
    for (const cut of [
      { x: -1, y: 0, width: 5, height: 5 },
      { x: 39_999, y: 0, width: 2, height: 1 },
      { x: 0, y: 0, width: 0, height: 1 },
      { x: 0.5, y: 0, width: 1, height: 1 },
    ])
      expect((await appErrorOf(() => readCutout(file, 0, cut))).message).toMatch(/leaves the image of 40000 x 60/)
  })
})

describe('a file of 10 GB', () => {
  const side = 30_000
  const header = [
    ...[...buildCards('SIMPLE', true), ...buildCards('BITPIX', -32), ...buildCards('NAXIS', 3)],
    ...[...buildCards('NAXIS1', side), ...buildCards('NAXIS2', side), ...buildCards('NAXIS3', 3)],
    'END'.padEnd(80),
  ].join('')

  it('lists its HDUs from a few kilobytes, and gives a cutout from its rows alone', async () => {
    const path = join(folder, 'large.fits')
    const handle = await open(path, 'w')
    const dataSize = Math.ceil((side * side * 3 * 4) / 2880) * 2880
    await handle.write(Buffer.from(header.padEnd(2880)), 0, 2880, 0)
    const pixel = Buffer.alloc(4)
    pixel.writeFloatBE(42.5)
    await handle.write(pixel, 0, 4, 2880 + 4 * (side * side * 2 + 20_000 * side + 12_345))
    await handle.write(Buffer.from(writeFitsImage({ image: wide })).subarray(0, 2880), 0, 2880, 2880 + dataSize - 1)
    await handle.truncate(2880 + dataSize)
    await handle.close()
    await withFileSource(path, async fileSource => {
      expect(fileSource.size).toBeGreaterThan(10e9)
      const { source, bytes } = counting(fileSource)
      const file = await openFits(source)
      expect(file.hdus.map(({ shape, truncated }) => ({ shape, truncated }))).toEqual([
        { shape: [3, side, side], truncated: false },
      ])
      expect(bytes()).toBeLessThan(20_000)
      const cut = { x: 12_300, y: 19_990, width: 64, height: 32, plane: 2 }
      const { image } = await readCutout(file, 0, cut)
      expect(image.data[10 * 64 + 45]).toBe(42.5)
      expect(image.data.reduce((a, b) => a + b)).toBe(42.5)
      expect(bytes()).toBeLessThan(20_000 + 64 * 32 * 4)
    })
  })
})
