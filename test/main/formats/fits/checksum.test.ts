import { globSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bytesSource } from '../../../../main/formats/byteSource.ts'
import { buildCards } from '../../../../main/formats/fits/cardBuilder.ts'
import { addSums, addToSum, encodeChecksum, isZeroSum } from '../../../../main/formats/fits/checksum.ts'
import { openFits } from '../../../../main/formats/fits/file.ts'
import { verifyChecksums } from '../../../../main/formats/fits/verify/checksums.ts'
import { writeFitsImage } from '../../../../main/formats/fits/write.ts'
import { noTestData, testData, testDataPath } from '../../../support/testData.ts'

const statesOf = async (bytes: Uint8Array) => {
  const file = await openFits(bytesSource(bytes))
  return Promise.all(file.hdus.map(hdu => verifyChecksums(file, hdu)))
}

const image = { width: 40, height: 30, data: Float32Array.from({ length: 1200 }, (_, i) => Math.sin(i)) }

describe('the checksum of FITS', () => {
  it('is the text that appendix J of the standard gives for its example', () => {
    // The complement of 868229149 is encoded as hcHjjc9ghcEghc9g.
    expect(encodeChecksum(868229149)).toBe('hcHjjc9ghcEghc9g')
  })

  it('carries what overflows 32 bits to the low end', () => {
    const ones = new Uint8Array(4 * 3_000_000).fill(0xff)
    expect(addToSum(ones)).toBe(0xffffffff)
    expect(addToSum(Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0, 0, 0, 5))).toBe(5)
    expect(addSums(0xfffffffe, 3)).toBe(2)
  })

  it('is text of digits and letters that brings any sum to zero where its card stands', () => {
    fc.assert(
      fc.property(fc.nat({ max: 0xffffffff }), sum => {
        const text = encodeChecksum(sum)
        expect(text).toMatch(/^[0-9A-Za-z]{16}$/)
        const inPlace = (value: string) => addToSum(Buffer.from(buildCards('CHECKSUM', value)[0]))
        const rest = addSums(sum, ~inPlace('0'.repeat(16)) >>> 0)
        expect(isZeroSum(addSums(rest, inPlace(text)))).toBe(true)
      }),
    )
  })

  it('stands in every file that is written, and any changed byte is noticed', async () => {
    const bytes = writeFitsImage({ image, cards: buildCards('OBJECT', 'lens') })
    expect(await statesOf(bytes)).toEqual([{ dataSum: 'right', checksum: 'right' }])
    const inData = Uint8Array.from(bytes)
    inData[2880 + 17] ^= 4
    expect(await statesOf(inData)).toEqual([{ dataSum: 'wrong', checksum: 'wrong' }])
    const inHeader = Buffer.from(bytes)
    inHeader.write('sens', inHeader.indexOf('lens'))
    expect(await statesOf(inHeader)).toEqual([{ dataSum: 'right', checksum: 'wrong' }])
    expect(await statesOf(bytes.subarray(0, bytes.length - 2880))).toEqual([{ dataSum: 'wrong', checksum: 'wrong' }])
  })

  it.skipIf(testData === undefined)(`is verified in every real file that has one${noTestData}`, async () => {
    const found: Record<string, string> = {}
    for (const path of globSync('fits-{lenses,torture/astropy}/**/*.fits', { cwd: testDataPath() }).sort()) {
      const bytes = readFileSync(testDataPath(path))
      if (!bytes.includes('CHECKSUM=')) continue
      try {
        const states = await statesOf(bytes)
        found[path] = states.map(({ dataSum, checksum }) => `${dataSum}/${checksum}`).join(' ')
      } catch {
        found[path] = 'not readable'
      }
    }
    const compressed = ['compressed_with_nan', 'm13_gzip', 'm13_hcomp', 'm13_plio', 'm13_rice', 'checksum']
    const right = compressed.map(name => [`fits-torture/astropy/${name}.fits`, 'right/right right/right'])
    expect(found).toEqual({
      ...Object.fromEntries(right),
      'fits-torture/astropy/m13.fits': 'right/right',
      'fits-torture/astropy/chandra_time.fits': 'missing/missing wrong/wrong',
      'fits-torture/astropy/checksum_false.fits': 'wrong/wrong wrong/wrong',
      'fits-torture/astropy/memtest.fits': 'missing/right wrong/wrong',
    })
  })
})
