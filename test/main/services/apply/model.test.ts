import { describe, expect, it } from 'vitest'
import {
  conventionOfUnit,
  fluxCorrection,
  productConvention,
  redegradation,
  type TrainedModel,
} from '../../../../main/services/apply/model.ts'

const calibration = {
  calibrated: true,
  pixelScaleArcsec: 0.2,
  unit: 'electron/s',
  fluxConvention: 'sum',
  lrPsfFwhmArcsec: 0.8,
  hrPsfFwhmArcsec: 0.1,
} as const

const model = (changes: Partial<TrainedModel['calibration']> = {}): TrainedModel => ({
  calibration: { ...calibration, ...changes },
  fluxFactor: 4,
  offset: { dx: 0.5, dy: 0 },
  registered: false,
  factor: 2,
})

describe('what a pixel of a product is', () => {
  it('follows the input, never off by the number of pixels', () => {
    expect(fluxCorrection(model(), 'sum')).toBe(1)
    expect(fluxCorrection(model(), 'mean')).toBe(4)
    expect(fluxCorrection(model({ fluxConvention: 'mean' }), 'sum')).toBe(0.25)
    expect(productConvention(model(), 'mean')).toBe('mean')
  })

  it('is not claimed where training did not know it', () => {
    expect(productConvention(model({ fluxConvention: 'unknown' }), 'sum')).toBe('unknown')
    expect(fluxCorrection(model({ fluxConvention: 'unknown' }), 'sum')).toBe(1)
  })

  it.each([
    ['MJy/sr', 'mean'],
    ['mag/arcsec2', 'mean'],
    ['erg s-1 cm-2 arcsec-2', 'mean'],
    ['electron/s/pix', 'sum'],
    ['Jy/pixel', 'sum'],
    ['counts per pixel', 'sum'],
    ['Jy pixel-1', 'sum'],
    ['electron/s', undefined],
    ['Jy/beam', undefined],
    [null, undefined],
  ])('is by the unit %s: %s', (unit, convention) => {
    expect(conventionOfUnit(unit)).toBe(convention)
  })
})

describe('the way back from a product to its input', () => {
  const input = { pixelScaleArcsec: 0.2, fluxConvention: 'mean' } as const

  it('is by the PSFs of the training images, in output pixels, and by the convention of the input', () => {
    expect(redegradation(model(), input)).toEqual({
      factor: 2,
      hrPsfFwhmPixels: 1,
      lrPsfFwhmPixels: 8,
      fluxConvention: 'mean',
      offset: { dx: 0.5, dy: 0 },
    })
    expect(redegradation(model(), { ...input, pixelScaleArcsec: null })).toMatchObject({ factor: 2 })
  })

  it.each([
    [{ calibrated: false }, input, /no photometry/],
    [{ lrPsfFwhmArcsec: null }, input, /not all known/],
    [{ hrPsfFwhmArcsec: 0.9 }, input, /sharper/],
    [{ fluxConvention: 'unknown' as const }, input, /flux or brightness/],
    [{}, { ...input, pixelScaleArcsec: 0.3 }, /another pixel scale/],
  ])('is unknown with %j for %j', (changes, of, reason) => {
    expect(redegradation(model(changes), of)).toEqual({ missing: expect.stringMatching(reason) })
  })
})
