import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bytesSource } from '../../../../main/formats/byteSource.ts'
import { openFits } from '../../../../main/formats/fits/file.ts'
import { riceEncode } from '../../../../main/formats/fits/riceEncode.ts'
import { verifyChecksums } from '../../../../main/formats/fits/verify/checksums.ts'
import { readNpy } from '../../../../main/formats/npy.ts'
import { riceFile, riceImage } from '../../../fixtures/fits/riceImage.ts'
import { fitsverifyBytes, noFitsverify } from '../../../support/fitsverify.ts'

const fixture = (name: string) => readFileSync(join(import.meta.dirname, '../../../fixtures/fits', name))

describe('a float image that is written RICE-compressed', () => {
  it('is the very file that astropy has read', () => {
    expect(Buffer.compare(riceFile(), fixture('rice.fits'))).toBe(0)
  })

  it('has values within an eighth of the noise of the image for astropy, NaN where they were, constants exact', async () => {
    const { data: original, width } = riceImage()
    const { data: read } = await readNpy(bytesSource(fixture('rice.astropy.npy')))
    expect(read.length).toBe(original.length)
    // The noise of riceImage: the sum of four numbers between 0 and 1.
    const sigma = Math.sqrt(4 / 12)
    const wrong = [...original.keys()].filter(i =>
      Number.isNaN(original[i]) ? !Number.isNaN(read[i]) : !(Math.abs(read[i] - original[i]) < 0.15 * sigma),
    )
    // A float32 near a million has steps of 1/16.
    expect(wrong.filter(i => i !== 1000)).toEqual([])
    expect(Math.abs(read[1000] - original[1000])).toBeLessThan(0.2)
    expect(read.subarray(64 * width)).toEqual(original.subarray(64 * width))
  })

  it('is smaller, says how it was made, and has true checksums', async () => {
    const file = await openFits(bytesSource(riceFile()))
    const [, hdu] = file.hdus
    expect(hdu).toMatchObject({ type: 'compressed', name: 'SCI', shape: [80, 64], bitpix: -32 })
    expect(hdu.dataSize).toBeLessThan(riceImage().data.byteLength / 3)
    expect(hdu.header.string('ZQUANTIZ')).toBe('SUBTRACTIVE_DITHER_1')
    expect(await verifyChecksums(file, hdu)).toEqual({ dataSum: 'right', checksum: 'right' })
  })

  it.skipIf(noFitsverify !== '')(`passes fitsverify without a warning${noFitsverify}`, () => {
    expect(fitsverifyBytes(riceFile())).toEqual([])
  })
})

describe('RICE_1', () => {
  it('loses nothing, whatever the integers are', () => {
    const small = fc.integer({ min: -40, max: 40 })
    const any = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 })
    const runs = fc.array(fc.oneof(small, fc.constant(7), any, fc.constant(-(2 ** 31))), { maxLength: 200 })
    fc.assert(
      fc.property(fc.oneof(runs, fc.array(small, { maxLength: 200 }), fc.array(any, { maxLength: 200 })), values => {
        const integers = Int32Array.from(values)
        expect(riceDecode(riceEncode(integers), integers.length)).toEqual(integers)
      }),
      { numRuns: 500 },
    )
  })
})

/** RICE_1 read as section 10.4.1 of the standard describes it, bit by bit. */
function riceDecode(bytes: Uint8Array, count: number): Int32Array {
  const bits = [...bytes].map(byte => byte.toString(2).padStart(8, '0')).join('')
  let at = 0
  const take = (length: number) => {
    at += length
    return length === 0 ? 0 : Number.parseInt(bits.slice(at - length, at), 2)
  }
  const values = new Int32Array(count)
  let last = take(32) | 0
  for (let start = 0; start < count; start += 32) {
    const code = take(5)
    for (let i = start; i < Math.min(start + 32, count); i++) {
      let folded = 0
      if (code === 26) folded = take(32)
      else if (code > 0) {
        const zeros = bits.indexOf('1', at) - at
        at += zeros + 1
        folded = zeros * 2 ** (code - 1) + take(code - 1)
      }
      last = (last + (folded % 2 === 1 ? -(folded + 1) / 2 : folded / 2)) | 0
      values[i] = last
    }
  }
  return values
}
