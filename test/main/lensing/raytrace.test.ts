import { describe, expect, it } from 'vitest'
import { traceImage } from '../../../main/lensing/raytrace.ts'
import { sersicBrightness } from '../../../main/lensing/sersic.ts'
import { shearDeflector } from '../../../main/lensing/shear.ts'
import { sieDeflector } from '../../../main/lensing/sie.ts'

const grid = { pixels: 160, pixelScaleArcsec: 0.025, subsampling: 2 }
const small = { amplitude: 1, radiusArcsec: 0.03, index: 1, e1: 0, e2: 0, centreXArcsec: 0, centreYArcsec: 0 }
const arcsec = (i: number): number => (i - 79.5) * 0.025

describe('a traced image', () => {
  it.each([0.8, 1.28, 1.6])('shows an aligned source as a ring of the Einstein radius, %f arcsec', radius => {
    const lens = sieDeflector({ einsteinRadiusArcsec: radius, e1: 0, e2: 0 })
    const image = traceImage(grid, [lens], [sersicBrightness(small)])
    let flux = 0
    let fluxOverRadius = 0
    let moment = 0
    image.data.forEach((value, i) => {
      const [x, y] = [arcsec(i % 160), arcsec(Math.floor(i / 160))]
      flux += value
      fluxOverRadius += value / Math.hypot(x, y)
      moment += value * x
    })
    // Around the ring brightness is even in r - theta_E: this mean has no bias from the longer outer circles.
    expect(flux / fluxOverRadius).toBeCloseTo(radius, 3)
    expect(moment / flux).toBeCloseTo(0, 6)
  })

  it('is the source itself without a deflector, row 0 at the bottom', () => {
    const source = { ...small, radiusArcsec: 0.1, centreXArcsec: 0.5, centreYArcsec: -0.75 }
    const { data } = traceImage(grid, [], [sersicBrightness(source)])
    const brightest = data.indexOf(Math.max(...data))
    expect(Math.abs(arcsec(brightest % 160) - 0.5)).toBeLessThan(0.025)
    expect(Math.abs(arcsec(Math.floor(brightest / 160)) + 0.75)).toBeLessThan(0.025)
  })

  it('is the mean over the pixels of a finer one', () => {
    const lens = [sieDeflector({ einsteinRadiusArcsec: 0.8, e1: 0.1, e2: 0.1 }), shearDeflector(0.03, 0.01)]
    const source = [sersicBrightness({ ...small, radiusArcsec: 0.2, centreXArcsec: 0.1 })]
    const coarse = traceImage({ pixels: 20, pixelScaleArcsec: 0.2, subsampling: 4 }, lens, source)
    const fine = traceImage({ pixels: 80, pixelScaleArcsec: 0.05, subsampling: 1 }, lens, source)
    coarse.data.forEach((value, i) => {
      const [x, y] = [4 * (i % 20), 4 * Math.floor(i / 20)]
      let sum = 0
      for (let v = 0; v < 4; v++) for (let u = 0; u < 4; u++) sum += fine.data[(y + v) * 80 + x + u]
      expect(value).toBeCloseTo(sum / 16, 5)
    })
  })

  it('holds a small source behind a round lens magnified by 2 theta_E / beta, where both images are seen', () => {
    const source = { ...small, radiusArcsec: 0.05, centreXArcsec: 0.4 }
    const flux = (lens: ReturnType<typeof sieDeflector>[]): number =>
      traceImage(grid, lens, [sersicBrightness(source)]).data.reduce((a, b) => a + b, 0)
    const magnification = flux([sieDeflector({ einsteinRadiusArcsec: 0.9, e1: 0, e2: 0 })]) / flux([])
    // The source's size adds its mean of 1 / beta over the disc: (R_e / beta)^2 of it, 2 percent here.
    expect(Math.abs(magnification / ((2 * 0.9) / 0.4) - 1)).toBeLessThan(0.03)
  })
})
