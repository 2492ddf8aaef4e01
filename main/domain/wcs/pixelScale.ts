import { type CardValues, cardValues } from './cards.ts'
import { matrixEntries } from './linear.ts'
import { determinant, type Matrix2 } from './matrix2.ts'
import { degreesIn } from './units.ts'

/**
 * Side of a pixel in arcsec, the square root of its area, by the linear part of the header's WCS (CD, PC, CROTA2, CDELT).
 * Undefined where the first two axes are no celestial ones, or not in an angular unit, or nothing gives their steps.
 * Throws `bad-input` for damaged cards.
 */
export function pixelScaleArcsec(cards: readonly string[]): number | undefined {
  const matrix = stepsInArcsec(cards)
  return matrix && length(Math.sqrt(Math.abs(determinant(matrix))))
}

/** The two sides of a pixel in arcsec, like `pixelScaleArcsec`. */
export function pixelScalesArcsec(cards: readonly string[]): { readonly x: number; readonly y: number } | undefined {
  const matrix = stepsInArcsec(cards)
  const x = matrix && length(Math.hypot(matrix.a, matrix.c))
  const y = matrix && length(Math.hypot(matrix.b, matrix.d))
  return x === undefined || y === undefined ? undefined : { x, y }
}

function stepsInArcsec(cards: readonly string[]): Matrix2 | undefined {
  const values = cardValues(cards)
  const [first, second] = [1, 2].map(axis => degreesIn(values.text(`CUNIT${axis}`)))
  if (first === undefined || second === undefined || ![1, 2].every(axis => isCelestial(values.text(`CTYPE${axis}`)))) {
    return undefined
  }
  if (!saysSteps(values)) return undefined
  const entry = matrixEntries(values, { lon: 1, lat: 2 }, '')
  return {
    a: entry(1, 1) * first * 3600,
    b: entry(1, 2) * first * 3600,
    c: entry(2, 1) * second * 3600,
    d: entry(2, 2) * second * 3600,
  }
}

/** Defaults alone (a degree a pixel) are nobody's pixel scale. */
function saysSteps(values: CardValues): boolean {
  if (values.has('CDELT1') && values.has('CDELT2')) return true
  return ['1_1', '1_2', '2_1', '2_2'].some(entry => values.has(`CD${entry}`) || values.has(`PC${entry}`))
}

function length(value: number): number | undefined {
  return value > 0 && Number.isFinite(value) ? value : undefined
}

/** A missing CTYPE is taken for celestial: old headers leave it out, and the scale alone is asked for. */
function isCelestial(type: string | undefined): boolean {
  return /^(RA--|DEC-|[EGHS]LON|[EGHS]LAT|[A-Z]{2}(LN|LT)|$)/.test(type?.trim() ?? '')
}
