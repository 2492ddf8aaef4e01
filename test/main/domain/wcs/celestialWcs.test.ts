import { describe, expect, it } from 'vitest'
import { celestialWcs } from '../../../../main/domain/wcs/index.ts'
import { cardsOf } from './card.ts'

const tan = {
  CTYPE1: 'RA---TAN',
  CTYPE2: 'DEC--TAN',
  CRPIX1: 50.5,
  CRPIX2: 40.5,
  CRVAL1: 150,
  CRVAL2: 2,
  CDELT1: -0.05 / 3600,
  CDELT2: 0.05 / 3600,
}

describe('the celestial WCS of a header', () => {
  it('places the reference pixel at CRVAL, counts from zero, and knows its frame and scale', () => {
    const wcs = celestialWcs(cardsOf(tan))
    expect(wcs).toMatchObject({ projection: 'TAN', frame: 'icrs', equinox: null })
    expect(wcs?.pixelScaleArcsec).toBeCloseTo(0.05, 12)
    expect(wcs?.pixelToSky({ x: 49.5, y: 39.5 })).toEqual({ lon: expect.closeTo(150, 12), lat: expect.closeTo(2, 12) })
    expect(wcs?.skyToPixel({ lon: 150, lat: 2 })).toEqual({ x: expect.closeTo(49.5, 8), y: expect.closeTo(39.5, 8) })
  })

  it('is undefined where the header has no celestial axes', () => {
    expect(celestialWcs([])).toBeUndefined()
    expect(celestialWcs(cardsOf({ CTYPE1: 'LINEAR', CTYPE2: 'DEC--TAN' }))).toBeUndefined()
    expect(celestialWcs(cardsOf(tan), 'A')).toBeUndefined()
  })

  it('names a projection it does not know, and never takes it as linear', () => {
    expect(() => celestialWcs(cardsOf({ ...tan, CTYPE1: 'RA---XYZ', CTYPE2: 'DEC--XYZ' }))).toThrow(
      expect.objectContaining({ code: 'unsupported', message: expect.stringContaining('XYZ') }),
    )
  })
})
