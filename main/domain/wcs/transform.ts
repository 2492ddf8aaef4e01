import { AppError } from '../errors.ts'
import { type Card, numberOf, parseCard, withNumber } from './cards.ts'
import { isPixelDistortion } from './distortion/pixelDistortion.ts'

/** Header cards for the new pixel grid, and what they cannot say any more. */
interface RescaledCards {
  readonly cards: string[]
  readonly warnings: string[]
}

/** From old pixel coordinates to new ones, both counted from 1: (p - 0.5) factor + 0.5 + shift. */
interface NewGrid {
  readonly factor: number
  readonly shift: readonly [number, number]
}

/**
 * The header of an image with `factor` times the pixels a side on the same sky (FITS 4.0 sec. 8; Greisen & Calabretta
 * 2002, A&A 395, 1061). Pixel edges coincide, so CRPIX' = (CRPIX - 0.5) factor + 0.5; CDELT and CD are divided by the
 * factor, PC is a rotation and stays. `offset` is by how many output pixels the content lies to the right and above of
 * where the input showed it; it goes into CRPIX, so that sky positions hold. Alternative WCS (CRPIX1A, ...) and the map
 * to physical pixels (LTM, LTV) likewise, and SIP's coefficients, which are of pixels: A_p_q' = A_p_q factor^(1 - p - q).
 *
 * Distortion tables and plate solutions have a grid of their own and are left out, with a warning that names them. Values
 * that the input leaves to their default (CRPIX 0, CDELT 1) hold on its own grid alone, and are written out; cards whose
 * value stays are kept as they stand. Sizes (NAXIS) are the writer's. Throws `bad-input` for cards of another length than
 * 80, an impossible factor, or a WCS card without a number.
 */
export function rescaleCards(
  cards: readonly string[],
  factor: number,
  offset: { readonly dx: number; readonly dy: number } = { dx: 0, dy: 0 },
): RescaledCards {
  if (!(factor > 0) || !Number.isFinite(factor) || !Number.isFinite(offset.dx) || !Number.isFinite(offset.dy)) {
    throw new AppError('bad-input', `A header cannot be rescaled by ${factor} with offset ${offset.dx}, ${offset.dy}.`)
  }
  return onNewGrid(cards, { factor, shift: [offset.dx, offset.dy] })
}

/** The header of an image whose pixels are the means or sums of `factor` by `factor` ones: the inverse of `rescaleCards`. */
export function rebinCards(cards: readonly string[], factor: number): RescaledCards {
  if (!Number.isInteger(factor) || factor < 1) {
    throw new AppError('bad-input', `An image is rebinned by a whole number of pixels, not ${factor}.`, { factor })
  }
  return rescaleCards(cards, 1 / factor)
}

/**
 * The header of a part of an image: `x`, `y` is its lower left pixel, counted from zero; it may reach beyond the image.
 * NAXIS1 and NAXIS2 become `width` and `height` where they are there. Throws `bad-input` for what is no rectangle of pixels.
 */
export function cutoutCards(
  cards: readonly string[],
  { x, y, width, height }: { readonly x: number; readonly y: number; readonly width: number; readonly height: number },
): RescaledCards {
  if (![x, y, width, height].every(Number.isSafeInteger) || width < 1 || height < 1) {
    throw new AppError('bad-input', `A cutout is a rectangle of whole pixels, not ${width}x${height} at ${x}, ${y}.`)
  }
  const moved = onNewGrid(cards, { factor: 1, shift: [-x, -y] })
  return { ...moved, cards: moved.cards.map(text => resized(text, { NAXIS1: width, NAXIS2: height })) }
}

function resized(text: string, sizes: Readonly<Record<string, number>>): string {
  const card = parseCard(text)
  const size = card && sizes[card.keyword]
  if (!card || size === undefined) return text
  return `${card.keyword.padEnd(8)}= ${String(size).padStart(20)} ${card.comment}`.slice(0, 80).padEnd(80)
}

function onNewGrid(cards: readonly string[], grid: NewGrid): RescaledCards {
  const keywords = new Set(cards.flatMap(text => parseCard(text)?.keyword ?? []))
  const dropped = new Set([...keywords].filter(isPixelDistortion).map(keyword => keyword.replace(/\d+[A-Z]?$/, '')))
  const kept = [...cards, ...impliedCards(keywords)].flatMap((text): string[] => {
    const card = parseCard(text)
    if (!card) return [text]
    if (isPixelDistortion(card.keyword)) return []
    const change = changeOf(card.keyword, grid)
    if (!change) return [text]
    const number = numberOf(card)
    const changed = change(number)
    return [changed === number ? text : withNumber(card, changed)]
  })
  if (dropped.size === 0) return { cards: kept, warnings: [] }
  return {
    cards: kept,
    warnings: [
      `The input has distortions by table or plate (${[...dropped].join(', ')}). They do not hold on the new grid and were ` +
        'left out: positions may be off by the distortion.',
    ],
  }
}

/** What becomes of a card's number on the new grid; undefined where the card does not depend on pixels. */
function changeOf(keyword: string, { factor, shift }: NewGrid): ((number: number) => number) | undefined {
  const pixelAxis = /^CRPIX([12])[A-Z]?$/.exec(keyword)
  if (pixelAxis) return number => (number - 0.5) * factor + 0.5 + shift[Number(pixelAxis[1]) - 1]
  if (/^CDELT[12][A-Z]?$/.test(keyword) || /^CD\d_[12][A-Z]?$/.test(keyword)) return number => number / factor
  const rotation = /^PC(?:(\d)_(\d)[A-Z]?|00(\d)00(\d))$/.exec(keyword)
  if (rotation) return rotationChange(Number(rotation[1] ?? rotation[3]), Number(rotation[2] ?? rotation[4]), factor)
  const sip = /^[AB]P?_(\d)_(\d)$/.exec(keyword)
  if (sip) return number => number * factor ** (1 - Number(sip[1]) - Number(sip[2]))
  if (/^[AB]P?_DMAX$/.test(keyword)) return number => number * factor
  if (/^LTM[12]_[12]$/.test(keyword)) return number => number * factor
  const physical = /^LTV([12])$/.exec(keyword)
  return physical ? number => number * factor + 0.5 * (1 - factor) + shift[Number(physical[1]) - 1] : undefined
}

/** PC between the image's axes and others: CDELT of its row is divided where the row is 1 or 2, its pixels where the column is. */
function rotationChange(row: number, column: number, factor: number): ((number: number) => number) | undefined {
  if (row <= 2 === column <= 2) return undefined
  return row <= 2 ? number => number * factor : number => number / factor
}

/** The cards of the defaults of FITS 4.0 sec. 8.2 that a described axis relies on; CD has none of CDELT. */
function impliedCards(keywords: ReadonlySet<string>): string[] {
  const physical = [...keywords].some(keyword => /^(LTM[12]_[12]|LTV[12])$/.test(keyword))
  const implied = [...keywords].flatMap(keyword => {
    const axis = /^CTYPE([12][A-Z]?)$/.exec(keyword)?.[1]
    if (axis === undefined) return []
    const version = axis.slice(1)
    const hasMatrix = ['1_1', '1_2', '2_1', '2_2'].some(entry => keywords.has(`CD${entry}${version}`))
    return hasMatrix
      ? [{ keyword: `CRPIX${axis}`, number: 0 }]
      : [
          { keyword: `CRPIX${axis}`, number: 0 },
          { keyword: `CDELT${axis}`, number: 1 },
        ]
  })
  const map = physical ? { LTM1_1: 1, LTM2_2: 1, LTV1: 0, LTV2: 0 } : {}
  const all = [...implied, ...Object.entries(map).map(([keyword, number]) => ({ keyword, number }))]
  const blank: Omit<Card, 'keyword'> = { value: '', comment: '' }
  return all
    .filter(({ keyword }) => !keywords.has(keyword))
    .map(({ keyword, number }) => withNumber({ keyword, ...blank }, number))
}
