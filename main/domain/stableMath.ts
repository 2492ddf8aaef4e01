/*
 * exp and log from additions, multiplications and divisions alone. ECMAScript leaves the last bits of Math.exp and
 * Math.log to the engine; seeded sequences must not change with it.
 */

const log2High = 0.6931471803691238 // ln 2 split in two, so that multiples of the upper part are exact
const log2Low = 1.9082149292705877e-10

/** Natural logarithm of a positive, finite, normal number; within 2 units in the last place. */
export function stableLog(x: number): number {
  if (!(x > 0) || x === Number.POSITIVE_INFINITY) return x === 0 ? Number.NEGATIVE_INFINITY : x > 0 ? x : Number.NaN
  let mantissa = x
  let exponent = 0
  for (const step of [512, 256, 128, 64, 32, 16, 8, 4, 2, 1]) {
    const power = 2 ** step
    if (mantissa >= power) {
      mantissa /= power
      exponent += step
    }
    if (mantissa * power <= 1) {
      mantissa *= power
      exponent -= step
    }
  }
  if (mantissa > Math.SQRT2) {
    mantissa /= 2
    exponent++
  } else if (mantissa < Math.SQRT1_2) {
    mantissa *= 2
    exponent--
  }
  // ln m = 2 artanh((m - 1) / (m + 1)); |t| < 0.172, so t^24 is below 1e-18.
  const t = (mantissa - 1) / (mantissa + 1)
  const square = t * t
  let sum = 0
  for (let k = 23; k >= 1; k -= 2) sum = sum * square + 1 / k
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
