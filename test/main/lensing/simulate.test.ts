import { describe, expect, it } from 'vitest'
import { convolve } from '../../../main/domain/convolve.ts'
import type { FloatImage } from '../../../main/domain/image.ts'
import { gaussianPsf } from '../../../main/domain/psf.ts'
import { createRandom } from '../../../main/domain/random.ts'
import { binMean } from '../../../main/domain/resample.ts'
import type { SimulationConfig } from '../../../main/lensing/config.ts'
import { addNoise, noiseSigma } from '../../../main/lensing/noise.ts'
import { groundToSpace, studyPair } from '../../../main/lensing/presets.ts'
import { simulatePair } from '../../../main/lensing/simulate.ts'

const total = (image: FloatImage): number => image.data.reduce((a, b) => a + b, 0)
const quiet: SimulationConfig = { ...groundToSpace, lrBackgroundRms: 0, lrExposureSeconds: 1e12 }

describe('a simulated pair', () => {
  it('has the sizes and the signal-to-noise of its preset', () => {
    const study = simulatePair(studyPair, 0)
    expect([study.lr.width, study.hr.width]).toEqual([75, 150])
    const ground = simulatePair(groundToSpace, 0)
    expect([ground.lr.width, ground.hr.width]).toEqual([64, 128])
    for (const config of [studyPair, groundToSpace]) {
      const peaks = Array.from({ length: 5 }, (_, i) => simulatePair(config, i).truth.peakSignalToNoise)
      const middle = peaks.sort((a, b) => a - b)[2]
      expect(middle).toBeGreaterThan(15)
      expect(middle).toBeLessThan(40)
    }
  })

  it('is the same for its seed and number, in whatever order it is made', () => {
    const third = simulatePair(groundToSpace, 3)
    simulatePair(groundToSpace, 0)
    expect(simulatePair(groundToSpace, 3)).toEqual(third)
    expect(simulatePair(groundToSpace, 4).truth.parameters).not.toEqual(third.truth.parameters)
    expect(simulatePair({ ...groundToSpace, seed: 2 }, 3).truth.parameters).not.toEqual(third.truth.parameters)
  })

  it('keeps its other parameters when one is changed, fixed or given another distribution', () => {
    const before = simulatePair(groundToSpace, 1).truth.parameters
    const after = simulatePair({ ...groundToSpace, lensE1: 0.05, gamma1: { min: 0, max: 0.1 } }, 1).truth.parameters
    expect({ ...after, lensE1: 0, gamma1: 0 }).toEqual({ ...before, lensE1: 0, gamma1: 0 })
    expect(after.lensE1).toBe(0.05)
  })

  it('draws parameters from the distributions that were asked for', () => {
    const config: SimulationConfig = {
      ...groundToSpace,
      hrPixels: 8,
      hrPsfFwhmArcsec: 0.1,
      lrPsfFwhmArcsec: 0.2,
      subsampling: 1,
      einsteinRadiusArcsec: { min: 1, max: 2 },
      gamma1: { mean: 0.1, sigma: 0.02 },
      lrExposureSeconds: { log10Min: 3, log10Max: 3.5 },
    }
    const drawn = Array.from({ length: 800 }, (_, i) => simulatePair(config, i).truth.parameters)
    const mean = (of: (p: (typeof drawn)[number]) => number): number => drawn.reduce((s, p) => s + of(p), 0) / 800
    expect(mean(p => p.einsteinRadiusArcsec)).toBeCloseTo(1.5, 1)
    expect(drawn.every(p => p.einsteinRadiusArcsec >= 1 && p.einsteinRadiusArcsec < 2)).toBe(true)
    expect(mean(p => p.gamma1)).toBeCloseTo(0.1, 2)
    expect(Math.sqrt(mean(p => (p.gamma1 - 0.1) ** 2))).toBeCloseTo(0.02, 2)
    expect(mean(p => Math.log10(p.lrExposureSeconds))).toBeCloseTo(3.25, 1)
  })

  it('conserves flux through PSF and binning, by either convention', () => {
    for (const fluxConvention of ['mean', 'sum'] as const) {
      const { lr, hr, truth } = simulatePair({ ...quiet, fluxConvention }, 2)
      const pixelRatio = fluxConvention === 'sum' ? 1 : 4
      expect(total(hr) / pixelRatio / total(lr)).toBeCloseTo(1, 3)
      expect(total(truth.image) / total(hr)).toBeCloseTo(1, 3)
    }
  })

  it('gives LR equal to the binned HR where both have one PSF and there is no noise', () => {
    const { lr, hr } = simulatePair({ ...quiet, hrPsfFwhmArcsec: 0.7 }, 2)
    const binned = binMean(hr, 2)
    const largest = Math.max(...lr.data)
    lr.data.forEach((value, i) => {
      expect(Math.abs(value - binned.data[i])).toBeLessThan(1e-4 * largest)
    })
  })

  it('is the one truth, degraded to the LR by the broad PSF and to the HR by the narrow one', () => {
    const { lr, hr, truth } = simulatePair(quiet, 4)
    const seen = (fwhmArcsec: number): FloatImage =>
      convolve(truth.image, gaussianPsf(fwhmArcsec / quiet.hrPixelScaleArcsec), 'zero')
    const lrAgain = binMean(seen(quiet.lrPsfFwhmArcsec), quiet.factor)
    const hrAgain = seen(quiet.hrPsfFwhmArcsec)
    const largest = Math.max(...hr.data)
    lr.data.forEach((value, i) => {
      expect(Math.abs(value - lrAgain.data[i])).toBeLessThan(1e-5 * largest)
    })
    hr.data.forEach((value, i) => {
      expect(Math.abs(value - hrAgain.data[i])).toBeLessThan(1e-5 * largest)
    })
  })

  it('has noise on the LR of the strength that its truth states, and none on the HR unless asked', () => {
    const { lr, truth } = simulatePair(groundToSpace, 6)
    const expected = simulatePair({ ...quiet }, 6)
    const reduced =
      lr.data.reduce((s, v, i) => s + ((v - expected.lr.data[i]) / truth.lrNoiseSigma[i]) ** 2, 0) / lr.data.length
    expect(Math.abs(reduced - 1)).toBeLessThan(0.1)
    expect(expected.hr).toEqual(simulatePair(groundToSpace, 6).hr)
    const noisy = simulatePair({ ...groundToSpace, hrBackgroundRms: 0.02 }, 6).hr
    const rms = Math.sqrt(noisy.data.reduce((s, v, i) => s + (v - expected.hr.data[i]) ** 2, 0) / noisy.data.length)
    expect(rms).toBeCloseTo(0.02, 3)
  })

  it.each([
    ['a factor that does not divide', { factor: 3 }],
    ['an absurd size', { hrPixels: 1e6 }],
    ['a PSF larger than the image', { lrPsfFwhmArcsec: 100 }],
    ['a pixel scale of zero', { hrPixelScaleArcsec: 0 }],
    ['half a ray', { subsampling: 0.5 }],
    ['an ellipticity beyond one', { lensE1: 1.2 }],
    ['a Sersic index of zero', { sourceSersicIndex: 0 }],
    ['negative noise', { lrBackgroundRms: -1 }],
    ['no exposure', { lrExposureSeconds: 0 }],
    ['NaN', { gamma1: Number.NaN }],
  ])('is refused with %s', (_, change) => {
    expect(() => simulatePair({ ...groundToSpace, ...change }, 0)).toThrow(
      expect.objectContaining({ code: 'bad-input' }),
    )
  })
})

describe('noise', () => {
  it('has the variance of counts and background together', () => {
    const flat = { width: 100, height: 100, data: new Float32Array(1e4).fill(0.5) }
    const noise = { backgroundRms: 0.02, exposureSeconds: 1000 }
    const noisy = addNoise(flat, noise, createRandom(1))
    const mean = total(noisy) / 1e4
    const variance = noisy.data.reduce((s, v) => s + (v - mean) ** 2, 0) / 1e4
    expect(mean).toBeCloseTo(0.5, 2)
    expect(Math.abs(variance / (0.02 ** 2 + 0.5 / 1000) - 1)).toBeLessThan(0.06)
    expect(noiseSigma(flat, noise)[0]).toBeCloseTo(0.03, 6)
    expect(noiseSigma(flat, { backgroundRms: 0.02 })[0]).toBeCloseTo(0.02, 6)
  })
})
