import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AppError } from '../../../../main/domain/errors.ts'
import { bytesSource } from '../../../../main/formats/byteSource.ts'
import { describeHdu } from '../../../../main/formats/fits/describe.ts'
import { openFits } from '../../../../main/formats/fits/file.ts'
import { verifyFits } from '../../../../main/formats/fits/verify/verify.ts'
import { noTestData, testData, testDataPath } from '../../../support/testData.ts'

const FILES = ['synth/header_zoo.fits', 'astropy/tb.fits', 'astropy/checksum.fits', 'synth/comp_i16_RICE_1.fits']

/** Bytes that are changed, then a length to cut at: shares of the file's length. */
const damage = fc.record({
  file: fc.constantFrom(...FILES),
  changes: fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat({ max: 255 })), { maxLength: 30 }),
  length: fc.oneof(fc.constant(1), fc.double({ min: 0, max: 1, noNaN: true })),
})

describe.skipIf(testData === undefined)(`damaged files${noTestData}`, () => {
  const originals = new Map(
    testData === undefined ? [] : FILES.map(file => [file, readFileSync(testDataPath('fits-torture', file))]),
  )

  it('are checked and described to an end, whatever is wrong with them', async () => {
    await fc.assert(
      fc.asyncProperty(damage, async ({ file, changes, length }) => {
        const bytes = Buffer.from(originals.get(file) ?? [])
        // Most damage should hit headers, which stand at the front.
        for (const [place, byte] of changes) bytes[Math.floor(place * Math.min(bytes.length - 1, 9000))] = byte
        const source = bytesSource(bytes.subarray(0, Math.floor(bytes.length * length)))
        const report = await verifyFits(source)
        expect(report.findings.every(({ message }) => message.length > 10)).toBe(true)
        try {
          const opened = await openFits(source)
          for (const hdu of opened.hdus) await describeHdu(opened, hdu, true)
        } catch (error) {
          expect(error).toBeInstanceOf(AppError)
        }
      }),
      { numRuns: 400, seed: 1 },
    )
  })
})
