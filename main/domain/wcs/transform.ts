import { AppError } from '../errors.ts'
import { numberOf, parseCard, withNumber } from './cards.ts'

/** Header cards for the new pixel grid, and what they cannot say any more. */
interface RescaledCards {
  readonly cards: string[]
  readonly warnings: string[]
}

/**
 * The header of an image with `factor` times the pixels a side on the same sky (FITS 4.0 sec. 8; Greisen & Calabretta
 * 2002, A&A 395, 1061). Pixel edges coincide, so CRPIX' = (CRPIX - 0.5) factor + 0.5; CDELT and CD are divided by the
 * factor, PC is a rotation and stays. `offset` is by how many output pixels the content lies to the right and above of
 * where the input showed it; it goes into CRPIX, so that sky positions hold. Alternative WCS (CRPIX1A, ...) likewise.
 *
 * SIP polynomials and distortion tables are functions of input pixels: their cards are dropped, the -SIP suffix too, with
 * a warning. TPV's are functions of the sky coordinates before projection and stay, with a warning that nothing checked
 * them. Throws `bad-input` for cards of another length than 80, an impossible factor, or a WCS card without a number.
 * Values that the input leaves to their default (CRPIX 0, CDELT 1) hold on its own grid alone, and are written out.
 */
export function rescaleCards(
  cards: readonly string[],
  factor: number,
  offset: { readonly dx: number; readonly dy: number } = { dx: 0, dy: 0 },
): RescaledCards {
  if (!(factor > 0) || !Number.isFinite(factor) || !Number.isFinite(offset.dx) || !Number.isFinite(offset.dy)) {
    throw new AppError('bad-input', `A header cannot be rescaled by ${factor} with offset ${offset.dx}, ${offset.dy}.`)
  }
  const warnings: string[] = []
  const keywords = cards.flatMap(text => parseCard(text)?.keyword ?? [])
  const kept = [...cards, ...impliedCards(new Set(keywords))].flatMap((text): string[] => {
    const card = parseCard(text)
    if (!card) return [text]
    if (isPixelDistortion(card.keyword)) return []
    const axis = axisOf(card.keyword)
    if (/^CRPIX[12][A-Z]?$/.test(card.keyword)) {
      const shift = axis === 1 ? offset.dx : offset.dy
      return [withNumber(card, (numberOf(card) - 0.5) * factor + 0.5 + shift)]
    }
    if (/^CDELT[12][A-Z]?$/.test(card.keyword)) return [withNumber(card, numberOf(card) / factor)]
    if (/^CD[12]_[12][A-Z]?$/.test(card.keyword)) return [withNumber(card, numberOf(card) / factor)]
    if (/^CTYPE[12][A-Z]?$/.test(card.keyword)) return [text.replace('-SIP', '    ').slice(0, 80)]
    return [text]
  })
  if (keywords.some(isPixelDistortion)) {
    warnings.push(
      'The input has distortion terms in pixels (SIP or tables). They do not hold on the new grid and were left out: ' +
        'positions away from the reference pixel may be off by the distortion.',
    )
  }
  if (keywords.some(keyword => /^PV[12]_([5-9]|\d\d)[A-Z]?$/.test(keyword))) {
    warnings.push(
      'The input has TPV distortion terms. They are kept, since they do not depend on pixels, but were not checked.',
    )
  }
  return { cards: kept, warnings }
}

/** The cards of the defaults of FITS 4.0 sec. 8.2 that a described axis relies on; CD has none of CDELT. */
function impliedCards(keywords: ReadonlySet<string>): string[] {
  return [...keywords].flatMap(keyword => {
    const axis = /^CTYPE([12][A-Z]?)$/.exec(keyword)?.[1]
    if (axis === undefined) return []
    const version = axis.slice(1)
    const hasMatrix = ['1_1', '1_2', '2_1', '2_2'].some(entry => keywords.has(`CD${entry}${version}`))
    const crpix = { keyword: `CRPIX${axis}`, number: 0 }
    const cdelt = { keyword: `CDELT${axis}`, number: 1 }
    return (hasMatrix ? [crpix] : [crpix, cdelt])
      .filter(implied => !keywords.has(implied.keyword))
      .map(implied => withNumber({ keyword: implied.keyword, value: '', comment: '' }, implied.number))
  })
}

/**
 * Side of a pixel in arcsec, the square root of its area, from CD, or from CDELT with PC (or without: unit PC), or from
 * CDELT with CROTA2. Undefined where the header has no celestial WCS in degrees (or arcsec, arcmin by CUNIT).
 */
export function pixelScaleArcsec(cards: readonly string[]): number | undefined {
  const known = new Map(cards.flatMap(text => (card => (card ? [[card.keyword, card] as const] : []))(parseCard(text))))
  const value = (keyword: string): number | undefined => {
    const card = known.get(keyword)
    const number = card === undefined ? Number.NaN : Number(card.value.replace(/[dD]/, 'E'))
    return Number.isFinite(number) ? number : undefined
  }
  const units = [1, 2].map(axis => unitInArcsec(known.get(`CUNIT${axis}`)?.value))
  if (units[0] === undefined || units[1] === undefined) return undefined
  if (!isCelestial(known.get('CTYPE1')?.value) || !isCelestial(known.get('CTYPE2')?.value)) return undefined
  const unitArea = units[0] * units[1]

  const cd = ['CD1_1', 'CD1_2', 'CD2_1', 'CD2_2'].map(value)
  const fromMatrix = (m: readonly (number | undefined)[], diagonal: number): number =>
    Math.abs((m[0] ?? diagonal) * (m[3] ?? diagonal) - (m[1] ?? 0) * (m[2] ?? 0))
  if (cd.some(entry => entry !== undefined)) return side(fromMatrix(cd, 0) * unitArea)
  const pcEntries = ['PC1_1', 'PC1_2', 'PC2_1', 'PC2_2'].map(value)
  const implied = pcEntries.some(entry => entry !== undefined) ? 1 : undefined
  const cdelt1 = value('CDELT1') ?? implied
  const cdelt2 = value('CDELT2') ?? implied
  if (cdelt1 === undefined || cdelt2 === undefined) return undefined
  const pc = fromMatrix(pcEntries, 1)
  return side(Math.abs(cdelt1 * cdelt2) * pc * unitArea)
}

function side(area: number): number | undefined {
  return area > 0 && Number.isFinite(area) ? Math.sqrt(area) : undefined
}

/** FITS 4.0 sec. 8.2: degrees unless said otherwise. */
function unitInArcsec(value: string | undefined): number | undefined {
  const unit = (value ?? '').replace(/'/g, '').trim().toLowerCase()
  if (unit === '' || unit === 'deg') return 3600
  if (unit === 'arcmin') return 60
  return unit === 'arcsec' ? 1 : undefined
}

/** A missing CTYPE is taken for celestial: old headers leave it out, and the scale alone is asked for. */
function isCelestial(value: string | undefined): boolean {
  return value === undefined || /^'(RA--|DEC-|[EGHS]LON|[EGHS]LAT|[A-Z]{2}(LN|LT))/.test(value) || /^'\s*'$/.test(value)
}

/** SIP polynomials (Shupe et al. 2005) and distortion tables (WCS paper IV), which are functions of input pixels. */
function isPixelDistortion(keyword: string): boolean {
  return (
    /^(A|B|AP|BP)_(ORDER|DMAX|\d_\d)$/.test(keyword) || /^(CPDIS|CQDIS|DP|DQ|CPERR|CQERR|D2IM|AXISCORR)/.test(keyword)
  )
}

function axisOf(keyword: string): number {
  return keyword.startsWith('CRPIX1') ? 1 : 2
}
