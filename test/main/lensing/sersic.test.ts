import { describe, expect, it } from 'vitest'
import { traceImage } from '../../../main/lensing/raytrace.ts'
import { logGamma, type Sersic, sersicB, sersicBrightness, sersicFlux } from '../../../main/lensing/sersic.ts'
import { brightnessAt } from '../../support/rays.ts'

const profile = (index: number, e1 = 0, e2 = 0): Sersic => ({
  amplitude: 3,
  radiusArcsec: 0.4,
  index,
  e1,
  e2,
  centreXArcsec: 0,
  centreYArcsec: 0,
})

/** Flux within R half-light radii of a round source, on a grid that is even in R^(1/n), where the profile is smooth. */
function fluxWithin(source: Sersic, radii: number): number {
  const brightness = sersicBrightness(source)
  const steps = 20_000
  const end = radii ** (1 / (2 * source.index))
  let sum = 0
  for (let i = 0; i < steps; i++) {
    const t = ((i + 0.5) / steps) * end
    const radius = source.radiusArcsec * t ** (2 * source.index)
    sum +=
      brightnessAt(brightness, radius, 0) * 2 * Math.PI * radius * ((2 * source.index * radius) / t) * (end / steps)
  }
  return sum
}

describe('a Sersic source', () => {
  it.each([0.5, 1, 2.3, 4, 8])('of index %f has the flux of the closed form, half of it within its radius', index => {
    const source = profile(index)
    const whole = fluxWithin(source, 40 ** (index < 2 ? 1 : index))
    expect(whole / sersicFlux(source)).toBeCloseTo(1, 5)
    expect(fluxWithin(source, 1) / sersicFlux(source)).toBeCloseTo(0.5, 5)
  })

  it('keeps its flux whatever its ellipticity, and in pixels', () => {
    for (const [e1, e2] of [
      [0, 0],
      [0.3, 0],
      [-0.1, 0.25],
    ]) {
      const source = profile(1, e1, e2)
      const grid = { pixels: 160, pixelScaleArcsec: 0.06, subsampling: 3 }
      const image = traceImage(grid, [], [sersicBrightness(source)])
      const flux = image.data.reduce((a, b) => a + b, 0) * 0.06 ** 2
      expect(flux / sersicFlux(source)).toBeCloseTo(1, 3)
    }
  })

  it('has its amplitude on the half-light ellipse, of the axes R sqrt(q) and R / sqrt(q)', () => {
    const brightness = sersicBrightness(profile(2.5, 0.2, 0))
    const q = 0.8 / 1.2
    expect(brightnessAt(brightness, 0.4 / Math.sqrt(q), 0)).toBeCloseTo(3, 12)
    expect(brightnessAt(brightness, 0, 0.4 * Math.sqrt(q))).toBeCloseTo(3, 12)
  })

  it('has b_n as scipy.special.gammaincinv(2 n, 0.5)', () => {
    // From scipy 1.17.1.
    const scipy: [number, number][] = [
      [0.5, 0.6931471805599455],
      [0.7, 1.0843715114653385],
      [1, 1.6783469900166612],
      [2, 3.672060748850897],
      [4, 7.669249442500804],
      [10, 19.66767242330567],
    ]
    for (const [index, b] of scipy) expect(sersicB(index)).toBeCloseTo(b, 11)
  })

  it('has factorials for its gamma function', () => {
    let factorial = 1
    for (let n = 1; n <= 20; n++) {
      expect(logGamma(n)).toBeCloseTo(Math.log(factorial), 12)
      factorial *= n
    }
    expect(logGamma(0.5)).toBeCloseTo(0.5 * Math.log(Math.PI), 13)
    expect(logGamma(9.999999999)).toBeCloseTo(logGamma(10.000000001), 7)
  })

  it('refuses radii and indices that make no profile', () => {
    for (const bad of [
      { radiusArcsec: 0 },
      { radiusArcsec: -1 },
      { index: 0.2 },
      { index: 11 },
      { index: Number.NaN },
    ]) {
      expect(() => sersicBrightness({ ...profile(1), ...bad })).toThrow(/Sersic source needs/)
      expect(() => sersicFlux({ ...profile(1), ...bad })).toThrow(/Sersic source needs/)
    }
  })
})
