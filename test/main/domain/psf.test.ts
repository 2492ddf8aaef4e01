import { describe, expect, it } from 'vitest'
import { convolve } from '../../../main/domain/convolve.ts'
import type { FloatImage } from '../../../main/domain/image.ts'
import { erf, gaussianPsf, matchingGaussianFwhm, matchingKernel, moffatPsf } from '../../../main/domain/psf.ts'

const total = (image: FloatImage): number => image.data.reduce((a, b) => a + b, 0)
/** FWHM from the row through the centre, by linear interpolation at half the peak. */
function fwhmOf(psf: FloatImage): number {
  const c = (psf.width - 1) / 2
  const row = (i: number): number => psf.data[c * psf.width + c + i] / psf.data[c * psf.width + c]
  let i = 0
  while (row(i + 1) > 0.5) i++
  return 2 * (i + (row(i) - 0.5) / (row(i) - row(i + 1)))
}
const largestDifference = (a: FloatImage, b: FloatImage): number =>
  Math.max(...a.data.map((value, i) => Math.abs(value - b.data[i])))

describe('point-spread functions', () => {
  it.each([0, 0.4, 1, 3.3, 12])('have a sum of one at a FWHM of %f pixels', fwhm => {
    for (const psf of [gaussianPsf(fwhm), gaussianPsf(fwhm, 31, 'integrated'), moffatPsf(fwhm, 3)]) {
      expect(total(psf)).toBeCloseTo(1, 5)
    }
  })

  it('have the width that was asked for', () => {
    expect(fwhmOf(gaussianPsf(8))).toBeCloseTo(8, 1)
    expect(fwhmOf(moffatPsf(8, 2.5))).toBeCloseTo(8, 1)
  })

  it('broaden by the pixel when integrated over it', () => {
    const second = (psf: FloatImage): number => {
      const c = (psf.width - 1) / 2
      return psf.data.reduce((sum, v, i) => sum + v * ((i % psf.width) - c) ** 2, 0)
    }
    const sigmaSquared = (4 / 2.354820045) ** 2
    expect(second(gaussianPsf(4, 41))).toBeCloseTo(sigmaSquared, 3)
    expect(second(gaussianPsf(4, 41, 'integrated'))).toBeCloseTo(sigmaSquared + 1 / 12, 3)
  })

  it('match in quadrature where both are Gaussian', () => {
    expect(matchingGaussianFwhm(3, 5)).toBe(4)
    const twice = convolve(gaussianPsf(3, 41), gaussianPsf(matchingGaussianFwhm(3, 5), 41), 'zero')
    expect(largestDifference(twice, gaussianPsf(5, 41))).toBeLessThan(1e-4)
    expect(() => matchingGaussianFwhm(5, 3)).toThrow(/as broad or broader/)
  })

  it('match in general by a kernel that takes the one to the other', () => {
    const from = moffatPsf(2.5, 4, 61)
    const to = moffatPsf(6, 3, 61)
    const kernel = matchingKernel(from, to)
    expect(total(kernel)).toBeCloseTo(1, 5)
    const reached = convolve(from, kernel, 'zero')
    expect(largestDifference(reached, to)).toBeLessThan(0.01 * Math.max(...to.data))
  })

  it('refuse impossible widths and sizes', () => {
    for (const fwhm of [-1, Number.NaN, 1e6]) expect(() => gaussianPsf(fwhm)).toThrow(/FWHM/)
    expect(() => gaussianPsf(3, 10)).toThrow(/odd/)
    expect(() => moffatPsf(3, 1)).toThrow(/beta/)
    expect(() => matchingKernel({ width: 1, height: 1, data: Float32Array.of(0) }, gaussianPsf(2))).toThrow(/sum/)
  })

  it('use an exact error function (Abramowitz & Stegun, table 7.1)', () => {
    expect([0, 0.5, 1, 2, -2].map(erf).map(v => Number(v.toFixed(10)))).toEqual([
      0, 0.5204998778, 0.8427007929, 0.995322265, -0.995322265,
    ])
  })
})
