import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { FloatImage } from '../../../main/domain/image.ts'
import { besselJ1 } from '../../../main/lensing/airy.ts'
import { type Psf, samplePsf } from '../../../main/lensing/camera.ts'
import type { SimulationConfig } from '../../../main/lensing/config.ts'
import { comovingDistanceMpc, solarEinsteinRadiusArcsec } from '../../../main/lensing/cosmology.ts'
import { studyPair } from '../../../main/lensing/presets.ts'
import { simulateSample } from '../../../main/lensing/simulate.ts'

type Scene = Pick<SimulationConfig, 'deflectors' | 'sources' | 'lensLight'>

/** Written by test/fixtures/lensing.py with lenstronomy, astropy and SciPy. */
const fixture: {
  grid: { hrPixels: number; hrPixelScaleArcsec: number; subsampling: number; zeroPointMag: number }
  galaxy: { width: number; height: number; image: string }
  scenes: { name: string; scene: Scene; image: string }[]
  seenScene: Scene
  seen: { psf: Psf; kernel: string; side: number; image: string }[]
  cosmologies: {
    hubbleConstant: number
    omegaMatter: number
    zLens: number
    zSource: number
    comovingMpc: number
    einsteinRadiusArcsec: number
  }[]
} = JSON.parse(readFileSync(new URL('../../fixtures/lensing.json', import.meta.url), 'utf8'))

const decoded = (base64: string): Float32Array =>
  new Float32Array(Uint8Array.from(Buffer.from(base64, 'base64')).buffer)
const { width, height, image } = fixture.galaxy
const images = { galaxy: { width, height, data: decoded(image) } }
const { zeroPointMag, ...grid } = fixture.grid

/** The scene without noise through a PSF, as the product makes it. */
function simulated(scene: Scene, psf: Psf): FloatImage {
  const config: SimulationConfig = {
    ...studyPair,
    ...grid,
    ...scene,
    products: 'single',
    hr: { psf, zeroPointMag, backgroundRms: 0, exposureSeconds: 0 },
  }
  return simulateSample(config, 1, 0, images).hr
}

/** The largest difference, in units of the largest expected value. */
function difference(found: Float32Array, expected: Float32Array): number {
  expect(found.length).toBe(expected.length)
  const peak = expected.reduce((a, b) => Math.max(a, b), 0)
  return found.reduce((worst, value, i) => Math.max(worst, Math.abs(value - expected[i]) / peak), 0)
}

describe('an image by lenstronomy', () => {
  it.each(fixture.scenes)('is what Subarc makes of the same: $name', ({ scene, image: expected }) => {
    expect(difference(simulated(scene, { kind: 'gaussian', fwhmArcsec: 0 }).data, decoded(expected))).toBeLessThan(2e-6)
  })

  it.each(fixture.seen)('is the same through the PSF $psf.kind', ({ psf, kernel, side, image: expected }) => {
    const own = samplePsf(psf, grid.hrPixelScaleArcsec, images).kernel()
    expect(own.width).toBe(side)
    expect(difference(own.data, decoded(kernel))).toBeLessThan(2e-6)
    expect(difference(simulated(fixture.seenScene, psf).data, decoded(expected))).toBeLessThan(2e-6)
  })
})

describe('distances and radii', () => {
  it.each(fixture.cosmologies)('are those of astropy for H0 = $hubbleConstant, Omega_m = $omegaMatter', given => {
    const { zLens, zSource } = given
    expect(comovingDistanceMpc(zSource, given) / given.comovingMpc).toBeCloseTo(1, 8)
    const radius = solarEinsteinRadiusArcsec(zLens, zSource, given) * 1e6
    expect(radius / given.einsteinRadiusArcsec).toBeCloseTo(1, 5)
  })

  it('come from a source behind the lens in a possible universe only', () => {
    const universe = { hubbleConstant: 70, omegaMatter: 0.3 }
    expect(() => solarEinsteinRadiusArcsec(1, 0.5, universe)).toThrow(/behind the lens/)
    expect(() => solarEinsteinRadiusArcsec(0.5, 1, { ...universe, omegaMatter: 2 })).toThrow(/Omega_m/)
  })
})

describe('the Bessel function J1', () => {
  it('has the values of SciPy', () => {
    // scipy.special.j1 of SciPy 1.17.
    const scipy: [number, number][] = [
      [0, 0],
      [0.1, 0.049937526036241998],
      [1, 0.44005058574493355],
      [3.8317059702075125, 0],
      [20, 0.06683312417584991],
      [100, -0.07714535201411216],
    ]
    for (const [x, value] of scipy) expect(besselJ1(x)).toBeCloseTo(value, 12)
  })
})
