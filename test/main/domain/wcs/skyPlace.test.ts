import { describe, expect, it } from 'vitest'
import { separationDeg, skyPlace } from '../../../../main/domain/wcs/index.ts'
import { cardsOf } from './card.ts'

const size = { width: 100, height: 80 }
const image = { CTYPE1: 'RA---TAN', CTYPE2: 'DEC--TAN', CRPIX1: 50.5, CRPIX2: 40.5, CDELT1: -1e-4, CDELT2: 1e-4 }

describe('the place of an image on the sky', () => {
  it('is its middle in ICRS and half its shorter side', () => {
    const here = skyPlace(cardsOf({ ...image, CRVAL1: 150, CRVAL2: 2 }), size)
    expect(here?.centre).toEqual({ lon: expect.closeTo(150, 10), lat: expect.closeTo(2, 10) })
    expect(here?.radiusDeg).toBeCloseTo(0.004, 12)
    const galactic = skyPlace(cardsOf({ ...image, CTYPE1: 'GLON-TAN', CTYPE2: 'GLAT-TAN' }), size)
    const centre = { lon: 266.40499, lat: -28.93617 }
    expect(galactic && separationDeg(galactic.centre, centre) * 3600).toBeLessThan(0.1)
  })

  it('is unknown without a WCS, and where the middle is off the sky', () => {
    expect(skyPlace([], size)).toBeUndefined()
    expect(skyPlace(cardsOf({ ...image, CTYPE1: 'RA---AIT', CTYPE2: 'DEC--AIT', CRPIX1: 1e8 }), size)).toBeUndefined()
  })
})

describe('the separation of two positions', () => {
  it('is exact for small and for large ones', () => {
    expect(separationDeg({ lon: 359.9999999, lat: 0 }, { lon: 0.0000001, lat: 0 })).toBeCloseTo(2e-7, 12)
    expect(separationDeg({ lon: 10, lat: 60 }, { lon: 10.0000001, lat: 60 })).toBeCloseTo(5e-8, 15)
    expect(separationDeg({ lon: 0, lat: 90 }, { lon: 123, lat: -90 })).toBeCloseTo(180, 6)
  })
})
