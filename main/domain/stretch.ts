/** How values between the limits are spread over the colour map. */
export type StretchName = 'linear' | 'log' | 'sqrt' | 'asinh'

/** A rising map of [0, 1] onto [0, 1] and its inverse; values outside of [0, 1] are not clipped. */
export interface Stretch {
  readonly apply: (x: number) => number
  readonly invert: (y: number) => number
}

/** astropy's and DS9's exponent of the logarithmic stretch. */
const logExponent = 1000

/** astropy's default knee of the asinh stretch; DS9's asinh(10 x) / 3 is the same to 0.1 %. */
const asinhKnee = 0.1

/**
 * The stretches by astropy.visualization's formulas: log(a x + 1) / log(a + 1) with a = 1000, sqrt(x),
 * asinh(x / a) / asinh(1 / a) with a = 0.1.
 */
export const stretches: Readonly<Record<StretchName, Stretch>> = {
  linear: { apply: x => x, invert: y => y },
  log: {
    apply: x => Math.log1p(logExponent * Math.max(x, 0)) / Math.log1p(logExponent),
    invert: y => Math.expm1(y * Math.log1p(logExponent)) / logExponent,
  },
  sqrt: { apply: x => Math.sqrt(Math.max(x, 0)), invert: y => y * y },
  asinh: {
    apply: x => Math.asinh(x / asinhKnee) / Math.asinh(1 / asinhKnee),
    invert: y => asinhKnee * Math.sinh(y * Math.asinh(1 / asinhKnee)),
  },
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
