import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { bytesSource, withFileSource } from '../../../../main/formats/byteSource.ts'
import { describeHdu, type HduDescription } from '../../../../main/formats/fits/describe.ts'
import { openFits } from '../../../../main/formats/fits/file.ts'
import { imageHdu } from '../../../../main/formats/fits/imageHdu.ts'
import { writeFits } from '../../../../main/formats/fits/write.ts'
import { noTestData, testData, testDataPath } from '../../../support/testData.ts'

const describeAll = (path: string): Promise<HduDescription[]> =>
  withFileSource(path, async source => {
    const file = await openFits(source)
    return Promise.all(file.hdus.map(hdu => describeHdu(file, hdu, true)))
  })

/** What astropy read from the files of the test data; it writes NaN, which JSON does not have. */
interface ExpectedHdu {
  readonly shape?: number[] | null
  readonly BUNIT?: string
  readonly min?: number
  readonly max?: number
  readonly mean?: number
  readonly n_nonfinite?: number
  readonly first5?: (number | null)[]
}
const readExpected = (): { file: string; hdus: ExpectedHdu[] }[] =>
  JSON.parse(readFileSync(testDataPath('fits-expected-astropy.json'), 'utf8').replace(/\bNaN\b/g, 'null'))

describe('what an HDU holds', () => {
  it.skipIf(testData === undefined)(`is for every image what astropy says${noTestData}`, async () => {
    let images = 0
    for (const { file, hdus } of readExpected()) {
      if (!file.endsWith('.fits') || !hdus.some(hdu => hdu.min !== undefined)) continue
      const described = await describeAll(testDataPath(file))
      for (const [i, expected] of hdus.entries()) {
        const { statistics, shape, unit } = described[i]
        if (expected.min === undefined || statistics === null) continue
        images += 1
        expect(shape).toEqual(expected.shape)
        expect(unit ?? '').toBe(expected.BUNIT ?? '')
        expect(statistics.nonFinite).toBe(expected.n_nonfinite)
        // astropy scales 16-bit integers in single precision.
        const near = (value: number | null | undefined, wanted = 0) => {
          const range = Math.max(Math.abs(expected.min ?? 0), Math.abs(expected.max ?? 0))
          expect(Math.abs((value ?? Number.NaN) - wanted)).toBeLessThanOrEqual(1e-6 * range)
        }
        near(statistics.min, expected.min)
        near(statistics.max, expected.max)
        near(statistics.mean, expected.mean)
        for (const [k, value] of (expected.first5 ?? []).entries())
          if (value === null) expect(statistics.first[k]).toBeNaN()
          else near(statistics.first[k], value)
      }
    }
    expect(images).toBeGreaterThan(80)
  })

  it('is told of images over many pieces, of images without a finite pixel, and of headers alone', async () => {
    const large = Int16Array.from({ length: 3000 * 1000 }, (_, i) => i % 1000)
    const nothing = new Float32Array(6).fill(Number.NaN)
    const file = await openFits(
      bytesSource(
        writeFits([
          imageHdu({ shape: [3000, 1000], data: large }, 'primary with extensions'),
          imageHdu({ shape: [2, 3], data: nothing, name: 'ERR' }, 'extension'),
        ]),
      ),
    )
    const [first, second] = await Promise.all(file.hdus.map(hdu => describeHdu(file, hdu, true)))
    expect(first).toMatchObject({ type: 'primary', shape: [3000, 1000], dtype: 'int16', bitpix: 16, problem: null })
    expect(first.statistics).toEqual({ min: 0, max: 999, mean: 499.5, nonFinite: 0, first: [0, 1, 2, 3, 4] })
    expect(second).toMatchObject({ name: 'ERR', statistics: { min: null, max: null, mean: null, nonFinite: 6 } })
    expect((await describeHdu(file, file.hdus[0], false)).statistics).toBeNull()
  })

  it.skipIf(testData === undefined)(
    `tells where an image lies on the sky, or why it does not${noTestData}`,
    async () => {
      const [image] = await describeAll(testDataPath('fits-lenses/KiDS_test/r.fits'))
      // astropy: 43.543210683808 -34.473889685974, north at 90.19255 and east at 180.194271 degrees.
      expect(image).toMatchObject({
        skyProblem: null,
        sky: {
          ...{ projection: 'TAN', frame: 'icrs', equinox: null, position: '02:54:10.371 -34:28:26.00' },
          centre: { lon: expect.closeTo(43.543210683808, 9), lat: expect.closeTo(-34.473889685974, 9) },
          pixelScaleArcsec: expect.closeTo(0.200000002968, 9),
          northDeg: expect.closeTo(90.19255, 3),
          eastDeg: expect.closeTo(180.194271, 3),
        },
      })
      const [plain] = await describeAll(testDataPath('fits-lenses/slacs0946+1006_HST/data.fits'))
      expect(plain).toMatchObject({ sky: null, skyProblem: null })
      const [plate] = await describeAll(testDataPath('fits-torture/astropy_wcs/dss.14.29.56-62.41.05.fits.gz'))
      expect(plate).toMatchObject({ sky: null, skyProblem: expect.stringContaining('distortion AMDX1') })
    },
  )

  it.skipIf(testData === undefined)(`names the columns of a table${noTestData}`, async () => {
    const [, table] = await describeAll(testDataPath('fits-torture/astropy/tb.fits'))
    expect(table).toMatchObject({ type: 'bintable', dtype: null, statistics: null })
    expect(table.columns.map(({ name, format }) => `${name} ${format}`)).toEqual(['c1 1J', 'c2 3A', 'c3 1E', 'c4 1L'])
  })
})
