import { AppError } from '../../domain/errors.ts'
import { pixelScaleArcsec, rescaleCards } from '../../domain/wcs/index.ts'
import { parseCard } from '../../formats/fits/card.ts'
import { buildCards, groupCards } from '../../formats/fits/cardBuilder.ts'
import { FitsHeader } from '../../formats/fits/header.ts'
import { historyCards, isProvenance, type ProductFacts } from './provenance.ts'

export interface ProductHeader {
  /** Of the input, with the cards that no longer hold changed or left out. */
  readonly cards: string[]
  readonly extraCards: string[]
  readonly warnings: string[]
}

/** Sections and image-to-detector maps in old pixels (IRAF and the archives' instrument keywords). */
const PIXEL_SECTIONS = /^((DATA|TRIM|BIAS|CCD|DET|AMP)SEC[A-Z]?|LTV\d|LTM\d_\d|ATV\d|ATM\d_\d)$/
/** Axes beyond the second: the product is one plane. */
const OUTER_AXES = /^((CTYPE|CRPIX|CRVAL|CDELT|CUNIT|CROTA|CNAME)[3-9][A-Z]?|(CD|PC)([3-9]_\d|\d_[3-9])[A-Z]?)$/
const WORLD_COORDINATES = /^(WCSAXES|(CTYPE|CRPIX|CRVAL|CDELT|CUNIT|CROTA)\d|(CD|PC)\d_\d|(PV|PS)\d_\d+)[A-Z]?$/
const SKY_FRAME = /^(RADESYS|EQUINOX|LONPOLE|LATPOLE|WCSNAME)[A-Z]?$|^(EPOCH|RADECSYS)$/
/** Polynomials of pixels (Shupe et al. 2005); tables of distortion lie in other HDUs, which a product does not have. */
const SIP = /^(A|B|AP|BP)_(ORDER|DMAX|\d_\d)$/
/** Side of a pixel, and its area, as archives write them beside the WCS. */
const PIXEL_SIDE = /^(PIXSCALE?|PIXSCAL[12]|SECPIX[12]?)$/
const PIXEL_AREA = /^(PIXAR_SR|PIXAR_A2)$/

/**
 * The header of a super-resolved FITS image: the input's, on the new pixel grid, and HISTORY of what was done by what.
 * An input without a header gets what is known, and no sky position is made up.
 */
export function productHeader(inputCards: readonly string[], facts: ProductFacts): ProductHeader {
  const { cards, warnings } = onNewGrid(inputCards, facts)
  const header = new FitsHeader(cards)
  const outputScale = facts.pixelScaleArcsec === null ? null : facts.pixelScaleArcsec / facts.factor
  const knowsScale = scaleOf(cards) !== undefined || header.keywords().some(keyword => PIXEL_SIDE.test(keyword))
  const extraCards = [
    ...(header.string('BUNIT') === undefined && facts.unit !== null && facts.calibrated
      ? buildCards('BUNIT', facts.unit, 'unit of the pixel values')
      : []),
    ...(!knowsScale && outputScale !== null ? buildCards('PIXSCALE', outputScale, '[arcsec] side of a pixel') : []),
    ...buildCards('DATE', facts.createdAt.slice(0, 19), 'when this file was written (UTC)'),
    ...historyCards(facts, [...facts.warnings, ...warnings]),
  ]
  return { cards, extraCards, warnings }
}

/**
 * The cards that say where the pixels of a plane of the input lie on the sky: for images on its own grid. None where its
 * world coordinates cannot be read.
 */
export function inputWorldCards(inputCards: readonly string[]): string[] {
  const plane = planeCards(inputCards)
  try {
    rescaleCards(plane, 1)
    return worldCards(plane)
  } catch (error) {
    if (error instanceof AppError) return []
    throw error
  }
}

/** The world coordinates among the cards of a header, card for card. */
export function worldCards(cards: readonly string[]): string[] {
  return cards.filter(card => {
    const { keyword, hasValue } = parseCard(card)
    return hasValue && (WORLD_COORDINATES.test(keyword) || SKY_FRAME.test(keyword) || SIP.test(keyword))
  })
}

/** The input's cards that hold for one plane of it with `factor` times the pixels a side, but for world coordinates. */
export function planeCards(inputCards: readonly string[], factor = 1): string[] {
  return groupCards(inputCards)
    .filter(({ keyword }) => !PIXEL_SECTIONS.test(keyword) && !OUTER_AXES.test(keyword) && !isProvenance(keyword))
    .flatMap(group => group.cards)
    .flatMap(card => resized(card, factor))
}

function onNewGrid(inputCards: readonly string[], facts: ProductFacts): { cards: string[]; warnings: string[] } {
  const pixels = planeCards(inputCards, facts.factor)
  try {
    return rescaleCards(pixels, facts.factor, facts.offset)
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return {
      cards: pixels.filter(card => !WORLD_COORDINATES.test(parseCard(card).keyword)),
      warnings: [`The input's world coordinates were left out, since they cannot be read. ${error.message}`],
    }
  }
}

function resized(card: string, factor: number): string[] {
  const { keyword, value, comment } = parseCard(card)
  if (keyword === 'WCSAXES') return buildCards(keyword, 2, comment)
  if (typeof value !== 'number') return [card]
  if (PIXEL_SIDE.test(keyword)) return buildCards(keyword, value / factor, comment)
  if (PIXEL_AREA.test(keyword)) return buildCards(keyword, value / factor ** 2, comment)
  return [card]
}

function scaleOf(cards: readonly string[]): number | undefined {
  try {
    return pixelScaleArcsec(cards)
  } catch (error) {
    if (error instanceof AppError) return undefined
    throw error
  }
}
