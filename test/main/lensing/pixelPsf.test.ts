import { describe, expect, it } from 'vitest'
import { gaussianPsf } from '../../../main/domain/psf.ts'
import type { Psf } from '../../../main/lensing/camera.ts'
import type { SimulationConfig } from '../../../main/lensing/config.ts'
import { pixelPsf } from '../../../main/lensing/pixelPsf.ts'
import { groundToSpace } from '../../../main/lensing/presets.ts'
import { degrade } from '../../../main/services/evaluations/consistency.ts'
import { simulatedPair } from '../../support/simulatedPair.ts'

describe('the PSF of an image with its pixels in it', () => {
  it('is the integral over each pixel', () => {
    const own = pixelPsf({ kind: 'gaussian', fwhmArcsec: 0.6 }, 0.168)
    const exact = gaussianPsf(0.6 / 0.168, own?.width, 'integrated')
    expect(own?.width).toBe(15)
    own?.data.forEach((value, i) => {
      expect(Math.abs(value - exact.data[i])).toBeLessThan(2e-3 * Math.max(...exact.data))
    })
  })

  it.each<[string, Psf]>([
    ['Moffat', { kind: 'moffat', fwhmArcsec: 0.7, beta: 3 }],
    ['Airy', { kind: 'airy', wavelengthNm: 800, diameterM: 0.35, obscuration: 0.3 }],
  ])('takes an HR image to the LR that was simulated through a PSF of the kind %s', (_, psf) => {
    const quiet = { backgroundRms: 0, exposureSeconds: 0 }
    const config: SimulationConfig = { ...groundToSpace, lr: { ...groundToSpace.lr, ...quiet, psf } }
    const { lr, hr, truth } = simulatedPair(config, 3)
    const scale = config.hrPixelScaleArcsec
    const [lrPsf, hrPsf] = [pixelPsf(psf, scale * config.factor), pixelPsf(truth.psfs.hr, scale)]
    const description = {
      factor: 2,
      hrPsfFwhmPixels: 0,
      lrPsfFwhmPixels: 0,
      fluxConvention: 'mean',
      offset: { dx: 0, dy: 0 },
    } as const
    const psfs = { lrPsf: lrPsf ?? null, hrPsf: hrPsf ?? null }
    const again = degrade(hr, description, { ...psfs, lrError: null, lrMask: null })
    const peak = Math.max(...lr.data)
    const worst = lr.data.reduce((most, value, i) => Math.max(most, Math.abs(value - again.data[i])), 0)
    expect(worst / peak).toBeLessThan(0.03)
  })

  it('is not known between the pixels of a measured one', () => {
    expect(pixelPsf({ kind: 'image', file: 'psf.fits' }, 0.1)).toBeUndefined()
  })
})
