import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bytesSource } from '../../../../../main/formats/byteSource.ts'
import { decodeRice } from '../../../../../main/formats/fits/compression/rice.ts'
import { riceEncode } from '../../../../../main/formats/fits/compression/riceEncode.ts'
import { openFits } from '../../../../../main/formats/fits/file.ts'
import { readImage } from '../../../../../main/formats/fits/image.ts'
import { verifyChecksums } from '../../../../../main/formats/fits/verify/checksums.ts'
import { readNpy } from '../../../../../main/formats/npy.ts'
import { riceFile, riceImage } from '../../../../fixtures/fits/riceImage.ts'
import { fitsverifyBytes, noFitsverify } from '../../../../support/fitsverify.ts'

const fixture = (name: string) => readFileSync(join(import.meta.dirname, '../../../../fixtures/fits', name))

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

  it('is read by the product as astropy reads it', async () => {
    const file = await openFits(bytesSource(riceFile()))
    const { image } = await readImage(file, 1)
    const { data: read } = await readNpy(bytesSource(fixture('rice.astropy.npy')))
    expect(image.data.length).toBe(read.length)
    expect([...image.data.keys()].filter(i => !Object.is(image.data[i], read[i]))).toEqual([])
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
    const runs = fc.array(fc.oneof(small, fc.constant(7), any, fc.constant(-(2 ** 31))), {
      minLength: 1,
      maxLength: 200,
    })
    fc.assert(
      fc.property(
        fc.oneof(
          runs,
          fc.array(small, { minLength: 1, maxLength: 200 }),
          fc.array(any, { minLength: 1, maxLength: 200 }),
        ),
        values => {
          const integers = Int32Array.from(values)
          expect(decodeRice(riceEncode(integers), integers.length, { bytesPerPixel: 4, blockSize: 32 })).toEqual(
            integers,
          )
        },
      ),
      { numRuns: 500 },
    )
  })
})
