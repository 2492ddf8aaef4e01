import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  celestialWcs,
  cutoutCards,
  pixelScaleArcsec,
  pixelScalesArcsec,
  rebinCards,
  rescaleCards,
} from '../../../../main/domain/wcs/index.ts'
import type { PixelPosition } from '../../../../main/domain/wcs/types.ts'
import { bytesSource } from '../../../../main/formats/byteSource.ts'
import { openFits } from '../../../../main/formats/fits/file.ts'
import { noTestData, testData, testDataPath } from '../../../support/testData.ts'
import { anyHeader } from './anyHeader.ts'
import { card, cardsOf } from './card.ts'
import { distance } from './distance.ts'

const numbers = (cards: readonly string[]): Record<string, number> =>
  Object.fromEntries(cards.map(text => [text.slice(0, 8).trim(), Number(text.slice(10).split('/')[0])]))

/** The furthest apart, in degrees, that two headers place points of an image; what one does not show, the other must not. */
function furthest(
  before: readonly string[],
  after: readonly string[],
  place: (p: PixelPosition) => PixelPosition,
): number {
  const [from, to] = [celestialWcs(before), celestialWcs(after)]
  if (!from || !to) throw new Error('no WCS')
  const misses = POINTS.map(point => {
    const [a, b] = [from.pixelToSky(point), to.pixelToSky(place(point))]
    if (!a || !b) return a === b ? 0 : 180
    return distance([a.lon, a.lat], [b.lon, b.lat])
  })
  return Math.max(...misses)
}

const POINTS = [0, 20.25, 99].flatMap(x => [-5, 40, 80.5].map(y => ({ x, y })))

describe('a header on another grid keeps every point of the image on the sky, to 1e-9 degrees,', () => {
  it('when it is made finer, also with an offset', () => {
    const shift = fc.double({ min: -3, max: 3, noNaN: true })
    fc.assert(
      fc.property(anyHeader, fc.integer({ min: 1, max: 8 }), shift, shift, (cards, factor, dx, dy) => {
        const { cards: finer, warnings } = rescaleCards(cards, factor, { dx, dy })
        const place = ({ x, y }: PixelPosition) => ({
          x: (x + 0.5) * factor - 0.5 + dx,
          y: (y + 0.5) * factor - 0.5 + dy,
        })
        expect(furthest(cards, finer, place)).toBeLessThan(1e-9)
        expect(warnings).toEqual([])
        expect(finer.every(text => text.length === 80)).toBe(true)
      }),
    )
  })

  it('when pixels are binned', () => {
    fc.assert(
      fc.property(anyHeader, fc.integer({ min: 1, max: 8 }), (cards, factor) => {
        const place = ({ x, y }: PixelPosition) => ({ x: (x + 0.5) / factor - 0.5, y: (y + 0.5) / factor - 0.5 })
        expect(furthest(cards, rebinCards(cards, factor).cards, place)).toBeLessThan(1e-9)
      }),
    )
  })

  it('when a part is cut out', () => {
    const corner = fc.integer({ min: -40, max: 60 })
    fc.assert(
      fc.property(anyHeader, corner, corner, (cards, x, y) => {
        const part = cutoutCards(cards, { x, y, width: 20, height: 30 }).cards
        expect(furthest(cards, part, point => ({ x: point.x - x, y: point.y - y }))).toBeLessThan(1e-9)
      }),
    )
  })

  it('in an alternative WCS too, and in a cube whose other axis leans on the image', () => {
    const cards = cardsOf({
      CTYPE1A: 'GLON-TAN',
      CTYPE2A: 'GLAT-TAN',
      CD1_1A: -1e-4,
      CD2_2A: 1e-4,
      CTYPE1: 'RA---TAN',
      CTYPE2: 'DEC--TAN',
      CDELT1: -1e-4,
      CDELT2: 1e-4,
      CTYPE3: 'WAVE',
      CDELT3: 5,
      PC3_1: 0.5,
    })
    const finer = rescaleCards(cards, 2).cards
    const [before, after] = [cards, finer].map(header => celestialWcs(header, 'A'))
    expect(after?.pixelToSky({ x: 20.5, y: 40.5 })).toEqual(before?.pixelToSky({ x: 10, y: 20 }))
    expect(numbers(finer)).toMatchObject({ CDELT3: 5, PC3_1: 0.25, CRPIX1: -0.5, CRPIX2A: -0.5 })
  })
})

describe('a cutout', () => {
  it('keeps cards as they stand that do not change', () => {
    const kept = ['CD1_1   = -4.60D-08 / as it came'.padEnd(80), 'CRPIX2  = 5E0'.padEnd(80)]
    expect(cutoutCards(kept, { x: 3, y: 0, width: 2, height: 2 }).cards).toEqual(kept)
  })

  it('has its own size, and is a rectangle of pixels', () => {
    const cards = [card('NAXIS1', 100, 'columns'), card('NAXIS2', 90), card('CRPIX1', 50), card('CRPIX2', 40.5)]
    expect(numbers(cutoutCards(cards, { x: 10, y: -5, width: 20, height: 30 }).cards)).toEqual({
      NAXIS1: 20,
      NAXIS2: 30,
      CRPIX1: 40,
      CRPIX2: 45.5,
    })
    expect(() => cutoutCards(cards, { x: 0.5, y: 0, width: 20, height: 30 })).toThrow(/whole pixels/)
    expect(() => cutoutCards(cards, { x: 0, y: 0, width: 0, height: 30 })).toThrow(/whole pixels/)
    expect(() => rebinCards(cards, 1.5)).toThrow(/whole number/)
  })
})

describe('a header on a finer grid', () => {
  it('changes these cards and no others', () => {
    const cards = [
      card('NAXIS1', 64),
      card('CTYPE1', 'RA---TAN'),
      card('CRPIX1', 32.5, 'reference pixel'),
      card('CRPIX2A', 0.5),
      card('CDELT1', -4.6e-5, 'degrees a pixel'),
      card('PC1_1', 1),
      card('CRVAL1', 150.1),
      'COMMENT CDELT1  = 5 is not a card'.padEnd(80),
      'HIERARCH CDELT1 = 3'.padEnd(80),
    ]
    const expected = [...cards]
    expected[2] = card('CRPIX1', '', '')
      .replace(/=.*/, `= ${'64.5'.padStart(20)} / reference pixel`)
      .padEnd(80)
    expected[3] = `CRPIX2A = ${'0.5'.padStart(20)}`.padEnd(80)
    expected[4] = `CDELT1  = ${'-0.000023'.padStart(20)} / degrees a pixel`.padEnd(80)
    expect(rescaleCards(cards, 2).cards).toEqual(expected)
  })

  it('reads and writes exponents of either letter', () => {
    const text = 'CD1_1   =              -4.6D-08'.padEnd(80)
    expect(rescaleCards([text], 2).cards).toEqual([`CD1_1   = ${'-2.3E-8'.padStart(20)}`.padEnd(80)])
  })

  it('writes out the defaults that the input relies on, since they hold on its own grid alone', () => {
    const pc = [card('CTYPE1', 'RA---TAN'), card('CTYPE2', 'DEC--TAN'), card('PC1_1', 2e-5), card('PC2_2', 2e-5)]
    const { cards } = rescaleCards(pc, 2)
    expect(cards.slice(0, 4)).toEqual(pc)
    expect(numbers(cards.slice(4))).toEqual({ CRPIX1: -0.5, CRPIX2: -0.5, CDELT1: 0.5, CDELT2: 0.5 })
    expect(pixelScaleArcsec(pc)).toBeCloseTo(0.072, 9)
    expect(pixelScaleArcsec(cards)).toBeCloseTo(0.036, 9)
    const alternative = rescaleCards([card('CTYPE2B', 'DEC--TAN'), card('CD2_2B', 2e-5)], 4).cards
    expect(numbers(alternative)).toMatchObject({ CD2_2B: 5e-6, CRPIX2B: -1.5 })
    expect(rescaleCards([card('NAXIS', 2)], 2).cards).toEqual([card('NAXIS', 2)])
  })

  it('scales SIP with the pixels, and keeps what is of the sky', () => {
    const cards = [card('CTYPE1', 'RA---TAN-SIP'), card('CRPIX1', 0.5), card('CD1_1', 1), card('PV1_7', 0.1)]
    const sip = [card('A_ORDER', 3), card('A_2_0', 0.5), card('BP_1_2', 4), card('AP_0_0', 2), card('A_DMAX', 1.5)]
    expect(rescaleCards([...cards, ...sip], 2)).toEqual({
      cards: [
        cards[0],
        `CRPIX1  = ${'0.5'.padStart(20)}`.padEnd(80),
        `CD1_1   = ${'0.5'.padStart(20)}`.padEnd(80),
        cards[3],
        sip[0],
        `A_2_0   = ${'0.25'.padStart(20)}`.padEnd(80),
        `BP_1_2  = ${'1.0'.padStart(20)}`.padEnd(80),
        `AP_0_0  = ${'4.0'.padStart(20)}`.padEnd(80),
        `A_DMAX  = ${'3.0'.padStart(20)}`.padEnd(80),
      ],
      warnings: [],
    })
  })

  it('leaves out distortion tables, and names them', () => {
    const cards = [card('CPDIS1', 'LOOKUP'), card('DP1', 'EXTVER: 1'), card('D2IMDIS2', 'LOOKUP'), card('DPRATE', 3)]
    expect(rescaleCards(cards, 2)).toEqual({
      cards: [cards[3]],
      warnings: [expect.stringContaining('CPDIS, DP, D2IMDIS')],
    })
  })

  it('keeps the map to physical pixels', () => {
    const cards = [card('LTV1', -99), card('LTM1_1', 0.5)]
    const { cards: rescaled } = rescaleCards(cards, 2, { dx: 3, dy: 0 })
    // Image pixel = LTM physical + LTV: pixel 1's centre was physical 200, and is now pixel 4.5.
    expect(numbers(rescaled)).toEqual({ LTV1: -195.5, LTM1_1: 1, LTV2: -0.5, LTM2_2: 2 })
  })

  it('refuses what is not a header', () => {
    expect(() => rescaleCards(['CRPIX1 = 1'], 2)).toThrow(/80 characters/)
    expect(() => rescaleCards([card('CRPIX1', 'left')], 2)).toThrow(/not a number/)
    expect(() => rescaleCards([], 0)).toThrow(/cannot be rescaled/)
  })
})

describe('the pixel scale', () => {
  it('is read from CD, from CDELT with PC, and from CDELT alone', () => {
    expect(pixelScaleArcsec([card('CD1_1', -1e-5), card('CD2_2', 1e-5)])).toBeCloseTo(0.036, 9)
    const turned = [card('CD1_1', 6e-6), card('CD1_2', 8e-6), card('CD2_1', -8e-6), card('CD2_2', 6e-6)]
    expect(pixelScaleArcsec(turned)).toBeCloseTo(0.036, 9)
    const cdelt = [card('CDELT1', -2e-5), card('CDELT2', 2e-5)]
    expect(pixelScaleArcsec(cdelt)).toBeCloseTo(0.072, 9)
    const pc = [card('PC1_1', 0.6), card('PC1_2', -0.8), card('PC2_1', 0.8), card('PC2_2', 0.6)]
    expect(pixelScaleArcsec([...cdelt, ...pc])).toBeCloseTo(0.072, 9)
  })

  it('is halved by a rescaling of two', () => {
    fc.assert(
      fc.property(anyHeader, fc.integer({ min: 1, max: 8 }), (cards, factor) => {
        const before = pixelScaleArcsec(cards) ?? Number.NaN
        const after = pixelScaleArcsec(rescaleCards(cards, factor).cards) ?? Number.NaN
        expect(Math.abs((after * factor) / before - 1)).toBeLessThan(1e-9)
      }),
    )
  })

  it('is that of each axis', () => {
    const cards = [card('CDELT1', -2e-5), card('CDELT2', 1e-5), card('CROTA2', 30)]
    expect(pixelScalesArcsec(cards)).toEqual({ x: expect.closeTo(0.072, 12), y: expect.closeTo(0.036, 12) })
    expect(pixelScaleArcsec(cards)).toBeCloseTo(0.072 / Math.SQRT2, 12)
    expect(pixelScalesArcsec([])).toBeUndefined()
  })

  it('follows CUNIT, and is unknown where there is no celestial WCS', () => {
    const arcsec = [card('CUNIT1', 'arcsec'), card('CUNIT2', 'arcsec'), card('CDELT1', 0.05), card('CDELT2', 0.05)]
    expect(pixelScaleArcsec(arcsec)).toBeCloseTo(0.05, 12)
    expect(pixelScaleArcsec([])).toBeUndefined()
    expect(pixelScaleArcsec([card('CUNIT1', 'nm'), card('CDELT1', 1), card('CDELT2', 1)])).toBeUndefined()
    expect(pixelScaleArcsec([card('CTYPE1', 'WAVE'), card('CDELT1', 1), card('CDELT2', 1)])).toBeUndefined()
    expect(pixelScaleArcsec([card('CD1_1', 0), card('CD2_2', 0)])).toBeUndefined()
  })

  // sqrt(proj_plane_pixel_area(WCS(header).celestial)) * 3600 by astropy 8.0.2; None where it finds no celestial WCS.
  it.skipIf(testData === undefined).each([
    ['CFHTLS_test/g.fits', 0.1860000044039999],
    ['KiDS_test/r.fits', 0.20000000296800016],
    ['PS1_test/i.fits', 0.20000000222279363],
    ['VICS82_test/Ks.fits', 0.20159999999999983],
    ['cosmos_acs_galaxies/0001_150.329073_2.139497_acs_I_mosaic_30mas_sci.fits', 0.02999999880000002],
    ['slacs0946+1006_HST/data.fits', undefined],
    ['coolest_mock/obs.fits', undefined],
  ])(`of the real image %s is astropy's${noTestData}`, async (name, expected) => {
    const file = await openFits(bytesSource(readFileSync(testDataPath('fits-lenses', name))))
    const { cards } = file.hdus[0].header
    const halved = pixelScaleArcsec(rescaleCards(cards, 2).cards)
    if (expected === undefined) expect([pixelScaleArcsec(cards), halved]).toEqual([undefined, undefined])
    else {
      expect(pixelScaleArcsec(cards)).toBeCloseTo(expected, 12)
      expect(halved).toBeCloseTo(expected / 2, 12)
    }
  })
})
