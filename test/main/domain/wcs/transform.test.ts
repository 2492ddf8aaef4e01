import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { pixelScaleArcsec, rescaleCards } from '../../../../main/domain/wcs/index.ts'
import { bytesSource } from '../../../../main/formats/byteSource.ts'
import { openFits } from '../../../../main/formats/fits/file.ts'
import { noTestData, testData, testDataPath } from '../../../support/testData.ts'
import { card } from './card.ts'

const numbers = (cards: readonly string[]): Record<string, number> =>
  Object.fromEntries(cards.map(text => [text.slice(0, 8).trim(), Number(text.slice(10).split('/')[0])]))

/** Intermediate world coordinates of a pixel (FITS counting from 1) by the linear part of the WCS. */
function worldOf(cards: readonly string[], x: number, y: number): [number, number] {
  const v = numbers(cards)
  const dx = x - v.CRPIX1
  const dy = y - v.CRPIX2
  if ('CD1_1' in v) return [v.CD1_1 * dx + v.CD1_2 * dy, v.CD2_1 * dx + v.CD2_2 * dy]
  return [v.CDELT1 * (v.PC1_1 * dx + v.PC1_2 * dy), v.CDELT2 * (v.PC2_1 * dx + v.PC2_2 * dy)]
}

const entry = fc.double({ min: -1, max: 1, noNaN: true }).filter(v => Math.abs(v) > 1e-3)
const cdHeader = fc
  .tuple(entry, entry, entry, entry, entry, entry)
  .map(([a, b, c, d, x, y]) => [
    card('CRPIX1', 100 * x),
    card('CRPIX2', 100 * y),
    card('CD1_1', a / 3600),
    card('CD1_2', b / 3600),
    card('CD2_1', c / 3600),
    card('CD2_2', d / 3600),
  ])
const pcHeader = fc
  .tuple(entry, entry, entry, entry, entry, entry)
  .map(([a, b, c, d, x, y]) => [
    card('CRPIX1', 100 * x),
    card('CRPIX2', 100 * y),
    card('CDELT1', -a / 3600),
    card('CDELT2', b / 3600),
    card('PC1_1', c),
    card('PC1_2', -d),
    card('PC2_1', d),
    card('PC2_2', c),
  ])

describe('a header on a finer grid', () => {
  it('keeps the sky position of every point, also with an offset', () => {
    const place = fc.double({ min: -50, max: 150, noNaN: true })
    fc.assert(
      fc.property(
        fc.oneof(cdHeader, pcHeader),
        fc.integer({ min: 1, max: 8 }),
        fc.double({ min: -3, max: 3, noNaN: true }),
        fc.double({ min: -3, max: 3, noNaN: true }),
        place,
        place,
        (cards, factor, dx, dy, x, y) => {
          const { cards: rescaled, warnings } = rescaleCards(cards, factor, { dx, dy })
          const before = worldOf(cards, x, y)
          const after = worldOf(rescaled, (x - 0.5) * factor + 0.5 + dx, (y - 0.5) * factor + 0.5 + dy)
          expect(after[0]).toBeCloseTo(before[0], 12)
          expect(after[1]).toBeCloseTo(before[1], 12)
          expect(warnings).toEqual([])
          for (const text of rescaled) expect(text.length).toBe(80)
        },
      ),
    )
  })

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

  it('drops distortion that is a function of input pixels, and says so', () => {
    const grid = [card('CRPIX1', 0.5), card('CD1_1', 1)]
    const cards = [card('CTYPE1', 'RA---TAN-SIP'), ...grid, card('A_ORDER', 2), card('A_2_0', 1e-6), card('BP_1_1', 2)]
    const result = rescaleCards(cards, 2)
    expect(result.cards).toEqual([
      `CTYPE1  = '${'RA---TAN'.padEnd(12)}'`.padEnd(80),
      `CRPIX1  = ${'0.5'.padStart(20)}`.padEnd(80),
      `CD1_1   = ${'0.5'.padStart(20)}`.padEnd(80),
    ])
    expect(result.warnings).toEqual([expect.stringContaining('distortion')])
    expect(rescaleCards([card('PV1_7', 0.1)], 2)).toEqual({
      cards: [card('PV1_7', 0.1)],
      warnings: [expect.stringContaining('TPV')],
    })
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
      fc.property(fc.oneof(cdHeader, pcHeader), fc.integer({ min: 1, max: 8 }), (cards, factor) => {
        const before = pixelScaleArcsec(cards) ?? 0
        fc.pre(before > 0.1) // the area of a nearly flat pixel is lost in rounding
        const after = pixelScaleArcsec(rescaleCards(cards, factor).cards)
        expect(Math.abs(((after ?? 0) * factor) / before - 1)).toBeLessThan(1e-6)
      }),
    )
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
