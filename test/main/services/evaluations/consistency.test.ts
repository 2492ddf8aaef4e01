import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { FloatImage } from '../../../../main/domain/image.ts'
import { gaussianPsf } from '../../../../main/domain/psf.ts'
import { createRandom } from '../../../../main/domain/random.ts'
import { shiftImage } from '../../../../main/domain/resample.ts'
import { checkConsistency, type Degradation, degrade } from '../../../../main/services/evaluations/consistency.ts'

const degradation: Degradation = {
  factor: 2,
  hrPsfFwhmPixels: 2,
  lrPsfFwhmPixels: 6,
  fluxConvention: 'mean',
  noiseSigma: 0.02,
  exposureSeconds: null,
  offset: { dx: 0, dy: 0 },
}

/** A smooth source far from the edges. */
function source(width: number, height: number, level = 1): FloatImage {
  const data = Float32Array.from({ length: width * height }, (_, i) => {
    const x = (i % width) - width / 2 + 0.5
    const y = Math.floor(i / width) - height / 2 + 0.5
    return level * Math.exp(-(x * x + 2 * y * y) / 60)
  })
  return { width, height, data }
}

function noisy(image: FloatImage, sigma: number, seed: number): FloatImage {
  const random = createRandom(seed)
  return { ...image, data: image.data.map(value => value + sigma * random.normal()) }
}

const flux = ({ data }: FloatImage) => data.reduce((sum, value) => sum + value, 0)

describe('degrading a super-resolved image again', () => {
  it('keeps the flux by either convention', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.1, max: 100, noNaN: true }),
        fc.constantFrom('sum', 'mean'),
        (level, convention) => {
          const sr = source(64, 48, level)
          const lr = degrade(sr, { ...degradation, fluxConvention: convention })
          expect([lr.width, lr.height]).toEqual([32, 24])
          expect(flux(lr) * (convention === 'mean' ? 4 : 1)).toBeCloseTo(flux(sr), 2 - Math.log10(level))
        },
      ),
      { numRuns: 20 },
    )
  })

  it('gives the truth a reduced chi-square of 1, and a wrong image a larger one', () => {
    const truth = source(64, 64)
    const lr = noisy(degrade(truth, degradation), degradation.noiseSigma, 3)
    const good = checkConsistency(truth, lr, degradation)
    // 1024 pixels: the standard deviation of a reduced chi-square is sqrt(2 / 1024) = 0.044.
    expect(Math.abs(good.reducedChiSquare - 1)).toBeLessThan(0.2)
    expect(good.fluxRatio).toBeCloseTo(1, 1)
    expect([good.residual.width, good.residual.height]).toEqual([32, 32])
    const invented = checkConsistency(source(64, 64, 1.3), lr, degradation)
    expect(invented.reducedChiSquare).toBeGreaterThan(2)
  })

  it('counts the Poisson noise of an exposure', () => {
    const truth = source(64, 64)
    const exact = { ...degradation, exposureSeconds: 100 }
    const expected = degrade(truth, exact)
    const random = createRandom(5)
    const lr = {
      ...expected,
      data: expected.data.map(v => v + Math.sqrt(0.02 ** 2 + v / 100) * random.normal()),
    }
    expect(Math.abs(checkConsistency(truth, lr, exact).reducedChiSquare - 1)).toBeLessThan(0.2)
    expect(checkConsistency(truth, lr, degradation).reducedChiSquare).toBeGreaterThan(1.5)
  })

  it('takes an offset between HR and LR out first', () => {
    const lr = degrade(source(64, 64), degradation)
    const moved = shiftImage(source(64, 64), 1.5, -0.5)
    const blind = checkConsistency(moved, lr, degradation).reducedChiSquare
    const aware = checkConsistency(moved, lr, { ...degradation, offset: { dx: 1.5, dy: -0.5 } }).reducedChiSquare
    expect(aware).toBeLessThan(0.01 * blind)
  })
})

describe('what was measured of a sample', () => {
  const truth = source(64, 64)
  const none = { lrPsf: null, hrPsf: null, lrError: null, lrMask: null }

  it('replaces Gaussian PSFs: with PSF images of the same Gaussians the result is the same', () => {
    const measured = { ...none, lrPsf: gaussianPsf(3, 21, 'integrated'), hrPsf: gaussianPsf(2, 21) }
    const unstated = { ...degradation, hrPsfFwhmPixels: 0, lrPsfFwhmPixels: 0 }
    const byImages = degrade(truth, unstated, measured)
    const byNumbers = degrade(truth, degradation)
    const worst = Math.max(...byImages.data.map((value, i) => Math.abs(value - byNumbers.data[i])))
    expect(worst).toBeLessThan(0.005 * Math.max(...byNumbers.data))
    const onlyHr = degrade(truth, { ...degradation, hrPsfFwhmPixels: 0 }, { ...none, hrPsf: gaussianPsf(2, 31) })
    expect(Math.max(...onlyHr.data.map((value, i) => Math.abs(value - byNumbers.data[i])))).toBeLessThan(0.005)
  })

  it('is a noise map, by which each pixel is judged', () => {
    const clean = degrade(truth, degradation)
    const sigma = clean.data.map((_, i) => (i % 2 === 0 ? 0.01 : 0.1))
    const random = createRandom(9)
    const lr = { ...clean, data: clean.data.map((value, i) => value + sigma[i] * random.normal()) }
    const byMap = checkConsistency(truth, lr, degradation, { ...none, lrError: { ...clean, data: sigma } })
    expect(Math.abs(byMap.reducedChiSquare - 1)).toBeLessThan(0.2)
    expect(checkConsistency(truth, lr, degradation).reducedChiSquare).toBeGreaterThan(5)
  })

  it('is a mask: what it leaves out does not count in chi-square, flux and residual', () => {
    const lr = noisy(degrade(truth, degradation), degradation.noiseSigma, 3)
    const mask = { ...lr, data: lr.data.map((_, i) => (i === 500 ? 0 : 1)) }
    const hot = { ...lr, data: lr.data.map((value, i) => (i === 500 ? 1e5 : value)) }
    const [good, spoiled] = [lr, hot].map(image =>
      checkConsistency(truth, image, degradation, { ...none, lrMask: mask }),
    )
    expect(spoiled).toEqual(good)
    expect(good?.residual.data[500]).toBeNaN()
    expect(checkConsistency(truth, hot, degradation).reducedChiSquare).toBeGreaterThan(1e6)
  })
})
