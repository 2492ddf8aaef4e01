import { AppError } from './errors.ts'
import { percentileOfSorted } from './stats.ts'

/** How values between the limits are spread over the colour map. `histeq` needs the image: `equalizationTable`. */
export const STRETCH_NAMES = ['linear', 'log', 'power', 'sqrt', 'squared', 'asinh', 'sinh', 'histeq'] as const
export type StretchName = (typeof STRETCH_NAMES)[number]

/** A rising map of [0, 1] onto [0, 1] and its inverse; values outside of [0, 1] are not clipped. */
export interface Stretch {
  readonly apply: (x: number) => number
  readonly invert: (y: number) => number
}

/** astropy's and DS9's exponent of the logarithmic and of the power stretch. */
const exponent = 1000

/** astropy's default knee of the asinh stretch; DS9's asinh(10 x) / 3 is the same to 0.1 %. */
const asinhKnee = 0.1

/** astropy's default knee of the sinh stretch; DS9's sinh(3 x) / 10 is the same to 0.2 %. */
const sinhKnee = 1 / 3

/**
 * The stretches by astropy.visualization's formulas: log(a x + 1) / log(a + 1) and (a^x - 1) / (a - 1) with a = 1000,
 * sqrt(x), x^2, asinh(x / a) / asinh(1 / a) with a = 0.1, sinh(x / a) / sinh(1 / a) with a = 1/3.
 */
export const stretches: Readonly<Record<Exclude<StretchName, 'histeq'>, Stretch>> = {
  linear: { apply: x => x, invert: y => y },
  log: {
    apply: x => Math.log1p(exponent * Math.max(x, 0)) / Math.log1p(exponent),
    invert: y => Math.expm1(y * Math.log1p(exponent)) / exponent,
  },
  power: {
    apply: x => (exponent ** x - 1) / (exponent - 1),
    invert: y => Math.log1p(y * (exponent - 1)) / Math.log(exponent),
  },
  sqrt: { apply: x => Math.sqrt(Math.max(x, 0)), invert: y => y * y },
  squared: { apply: x => x * x, invert: y => Math.sqrt(Math.max(y, 0)) },
  asinh: {
    apply: x => Math.asinh(x / asinhKnee) / Math.asinh(1 / asinhKnee),
    invert: y => asinhKnee * Math.sinh(y * Math.asinh(1 / asinhKnee)),
  },
  sinh: {
    apply: x => Math.sinh(x / sinhKnee) / Math.sinh(1 / sinhKnee),
    invert: y => sinhKnee * Math.asinh(y * Math.sinh(1 / sinhKnee)),
  },
}

/** Entries of an equalisation's table: more than a screen has shades, few enough for a texture one row high. */
export const EQUALIZATION_ENTRIES = 1024

/**
 * The values at even ranks of an image, rising: what histogram equalisation needs of it. With no more values than
 * entries it is the values themselves. Throws `bad-input` for values of which none is given.
 *
 * @param sorted finite values in ascending order
 */
export function equalizationTable(sorted: ArrayLike<number>, entries = EQUALIZATION_ENTRIES): Float32Array {
  if (sorted.length === 0) throw new AppError('bad-input', 'An image without any value has no histogram to equalise.')
  if (sorted.length <= entries) return Float32Array.from(sorted)
  return Float32Array.from({ length: entries }, (_, i) => percentileOfSorted(sorted, (100 * i) / (entries - 1)))
}

/** The share of values that are not larger, between ranks linearly, as numpy.interp; 0 to 1. */
export function rankOf(table: ArrayLike<number>, value: number): number {
  const last = table.length - 1
  if (last < 1 || value >= table[last]) return 1
  if (value < table[0]) return 0
  // The last entry that is not larger.
  let low = 0
  let high = last
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if (table[middle] <= value) low = middle
    else high = middle
  }
  return (low + (value - table[low]) / (table[high] - table[low])) / last
}

/**
 * Histogram equalisation between two limits: a value's rank among those of the image between them. With the image's
 * extremes for limits it is astropy's HistEqStretch. Its inverse undoes it where the image has values.
 */
export function equalization(table: ArrayLike<number>, low: number, high: number): Stretch {
  const first = low <= table[0] ? 0 : rankOf(table, low)
  const span = Math.max(rankOf(table, high) - first, Number.EPSILON)
  return {
    apply: x => Math.min(1, Math.max(0, (rankOf(table, low + x * (high - low)) - first) / span)),
    invert: y => {
      const at = Math.min(1, Math.max(0, first + y * span)) * (table.length - 1)
      const below = Math.floor(at)
      const above = Math.min(below + 1, table.length - 1)
      return (table[below] + (at - below) * (table[above] - table[below]) - low) / (high - low)
    },
  }
}

/** An image value's place on the colour map, 0 to 1, clipped to the limits; NaN stays NaN. */
export function stretchedPosition(value: number, low: number, high: number, stretch: Stretch): number {
  const x = high > low ? (value - low) / (high - low) : value > high ? 1 : value < low ? 0 : 0.5
  if (Number.isNaN(value)) return Number.NaN
  return stretch.apply(Math.min(Math.max(x, 0), 1))
}

/** The image value at a place on the colour map: what a colour bar's ticks say. */
export function valueAtPosition(position: number, low: number, high: number, stretch: Stretch): number {
  return low + (high - low) * stretch.invert(Math.min(Math.max(position, 0), 1))
}
