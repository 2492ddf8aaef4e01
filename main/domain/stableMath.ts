/*
 * exp and log from additions, multiplications and divisions alone. ECMAScript leaves the last bits of Math.exp and
 * Math.log to the engine; seeded sequences must not change with it.
 */

const log2High = 0.6931471803691238 // ln 2 split in two, so that multiples of the upper part are exact
const log2Low = 1.9082149292705877e-10

const bits = new DataView(new ArrayBuffer(8))
/** The exponent's place in the upper half of a double, its bias, and what of that half is the mantissa. */
const exponentShift = 20
const exponentBias = 1023
const mantissaMask = 0xfffff

/** 1 / k of the series of artanh, k = 23, 21 ... 1. */
const oddReciprocals = Float64Array.from({ length: 12 }, (_, i) => 1 / (23 - 2 * i))

/** Natural logarithm of a positive, finite, normal number; within 2 units in the last place. */
export function stableLog(x: number): number {
  if (!(x > 0) || x === Number.POSITIVE_INFINITY) return x === 0 ? Number.NEGATIVE_INFINITY : x > 0 ? x : Number.NaN
  bits.setFloat64(0, x)
  const upper = bits.getUint32(0)
  let exponent = (upper >>> exponentShift) - exponentBias
  bits.setUint32(0, (exponentBias << exponentShift) | (upper & mantissaMask))
  let mantissa = bits.getFloat64(0)
  // Between the roots of 1/2 and 2, both included.
  if (mantissa > Math.SQRT2 || (mantissa === Math.SQRT2 && x < 1)) {
    mantissa /= 2
    exponent++
  }
  // ln m = 2 artanh((m - 1) / (m + 1)); |t| < 0.172, so t^24 is below 1e-18.
  const t = (mantissa - 1) / (mantissa + 1)
  const square = t * t
  let sum = 0
  for (let i = 0; i < 12; i++) sum = sum * square + oddReciprocals[i]
  return exponent * log2High + (exponent * log2Low + 2 * t * sum)
}

/** e^x for |x| <= 700; within a relative 1e-14. */
export function stableExp(x: number): number {
  const exponent = Math.round(x / Math.LN2)
  const rest = x - exponent * log2High - exponent * log2Low
  let sum = 1
  for (let k = 16; k >= 1; k--) sum = 1 + (sum * rest) / k
  return sum * 2 ** exponent
}
