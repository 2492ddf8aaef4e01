import { describe, expect, it } from 'vitest'
import { convolve } from '../../../main/domain/convolve.ts'
import type { FloatImage } from '../../../main/domain/image.ts'
import { centredPsf, kernelAcross } from '../../../main/domain/measuredPsf.ts'
import { fwhmPerSigma, gaussianPsf } from '../../../main/domain/psf.ts'
import { binSum, shiftImage } from '../../../main/domain/resample.ts'

/** A Gaussian of unit flux at a place off the centre, on a square of `side` pixels. */
function gaussian(side: number, fwhm: number, x0: number, y0: number): FloatImage {
  const sigma = fwhm / fwhmPerSigma
  const data = Float32Array.from({ length: side * side }, (_, i) => {
    const r2 = ((i % side) - x0) ** 2 + (Math.floor(i / side) - y0) ** 2
    return Math.exp(-r2 / (2 * sigma * sigma)) / (2 * Math.PI * sigma * sigma)
  })
  return { width: side, height: side, data }
}

const largestDifference = (a: FloatImage, b: FloatImage) =>
  Math.max(...a.data.map((value, i) => Math.abs(value - b.data[i])))

describe('the kernel between measured PSFs of two grids', () => {
  it.each([
    [2, 2.5, 3],
    [2, 1.5, 2],
    [3, 2.5, 3],
    [4, 2, 5],
  ])('takes HR to LR, %i times coarser (FWHM %f to %f pixels), within 0.004 of the peak', (factor, hrFwhm, lrFwhm) => {
    const kernel = kernelAcross(gaussianPsf(hrFwhm, 41), gaussianPsf(lrFwhm, 31, 'integrated'), factor)
    const side = 60 * factor
    const scene = (fwhm: number) => gaussian(side, Math.hypot(4 * factor, fwhm), side / 2 + 2.8, side / 2 - 2.2)
    const expected = binSum(scene(lrFwhm * factor), factor)
    const reached = binSum(convolve(scene(hrFwhm), kernel, 'replicate'), factor)
    expect(largestDifference(reached, expected)).toBeLessThan(0.004 * Math.max(...expected.data))
  })
})

describe('a measured PSF', () => {
  it('is brought to the middle of an odd square, with a sum of 1', () => {
    const off = gaussian(24, 4, 11.6, 12.3)
    const centred = centredPsf({ ...off, data: off.data.map(value => 700 * value) })
    expect([centred.width, centred.height]).toEqual([23, 23])
    expect(centred.data.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 5)
    expect(largestDifference(centred, gaussianPsf(4, 23))).toBeLessThan(0.01 * Math.max(...centred.data))
  })

  it('that stands there is only normalised', () => {
    const psf = shiftImage(gaussianPsf(4, 21), 0.2, 0)
    const sum = psf.data.reduce((total, value) => total + value, 0)
    expect(centredPsf(psf).data).toEqual(psf.data.map(value => value / sum))
  })
})
