/** A tile's values as integers: value = (integer - random + 0.5) x scale + zero. */
export interface QuantisedTile {
  readonly integers: Int32Array
  readonly scale: number
  readonly zero: number
}

/** What stands for NaN among the integers (ZBLANK). */
export const QUANTISED_BLANK = -(2 ** 31)

/** Integers near the ends of the range are left to readers' special values, as the convention asks. */
const LARGEST = 2 ** 31 - 16

/** Length of the sequence of random numbers, and the largest offset into it that a tile begins at. */
const RANDOM_COUNT = 10_000
const RANDOM_OFFSETS = 500

let sequence: Float32Array | undefined

/** The random numbers of FITS standard 4.0, appendix I: Park & Miller 1988, CACM 31, 1192. */
function randomSequence(): Float32Array {
  if (sequence !== undefined) return sequence
  const modulus = 2 ** 31 - 1
  let seed = 1
  sequence = Float32Array.from({ length: RANDOM_COUNT }, () => {
    seed = (16807 * seed) % modulus
    return seed / modulus
  })
  return sequence
}

/**
 * Values as integers of a quarter of the tile's noise, with SUBTRACTIVE_DITHER_1 (FITS standard 4.0, section 10.2; Pence,
 * White & Seaman 2010, PASP 122, 1065). Undefined where the tile has no noise to measure the steps by, or values that need
 * more than 32 bits of them: such a tile is kept as it is.
 *
 * @param width pixels of a row of the tile
 * @param seed number of the tile, from 0, plus ZDITHER0 - 1
 */
export function quantise(
  values: Float32Array,
  width: number,
  seed: number,
  levelsPerSigma: number,
): QuantisedTile | undefined {
  const scale = noiseOf(values, width) / levelsPerSigma
  const { low, high, infinite } = extremes(values)
  if (!(scale > 0) || infinite || !((high - low) / scale < LARGEST)) return undefined
  // A whole number of steps, so that a file that is packed again keeps its values.
  const zero = Math.floor(low / scale + 0.5) * scale
  const random = randomSequence()
  const integers = new Int32Array(values.length)
  let start = seed % RANDOM_COUNT
  let next = Math.floor(random[start] * RANDOM_OFFSETS)
  for (let i = 0; i < values.length; i++) {
    integers[i] = Number.isNaN(values[i])
      ? QUANTISED_BLANK
      : Math.round((values[i] - zero) / scale + random[next] - 0.5)
    next += 1
    if (next < RANDOM_COUNT) continue
    start = (start + 1) % RANDOM_COUNT
    next = Math.floor(random[start] * RANDOM_OFFSETS)
  }
  return { integers, scale, zero }
}

function extremes(values: Float32Array): { low: number; high: number; infinite: boolean } {
  let low = Number.POSITIVE_INFINITY
  let high = Number.NEGATIVE_INFINITY
  let infinite = false
  for (const value of values) {
    if (value < low) low = value
    if (value > high) high = value
    if (value === Number.POSITIVE_INFINITY || value === Number.NEGATIVE_INFINITY) infinite = true
  }
  return { low, high, infinite }
}

/**
 * Standard deviation of the noise: the median of |2 x(i) - x(i-2) - x(i+2)| along each row, times 1.4826 / sqrt(6), and
 * the median over the rows (Stoehr et al. 2008, ASPC 394, 505). Structure wider than a few pixels cancels.
 */
function noiseOf(values: Float32Array, width: number): number {
  const rows: number[] = []
  for (let start = 0; start + width <= values.length; start += width) {
    const row = values.subarray(start, start + width).filter(Number.isFinite)
    if (row.length < 5) continue
    const curvature = new Float64Array(row.length - 4)
    for (let i = 0; i < curvature.length; i++) curvature[i] = Math.abs(2 * row[i + 2] - row[i] - row[i + 4])
    rows.push((median(curvature) * 1.482602) / Math.sqrt(6))
  }
  return rows.length === 0 ? 0 : median(Float64Array.from(rows))
}

function median(values: Float64Array): number {
  values.sort()
  const middle = values.length >> 1
  return values.length % 2 === 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2
}
