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

describe('the frame of a header', () => {
  it.each([
    [{ EQUINOX: 'J2000.0' }, 'fk5', 2000],
    [{ EPOCH: 'B1950' }, 'fk4', 1950],
    [{ EQUINOX: 0 }, 'icrs', null],
    [{ RADESYS: 'icrs', EPOCH: 1950 }, 'icrs', null],
    [{ CTYPE1: 'ELON-TAN', CTYPE2: 'ELAT-TAN', RADESYS: 'FK5', EQUINOX: 1990 }, 'ecliptic', 1990],
  ])('is found in %j', (cards, frame, equinox) => {
    expect(celestialWcs(cardsOf({ ...tan, ...cards }))).toMatchObject({ frame, equinox })
  })
})

describe('distortions', () => {
  const tpv = {
    CTYPE1: 'RA---TPV',
    CTYPE2: 'DEC--TPV',
    CRVAL1: 150,
    CRVAL2: 2,
    CD1_1: -0.01,
    CD1_2: 0.002,
    CD2_1: 0.001,
    CD2_2: 0.01,
    PV1_1: 1.01,
    PV1_4: 0.01,
    PV1_8: -0.003,
    PV2_1: 0.99,
    PV2_2: 0.02,
    PV2_6: 0.004,
  }

  it('of TPV act on degrees, in whatever form the linear part is written', () => {
    const { CD1_1, CD1_2, CD2_1, CD2_2, ...rest } = tpv
    const pc = { CDELT1: -0.5, CDELT2: 2, PC1_1: CD1_1 / -0.5, PC1_2: CD1_2 / -0.5, PC2_1: CD2_1 / 2, PC2_2: CD2_2 / 2 }
    const expected = celestialWcs(cardsOf(tpv))?.pixelToSky({ x: 60, y: -30 })
    expect(celestialWcs(cardsOf({ ...rest, ...pc }))?.pixelToSky({ x: 60, y: -30 })).toEqual({
      lon: expect.closeTo(expected?.lon ?? Number.NaN, 10),
      lat: expect.closeTo(expected?.lat ?? Number.NaN, 10),
    })
  })

  it('of TPV go with their axis where latitude comes first', () => {
    const exchanged = Object.fromEntries(
      Object.entries(tpv).map(([key, value]) => [key.replace(/[12](?=$|_\d$)/, n => (n === '1' ? '2' : '1')), value]),
    )
    const swapped = { ...exchanged, CD1_1: tpv.CD2_1, CD1_2: tpv.CD2_2, CD2_1: tpv.CD1_1, CD2_2: tpv.CD1_2 }
    expect(celestialWcs(cardsOf(swapped))?.pixelToSky({ x: 60, y: -30 })).toEqual(
      celestialWcs(cardsOf(tpv))?.pixelToSky({ x: 60, y: -30 }),
    )
  })

  it('have no inverse where they fold the image over', () => {
    const folding = { ...tan, A_ORDER: 2, B_ORDER: 2, A_2_0: -0.005 }
    const wcs = celestialWcs(cardsOf(folding))
    const inside = wcs?.pixelToSky({ x: 90, y: 40 })
    expect(inside && wcs?.skyToPixel(inside)).toEqual({ x: expect.closeTo(90, 7), y: expect.closeTo(40, 7) })
    const unreached = celestialWcs(cardsOf(tan))?.pixelToSky({ x: 200, y: 40 })
    expect(unreached && wcs?.skyToPixel(unreached)).toBeUndefined()
  })

  it.each([
    ['a table', { CPDIS1: 'LOOKUP' }, 'CPDIS1'],
    ['a detector table', { D2IMDIS1: 'LOOKUP' }, 'D2IMDIS1'],
    ['a plate solution', { AMDX1: 67.2 }, 'AMDX1'],
    ['a suffix', { CTYPE1: 'RA---TAN-TPD', CTYPE2: 'DEC--TAN-TPD' }, 'TPD'],
    ['a projection with a table', { CTYPE1: 'RA---TNX', CTYPE2: 'DEC--TNX' }, 'TNX'],
  ])('by %s are named and refused', (_, cards, name) => {
    expect(() => celestialWcs(cardsOf({ ...tan, ...cards }))).toThrow(
      expect.objectContaining({ code: 'unsupported', message: expect.stringContaining(name) }),
    )
  })
})

describe('a header that cannot be right', () => {
  it.each([
    ['CRVAL1', { CRVAL1: 'here' }],
    ['CD, PC or CDELT', { CDELT1: 0 }],
    ['CUNIT1', { CUNIT1: 'm' }],
    ['CUNIT2', { CUNIT2: 'constructor' }],
    ['different projections', { CTYPE2: 'DEC--SIN' }],
    ['EQUINOX', { EQUINOX: 20000 }],
    ['B_ORDER', { A_ORDER: 3 }],
    ['A_ORDER', { A_ORDER: 99, B_ORDER: 2 }],
  ])('is refused with the name of %s', (name, cards) => {
    expect(() => celestialWcs(cardsOf({ ...tan, ...cards }))).toThrow(
      expect.objectContaining({ code: 'bad-input', message: expect.stringContaining(name) }),
    )
  })

  it('is refused where its cards are no cards', () => {
    expect(() => celestialWcs(['CRVAL1 = 1'])).toThrow(/80 characters/)
  })

  it.each([
    ['RADESYS', { RADESYS: 'GAPPT' }, 'GAPPT'],
    ['CTYPE', { CTYPE1: 'SLON-TAN', CTYPE2: 'SLAT-TAN' }, 'SLON'],
  ])('or has a system by %s that is not known', (_, cards, name) => {
    expect(() => celestialWcs(cardsOf({ ...tan, ...cards }))).toThrow(
      expect.objectContaining({ code: 'unsupported', message: expect.stringContaining(name) }),
    )
  })
})

describe('a cube', () => {
  const cube = { ...tan, CTYPE3: 'FREQ', CRPIX3: 1, CRVAL3: 1.4e9, CDELT3: 1e6 }
  const { CTYPE1: _1, CTYPE2: _2, CTYPE3: _3, ...steps } = cube

  it('gives the sky of its planes, whichever axes those are', () => {
    const spectrumFirst = { ...steps, CTYPE1: 'FREQ', CTYPE2: 'RA---TAN', CTYPE3: 'DEC--TAN' }
    expect(celestialWcs(cardsOf(cube))?.pixelToSky({ x: 49.5, y: 39.5 })?.lon).toBeCloseTo(150, 12)
    expect(celestialWcs(cardsOf(spectrumFirst))).toBeUndefined()
    expect(celestialWcs(cardsOf(spectrumFirst), '', [2, 3])?.pixelToSky({ x: 39.5, y: 0 })?.lon).toBeCloseTo(2, 12)
  })

  it('whose sky turns from plane to plane is refused', () => {
    expect(() => celestialWcs(cardsOf({ ...cube, PC1_3: 0.1 }))).toThrow(/third pixel axis/)
  })
})
