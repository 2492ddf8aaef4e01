import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { type ByteSource, bytesSource } from '../../../../main/formats/byteSource.ts'
import { writeFitsImage } from '../../../../main/formats/fits/write.ts'
import { unpacked } from '../../../../main/formats/packed/unpacked.ts'
import { readImageBytes } from '../../../../main/formats/readers.ts'
import { content } from '../../../fixtures/packed/content.ts'
import { appErrorOf } from '../expectAppError.ts'

const packed = (name: string): Buffer => readFileSync(join(import.meta.dirname, '../../../fixtures/packed', name))
const all = (source: ByteSource): Promise<Uint8Array> => source.read(0, source.size)
const NAMES = ['content.bz2', 'two-streams.bz2', 'content.Z', 'content-12.Z']

describe('a file that is packed as a whole', () => {
  it.each(NAMES)('%s is unpacked to its content', async name => {
    expect(Buffer.compare(await all(await unpacked(bytesSource(packed(name)))), content())).toBe(0)
  })

  it('is left alone where it is not packed', async () => {
    const source = bytesSource(content())
    expect(await unpacked(source)).toBe(source)
  })

  it.each(NAMES)('%s is refused where it unpacks to more than the limit', async name => {
    const error = await appErrorOf(() => unpacked(bytesSource(packed(name)), 200_000))
    expect(error.code).toBe('unsupported')
    expect(error.message).toMatch(/^The (bzip2|\.Z) file unpacks to more than 200000 bytes/)
  })

  it.each(NAMES.filter(name => name.endsWith('.bz2')))('%s is refused where any bit of it is wrong', async name => {
    const original = packed(name)
    for (let i = 0; i < 60; i++) {
      const bytes = Buffer.from(original)
      // Behind the first four bytes, which say what the file is and how large its blocks may be.
      bytes[4 + Math.floor((i / 60) * (bytes.length - 4))] ^= 1 << (i % 8)
      const error = await appErrorOf(async () => all(await unpacked(bytesSource(bytes))))
      expect(error.message).toMatch(/bzip2 file is damaged or cut short/)
    }
  })

  it('is refused where it is cut short', async () => {
    for (const length of [4, 100, 5000]) {
      const error = await appErrorOf(() => unpacked(bytesSource(packed('content.bz2').subarray(0, length))))
      expect(error.message).toMatch(/bzip2 file is damaged or cut short/)
    }
    const gzip = gzipSync(content())
    const error = await appErrorOf(() => unpacked(bytesSource(gzip.subarray(0, gzip.length / 2))))
    expect(error.message).toMatch(/gzip file is damaged or cut short/)
  })
})

it('an image in such a file is read like any other', async () => {
  const image = { width: 3, height: 2, data: Float32Array.from([1, 2, 3, 4, 5, 6]) }
  const read = await readImageBytes(gzipSync(writeFitsImage({ image })), 'a.fits.gz')
  expect(read.image).toEqual(image)
  for (const name of NAMES) {
    const error = await appErrorOf(() => readImageBytes(packed(name), name))
    expect(error.message).toMatch(/This is not a FITS file/)
  }
})
