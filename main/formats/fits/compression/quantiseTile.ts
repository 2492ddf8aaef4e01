import { median } from '../../../domain/stats.ts'
import { type DitherCursor, ditherSequence } from './dither.ts'

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

/**
 * Values as integers of a quarter of the tile's noise, with SUBTRACTIVE_DITHER_1 (FITS standard 4.0, section 10.2; Pence,
 * White & Seaman 2010, PASP 122, 1065). Undefined where the tile has no noise to measure the steps by, or values that need
 * more than 32 bits of them: such a tile is kept as it is.
 *
 * @param width pixels of a row of the tile
 * @param dither where the tile's random numbers begin
 */
export function quantiseTile(
  values: Float32Array,
  width: number,
  dither: DitherCursor,
  levelsPerSigma: number,
): QuantisedTile | undefined {
  const scale = noiseOf(values, width) / levelsPerSigma
  const { low, high, infinite } = extremes(values)
  if (!(scale > 0) || infinite || !((high - low) / scale < LARGEST)) return undefined
  // A whole number of steps, so that a file that is packed again keeps its values.
  const zero = Math.floor(low / scale + 0.5) * scale
  const random = ditherSequence()
  const integers = new Int32Array(values.length)
  for (let done = 0; done < values.length; ) {
    const run = Math.min(dither.run, values.length - done)
    const offset = dither.at - done
    for (let i = done; i < done + run; i++) {
      const value = values[i]
      integers[i] = Number.isNaN(value)
        ? QUANTISED_BLANK
        : Math.round((value - zero) / scale + random[i + offset] - 0.5)
    }
    dither.advance(run)
    done += run
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

/** So many differences tell the noise to 3 %, which is enough to choose a step. */
const NOISE_SAMPLES = 2048

/**
 * Standard deviation of the noise: the median of |2 x(i) - x(i-2) - x(i+2)| along the rows, times 1.4826 / sqrt(6)
 * (Stoehr et al. 2008, ASPC 394, 505), of differences spread evenly over the tile. Structure wider than a few pixels
 * cancels. NaN where there is no difference to take.
 */
function noiseOf(values: Float32Array, width: number): number {
  const differences = new Float64Array(NOISE_SAMPLES)
  const step = Math.max(1, Math.ceil(values.length / NOISE_SAMPLES))
  for (let i = 0, n = 0; i < values.length; i += step, n++) {
    const column = i % width
    const isInside = column >= 2 && column < width - 2
    differences[n] = isInside ? Math.abs(2 * values[i] - values[i - 2] - values[i + 2]) : Number.NaN
  }
  const count = Math.ceil(values.length / step)
  return (median(differences.subarray(0, count)) * 1.482602) / Math.sqrt(6)
}
