import { AppError } from '../../domain/errors.ts'
import { pixelScaleArcsec, rescaleCards } from '../../domain/wcs/index.ts'
import { parseCard } from '../../formats/fits/card.ts'
import { buildCards, commentaryCards } from '../../formats/fits/cardBuilder.ts'
import { FitsHeader } from '../../formats/fits/header.ts'

/** What a product's header tells of its making. */
export interface ProductFacts {
  readonly version: string
  readonly createdAt: string
  readonly inputName: string
  readonly factor: number
  readonly network: string
  readonly runName: string
  readonly runId: string
  readonly checkpoint: string
  readonly weightsSha256: string
  readonly datasetName: string
  readonly datasetHash: string
  readonly calibrated: boolean
  readonly fluxConvention: 'sum' | 'mean' | 'unknown'
  /** By how many output pixels the training HR images lay to the right and above of their LR images. */
  readonly offset: { readonly dx: number; readonly dy: number }
  /** Of the input, where its own header does not say. */
  readonly unit: string | null
  readonly pixelScaleArcsec: number | null
  readonly warnings: readonly string[]
}

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
    ...history(facts, [...facts.warnings, ...warnings]),
  ]
  return { cards, extraCards, warnings }
}

function onNewGrid(inputCards: readonly string[], facts: ProductFacts): { cards: string[]; warnings: string[] } {
  const kept = inputCards.filter(card => {
    const { keyword } = parseCard(card)
    return !PIXEL_SECTIONS.test(keyword) && !OUTER_AXES.test(keyword)
  })
  const pixels = kept.flatMap(card => resized(card, facts.factor))
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

const conventions = {
  sum: 'Pixel values are fluxes: their sum, not their level, is that of the input.',
  mean: 'Pixel values are surface brightnesses, as in the input.',
  unknown: 'Whether pixel values are fluxes or brightnesses is not recorded.',
}

function history(facts: ProductFacts, warnings: readonly string[]): string[] {
  const { dx, dy } = facts.offset
  const lines = [
    `Super-resolved ${facts.factor} times a side by Subarc ${facts.version} from ${facts.inputName}.`,
    `Network ${facts.network}, run "${facts.runName}" (${facts.runId}), checkpoint ${facts.checkpoint}.`,
    `Weights SHA-256:\n${facts.weightsSha256}`,
    `Trained on "${facts.datasetName}", SHA-256 of its content:\n${facts.datasetHash}`,
    'Detail beyond the resolution of the input is inferred from the training images, not observed.',
    conventions[facts.fluxConvention],
    ...(dx === 0 && dy === 0
      ? []
      : [`CRPIX holds the offset of the training images, ${dx.toFixed(3)}, ${dy.toFixed(3)} pixels.`]),
    ...(facts.calibrated ? [] : ['UNCALIBRATED: the training images had no photometry; fluxes mean nothing.']),
    ...warnings.map(warning => `WARNING: ${warning}`),
  ]
  return lines.flatMap(line => commentaryCards('HISTORY', line))
}
