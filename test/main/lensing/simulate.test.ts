import { describe, expect, it } from 'vitest'
import { convolve } from '../../../main/domain/convolve.ts'
import type { FloatImage } from '../../../main/domain/image.ts'
import { gaussianPsf } from '../../../main/domain/psf.ts'
import { createRandom } from '../../../main/domain/random.ts'
import { measureOffset } from '../../../main/domain/registration.ts'
import { binMean } from '../../../main/domain/resample.ts'
import type { Psf } from '../../../main/lensing/camera.ts'
import type { SimulationConfig } from '../../../main/lensing/config.ts'
import { addNoise, noiseSigma } from '../../../main/lensing/noise.ts'
import { groundToSpace, simulationPresets, studyPair } from '../../../main/lensing/presets.ts'
import { simulateSample } from '../../../main/lensing/simulate.ts'
import { simulatedPair } from '../../support/simulatedPair.ts'

const total = (image: FloatImage): number => image.data.reduce((a, b) => a + b, 0)
const noiseless = { backgroundRms: 0, exposureSeconds: 0 }
const gaussian = (fwhmArcsec: number): Psf => ({ kind: 'gaussian', fwhmArcsec })
const quiet: SimulationConfig = { ...groundToSpace, lr: { ...groundToSpace.lr, ...noiseless } }
const presetOf = (id: string): SimulationConfig => {
  const preset = simulationPresets.find(one => one.id === id)
  if (preset === undefined) throw new Error(`no preset ${id}`)
  return preset.simulation
}
const sie = { kind: 'sie', einsteinRadiusArcsec: 1.4, e1: 0.1, e2: 0, xArcsec: 0, yArcsec: 0 } as const
const shear = { kind: 'shear', gamma1: { mean: 0, sigma: 0.03 }, gamma2: { mean: 0, sigma: 0.03 } } as const
const sersic = {
  kind: 'sersic',
  magnitude: 22,
  radiusArcsec: 0.3,
  index: 1,
  e1: 0,
  e2: 0,
  xArcsec: 0,
  yArcsec: 0,
} as const

describe('a simulated pair', () => {
  it('has the sizes and the signal-to-noise of its preset', () => {
    const sizes = { 'ground-to-space': [64, 128], study: [75, 150], 'hst-pair': [75, 150], 'hsc-pair': [64, 128] }
    for (const [id, [lrSide, hrSide]] of Object.entries(sizes)) {
      const pairs = Array.from({ length: 5 }, (_, i) => simulatedPair(presetOf(id), i))
      expect([pairs[0].lr.width, pairs[0].hr.width]).toEqual([lrSide, hrSide])
      const middle = pairs.map(({ truth }) => truth.peakSignalToNoise).sort((a, b) => a - b)[2]
      expect(middle).toBeGreaterThan(12)
      expect(middle).toBeLessThan(80)
    }
  })

  it('is the same for its seed and number, in whatever order it is made', () => {
    const third = simulatedPair(groundToSpace, 3)
    simulatedPair(groundToSpace, 0)
    expect(simulatedPair(groundToSpace, 3)).toEqual(third)
    expect(simulatedPair(groundToSpace, 4).truth.values).not.toEqual(third.truth.values)
    expect(simulatedPair(groundToSpace, 3, 2).truth.values).not.toEqual(third.truth.values)
  })

  it('keeps its other parameters when one is changed, drawn otherwise or added', () => {
    const before = simulatedPair(groundToSpace, 1).truth.values
    const changed: SimulationConfig = {
      ...groundToSpace,
      deflectors: [
        { ...sie, einsteinRadiusArcsec: 1.5, e1: { min: -0.2, max: 0.2 }, e2: { min: -0.2, max: 0.2 } },
        { kind: 'shear', gamma1: { min: 0, max: 0.1 }, gamma2: { mean: 0, sigma: 0.03 } },
        { kind: 'sis', einsteinRadiusArcsec: { min: 0, max: 0.1 }, xArcsec: 1, yArcsec: 0 },
      ],
    }
    const after = simulatedPair(changed, 1).truth.values
    expect(after['deflectors.0.einsteinRadiusArcsec']).toBe(1.5)
    const unchanged = Object.keys(before).filter(
      key => !['deflectors.0.einsteinRadiusArcsec', 'deflectors.1.gamma1'].includes(key),
    )
    expect(unchanged.length).toBeGreaterThan(15)
    for (const key of unchanged) expect(after[key]).toBe(before[key])
  })

  it('draws parameters from the distributions that were asked for', () => {
    const config: SimulationConfig = {
      ...groundToSpace,
      hrPixels: 8,
      subsampling: 1,
      deflectors: [
        { ...sie, einsteinRadiusArcsec: { min: 1, max: 2 } },
        { kind: 'shear', gamma1: { mean: 0.1, sigma: 0.02 }, gamma2: 0 },
      ],
      lr: { ...groundToSpace.lr, psf: gaussian(0.2), exposureSeconds: { log10Min: 3, log10Max: 3.5 } },
      hr: { ...groundToSpace.hr, psf: gaussian(0.1) },
    }
    const drawn = Array.from({ length: 800 }, (_, i) => simulatedPair(config, i).truth.values)
    const of = (path: string) => drawn.map(values => values[path])
    const mean = (values: number[]): number => values.reduce((a, b) => a + b, 0) / values.length
    const radii = of('deflectors.0.einsteinRadiusArcsec')
    expect(mean(radii)).toBeCloseTo(1.5, 1)
    expect(radii.every(radius => radius >= 1 && radius < 2)).toBe(true)
    const gamma = of('deflectors.1.gamma1')
    expect(mean(gamma)).toBeCloseTo(0.1, 2)
    expect(Math.sqrt(mean(gamma.map(g => (g - 0.1) ** 2)))).toBeCloseTo(0.02, 2)
    expect(mean(of('lr.exposureSeconds').map(Math.log10))).toBeCloseTo(3.25, 1)
  })

  it('conserves flux through PSF, binning and the area of pixels, whatever the unit of the values', () => {
    for (const values of ['common', 'counts'] as const) {
      const { lr, hr, truth } = simulatedPair({ ...quiet, values }, 2)
      const pixelRatio = values === 'counts' ? 1 : 4
      // The LR's PSF carries what lies within a seeing of the edge in and out.
      expect(total(hr) / pixelRatio / total(lr)).toBeCloseTo(1, 2)
      expect(total(truth.image) / total(hr)).toBeCloseTo(1, 2)
    }
  })

  it('counts by the zero point of each camera, 2.5 mag being ten times the counts', () => {
    const hr = { ...quiet.hr, zeroPointMag: quiet.lr.zeroPointMag + 2.5 }
    const plain = simulatedPair({ ...quiet, values: 'counts' }, 2).hr
    const counted = simulatedPair({ ...quiet, hr, values: 'counts' }, 2).hr
    const common = simulatedPair({ ...quiet, hr, values: 'common' }, 2).hr
    expect(total(counted) / total(plain)).toBeCloseTo(10, 5)
    expect(total(common) / total(simulatedPair(quiet, 2).hr)).toBeCloseTo(1, 6)
  })

  it('is stretched to 0 to 1, image by image, where that was asked for', () => {
    const { lr, hr } = simulatedPair({ ...groundToSpace, values: 'per-image' }, 2)
    for (const image of [lr, hr]) expect([Math.min(...image.data), Math.max(...image.data)]).toEqual([0, 1])
  })

  it('gives LR equal to the binned HR where both have one PSF and there is no noise', () => {
    const { lr, hr } = simulatedPair({ ...quiet, hr: { ...quiet.hr, psf: gaussian(0.7) } }, 2)
    const binned = binMean(hr, 2)
    const largest = Math.max(...lr.data)
    lr.data.forEach((value, i) => {
      expect(Math.abs(value - binned.data[i])).toBeLessThan(1e-4 * largest)
    })
  })

  it('is the one truth, degraded to the LR by the broad PSF and to the HR by the narrow one', () => {
    const { lr, hr, truth } = simulatedPair(quiet, 4)
    const seen = (fwhmArcsec: number): FloatImage =>
      convolve(truth.image, gaussianPsf(fwhmArcsec / quiet.hrPixelScaleArcsec), 'zero')
    const lrAgain = binMean(seen(0.7), quiet.factor)
    const hrAgain = seen(0.17)
    const largest = Math.max(...hr.data)
    // Within the reach of the PSF from the edge the truth lacks what shines beyond it.
    const isInside = (i: number, side: number, edge: number): boolean =>
      [i % side, Math.floor(i / side)].every(at => at >= edge && at < side - edge)
    lr.data.forEach((value, i) => {
      if (isInside(i, 64, 9)) expect(Math.abs(value - lrAgain.data[i])).toBeLessThan(1e-5 * largest)
    })
    hr.data.forEach((value, i) => {
      if (isInside(i, 128, 5)) expect(Math.abs(value - hrAgain.data[i])).toBeLessThan(1e-5 * largest)
    })
  })

  it('sees the light that lies beyond its edge', () => {
    const broad: SimulationConfig = {
      ...quiet,
      deflectors: [],
      sources: [{ ...sersic, radiusArcsec: 20, index: 0.5, magnitude: 18 }],
    }
    const { lr } = simulatedPair(broad, 0)
    const middle = lr.data[32 * 64 + 32]
    expect(lr.data[32 * 64] / middle).toBeGreaterThan(0.8)
  })

  it('has noise on the LR of the strength that its truth states, and none on the HR unless asked', () => {
    const { lr, truth } = simulatedPair(groundToSpace, 6)
    const expected = simulatedPair(quiet, 6)
    const reduced =
      lr.data.reduce((s, v, i) => s + ((v - expected.lr.data[i]) / truth.noiseSigma[i]) ** 2, 0) / lr.data.length
    expect(Math.abs(reduced - 1)).toBeLessThan(0.1)
    expect(expected.hr).toEqual(simulatedPair(groundToSpace, 6).hr)
    const noisy = simulatedPair(
      { ...groundToSpace, values: 'counts', hr: { ...groundToSpace.hr, backgroundRms: 0.02 } },
      6,
    )
    const clean = simulatedPair({ ...groundToSpace, values: 'counts' }, 6)
    const difference = noisy.hr.data.map((v, i) => v - clean.hr.data[i])
    expect(Math.sqrt(difference.reduce((s, v) => s + v * v, 0) / difference.length)).toBeCloseTo(0.02, 3)
  })

  it('has its HR off the LR by the offset that was asked for, to a hundredth of a pixel', () => {
    const config: SimulationConfig = {
      ...quiet,
      offset: { x: 0.94, y: -0.81 },
      hr: { ...quiet.hr, psf: gaussian(0.7) },
    }
    for (const index of [0, 1]) {
      const { lr, hr } = simulatedPair(config, index)
      const { dx, dy } = measureOffset(lr, hr, 2)
      expect(Math.abs(dx - 0.94)).toBeLessThan(0.02)
      expect(Math.abs(dy + 0.81)).toBeLessThan(0.02)
    }
  })

  it('shows the light of the lens where it stands, not lensed', () => {
    const lensLight: SimulationConfig['lensLight'] = [
      { kind: 'sersic', magnitude: 20, radiusArcsec: 0.1, index: 1, e1: 0, e2: 0, xArcsec: 1, yArcsec: -0.5 },
    ]
    const without = simulatedPair(quiet, 0).hr
    const withLight = simulatedPair({ ...quiet, lensLight }, 0).hr
    const added = { ...without, data: withLight.data.map((v, i) => v - without.data[i]) }
    // 20 mag at a zero point of 25: 100 counts a second, on four times as many pixels.
    expect(total(added) / 4).toBeCloseTo(100, 0)
    const at = added.data.indexOf(Math.max(...added.data))
    expect([at % 128, Math.floor(at / 128)]).toEqual([Math.floor(64 + 1 / 0.084), Math.floor(64 - 0.5 / 0.084)])
  })

  it.each<[string, Partial<SimulationConfig>]>([
    ['a factor that does not divide', { factor: 3 }],
    ['an absurd size', { hrPixels: 1e6 }],
    ['a PSF larger than the image', { lr: { ...groundToSpace.lr, psf: gaussian(100) } }],
    ['a pixel scale of zero', { hrPixelScaleArcsec: 0 }],
    ['half a ray', { subsampling: 0.5 }],
    ['an ellipticity beyond one', { deflectors: [{ ...sie, e1: 1.2 }] }],
    ['a Sersic index of zero', { sources: [{ ...sersic, index: 0 }] }],
    ['negative noise', { lr: { ...groundToSpace.lr, backgroundRms: -1 } }],
    ['a negative exposure', { lr: { ...groundToSpace.lr, exposureSeconds: -1 } }],
    ['NaN', { deflectors: [{ ...shear, gamma1: Number.NaN }] }],
    ['a source in front of the lens', { zSource: 0.3 }],
    ['nothing that shines', { sources: [] }],
    ['no class of substructure', { substructure: [] }],
    ['a negative Einstein radius', { deflectors: [{ ...sie, einsteinRadiusArcsec: -1 }] }],
  ])('is refused with %s', (_, change) => {
    expect(() => simulateSample({ ...groundToSpace, ...change }, 1, 0)).toThrow(
      expect.objectContaining({ code: 'bad-input' }),
    )
  })
})

describe('single images', () => {
  it('are those of the HR camera, of each class in turn', () => {
    const model = presetOf('model-1')
    const samples = Array.from({ length: 4 }, (_, i) => simulateSample(model, 1, i))
    expect(samples.map(({ lr, hr }) => [lr, hr.width])).toEqual(Array.from({ length: 4 }, () => [null, 150]))
    expect(samples.map(({ truth }) => truth.label)).toEqual(['no', 'sphere', 'vort', 'no'])
    expect(samples.map(({ truth }) => truth.pointMasses > 0)).toEqual([false, true, true, false])
  })

  it('differ from the smooth lens by more than noise where a vortex or the subhalos of the study are, not those of its text', () => {
    const chiSquare = (id: string, index: number): number => {
      const model = presetOf(id)
      const { image, noiseSigma: sigma } = simulateSample(model, 1, index).truth
      const smooth = simulateSample({ ...model, substructure: [model.substructure[0]] }, 1, index).truth.image
      return image.data.reduce((sum, value, i) => sum + ((value - smooth.data[i]) / sigma[i]) ** 2, 0)
    }
    expect(chiSquare('model-1-published', 1)).toBeGreaterThan(300)
    expect(chiSquare('model-1-published', 2)).toBeGreaterThan(300)
    expect(chiSquare('model-1', 2)).toBeGreaterThan(300)
    expect(chiSquare('model-1', 1)).toBeLessThan(100)
  })
})

describe('the study itself', () => {
  it('has the Einstein radius of 1.28" by its distances, and of 1.66" by those of lensing', () => {
    const radiusOf = (id: string) => presetOf(id).deflectors[0]
    expect(radiusOf('model-1-published')).toMatchObject({ kind: 'sie', einsteinRadiusArcsec: 1.2815 })
    expect(radiusOf('model-1')).toMatchObject({ kind: 'sie', einsteinRadiusArcsec: 1.6645 })
    expect(studyPair.deflectors[0]).toMatchObject({ einsteinRadiusArcsec: 1.28 })
  })

  it('has 25 subhalos in every published image, and about 25 in the corrected ones', () => {
    const counts = (id: string) => {
      const model = presetOf(id)
      const cdm = { ...model, hrPixels: 16, substructure: [model.substructure[1]] }
      return Array.from({ length: 60 }, (_, i) => simulateSample(cdm, 1, i).truth.pointMasses)
    }
    expect(new Set(counts('model-1-published'))).toEqual(new Set([25]))
    const corrected = counts('model-1')
    expect(new Set(corrected).size).toBeGreaterThan(8)
    expect(Math.abs(corrected.reduce((a, b) => a + b, 0) / 60 - 25)).toBeLessThan(2)
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
