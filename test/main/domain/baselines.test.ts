import { describe, expect, it } from 'vitest'
import { baselineImage, baselineNames, classicalImage, tuneClassical } from '../../../main/domain/baselines.ts'
import { convolve } from '../../../main/domain/convolve.ts'
import type { FloatImage } from '../../../main/domain/image.ts'
import { bestAffineFit, mse, psnr } from '../../../main/domain/metrics.ts'
import { gaussianPsf, moffatPsf } from '../../../main/domain/psf.ts'
import { createRandom } from '../../../main/domain/random.ts'
import { upsample } from '../../../main/domain/resample.ts'
import { gaussianDenoise, richardsonLucy, richardsonLucySeries, wiener } from '../../../main/domain/restoration.ts'
import { groundToSpace } from '../../../main/lensing/presets.ts'
import { simulatedPair } from '../../support/simulatedPair.ts'

const pairs = Array.from({ length: 5 }, (_, i) => simulatedPair(groundToSpace, i))
const total = (image: FloatImage): number => image.data.reduce((a, b) => a + b, 0)
const plus = (image: FloatImage, level: number): FloatImage => ({ ...image, data: image.data.map(v => v + level) })
const blob = (side: number, sigma: number): FloatImage => ({
  width: side,
  height: side,
  data: Float32Array.from({ length: side * side }, (_, i) => {
    const x = (i % side) - side / 2
    const y = Math.floor(i / side) - side / 2 + 3
    return Math.exp(-0.5 * ((x / sigma) ** 2 + (y / (0.6 * sigma)) ** 2))
  }),
})

describe.each([
  ['a Gaussian PSF', gaussianPsf(4)],
  ['a Moffat PSF', moffatPsf(4, 3)],
])('deconvolution of %s', (_, psf) => {
  const sharp = blob(48, 3)
  const blurred = convolve(sharp, psf)

  it('recovers a blurred image without noise', () => {
    const before = mse(blurred, sharp)
    expect(mse(wiener(blurred, psf, 1e-5), sharp)).toBeLessThan(0.02 * before)
    expect(mse(richardsonLucy(blurred, psf, 100), sharp)).toBeLessThan(0.02 * before)
  })

  it('keeps the flux', () => {
    for (const image of [wiener(blurred, psf, 1e-3), richardsonLucy(blurred, psf, 20)]) {
      expect(Math.abs(total(image) / total(blurred) - 1)).toBeLessThan(2e-3)
    }
  })

  it('leaves a constant image, also a negative one, as it is', () => {
    for (const level of [5, -5]) {
      const flat = { width: 20, height: 17, data: new Float32Array(340).fill(level) }
      for (const image of [wiener(flat, psf, 0.01), richardsonLucy(flat, psf, 5)]) {
        for (const value of image.data) expect(value).toBeCloseTo(level, 4)
      }
    }
  })
})

describe('restoration', () => {
  it('by Wiener does not depend on the sky level', () => {
    const { lr } = pairs[0]
    const psf = gaussianPsf(4)
    const moved = plus(wiener(plus(lr, 50), psf, 0.03), -50)
    expect(Math.sqrt(mse(moved, wiener(lr, psf, 0.03)))).toBeLessThan(1e-4)
  })

  it('by Richardson-Lucy takes negative sky, and its series holds each step', () => {
    const { lr } = pairs[1]
    expect(Math.min(...lr.data)).toBeLessThan(0)
    const psf = gaussianPsf(4)
    const [two, five] = richardsonLucySeries(lr, psf, [2, 5])
    expect(two).toEqual(richardsonLucy(lr, psf, 2))
    expect(five).toEqual(richardsonLucy(lr, psf, 5))
    expect(five.data.every(Number.isFinite)).toBe(true)
  })

  it('by smoothing takes noise away and keeps the mean', () => {
    const random = createRandom(3)
    const noise = { width: 64, height: 64, data: Float32Array.from({ length: 4096 }, random.normal) }
    const smooth = gaussianDenoise(noise, 2)
    const rms = (image: FloatImage): number => Math.sqrt(image.data.reduce((s, v) => s + v * v, 0) / 4096)
    // White noise under a Gaussian of sigma s keeps 1 / (2 sqrt(pi) s) of its rms.
    expect(rms(smooth) / rms(noise)).toBeCloseTo(1 / (2 * Math.sqrt(Math.PI) * 2), 1)
    expect(gaussianDenoise(noise, 0)).toEqual(noise)
  })

  it('refuses NaN, no regularisation and no iteration', () => {
    const { lr } = pairs[0]
    const psf = gaussianPsf(3)
    const hurt = { ...lr, data: lr.data.map((v, i) => (i === 5 ? Number.NaN : v)) }
    expect(() => wiener(hurt, psf, 0.1)).toThrow(/finite/)
    expect(() => richardsonLucy(hurt, psf, 3)).toThrow(/finite/)
    expect(() => wiener(lr, psf, 0)).toThrow(/positive/)
    expect(() => richardsonLucy(lr, psf, 0)).toThrow(/iterations/)
  })
})

describe('baselines', () => {
  const score = (image: FloatImage, hr: FloatImage): number => psnr(mse(image, hr), 1)

  it('are five, of the size of the HR, and the flux-fitted one is the best line from bicubic', () => {
    const pair = pairs[2]
    const images = baselineNames.map(name => baselineImage(name, pair, 2))
    for (const image of images) expect([image.width, image.height]).toEqual([128, 128])
    const bicubic = upsample(pair.lr, 2, 'bicubic')
    expect(images.at(-1)).toEqual(bestAffineFit(bicubic, pair.hr).image)
    expect(score(images[4], pair.hr)).toBeGreaterThanOrEqual(score(bicubic, pair.hr))
  })

  it('are beaten by the tuned classical method on blurred, noisy lenses', () => {
    const tuned = tuneClassical(pairs.slice(0, 2), { factor: 2, peak: 1 })
    if (!tuned) throw new Error('nothing was tuned')
    expect(tuned.ranking.map(({ setting }) => setting.method).sort()).toEqual([
      'gaussian-denoise',
      'richardson-lucy',
      'wiener',
    ])
    expect(tuned.ranking[0]).toEqual({ setting: tuned.best, psnr: tuned.psnr })
    for (const pair of pairs.slice(2)) {
      const restored = score(classicalImage(tuned.best, pair.lr, 2), pair.hr)
      expect(restored).toBeGreaterThan(score(baselineImage('bicubic-affine', pair, 2), pair.hr))
      // Both deconvolutions gain, not only the better one.
      const bicubic = score(baselineImage('bicubic', pair, 2), pair.hr)
      for (const { setting } of tuned.ranking.filter(entry => entry.setting.method !== 'gaussian-denoise')) {
        expect(score(classicalImage(setting, pair.lr, 2), pair.hr)).toBeGreaterThan(bicubic + 1)
      }
    }
  })

  it('tune to what they then give, with flux as it is or fitted', () => {
    const few = pairs.slice(0, 2)
    const psfs = [{ label: 'seeing', psf: gaussianPsf(4.2) }]
    for (const flux of ['fixed', 'affine'] as const) {
      const tuned = tuneClassical(few, { factor: 2, peak: 1, flux, psfs })
      if (!tuned) throw new Error('nothing was tuned')
      const scores = few.map(({ lr, hr }) => {
        const image = classicalImage(tuned.best, lr, 2)
        return score(flux === 'affine' ? bestAffineFit(image, hr).image : image, hr)
      })
      expect((scores[0] + scores[1]) / 2).toBeCloseTo(tuned.psnr, 6)
    }
    expect(tuneClassical([], { factor: 2, peak: 1 })).toBeUndefined()
  })
})
