import { AppError } from './errors.ts'
import type { FloatImage } from './image.ts'
import { createRandom } from './random.ts'

/** Sigma of a normal distribution over its median absolute deviation. */
export const sigmaPerMad = 1.482602218505602

/** Arithmetic mean; NaN of nothing. */
export function mean(values: ArrayLike<number>): number {
  let sum = 0
  for (let i = 0; i < values.length; i++) sum += values[i]
  return sum / values.length
}

/** Standard deviation of the sample (divisor n - 1); 0 for one value, NaN of nothing. */
export function standardDeviation(values: ArrayLike<number>): number {
  if (values.length < 2) return values.length === 1 ? 0 : Number.NaN
  const centre = mean(values)
  let sum = 0
  for (let i = 0; i < values.length; i++) sum += (values[i] - centre) ** 2
  return Math.sqrt(sum / (values.length - 1))
}

/** The finite values in ascending order. */
export function sortedFinite(values: ArrayLike<number>): Float64Array {
  const kept = new Float64Array(values.length)
  let count = 0
  for (let i = 0; i < values.length; i++) if (Number.isFinite(values[i])) kept[count++] = values[i]
  return kept.subarray(0, count).sort()
}

/** The percentile (0 to 100) of values in ascending order, by numpy's default linear rule; NaN of nothing. */
export function percentileOfSorted(sorted: ArrayLike<number>, percent: number): number {
  if (!(percent >= 0 && percent <= 100)) {
    throw new AppError('bad-input', `A percentile lies between 0 and 100, not at ${percent}.`, { percent })
  }
  if (sorted.length === 0) return Number.NaN
  const at = ((sorted.length - 1) * percent) / 100
  const below = Math.floor(at)
  const above = Math.min(below + 1, sorted.length - 1)
  return sorted[below] + (at - below) * (sorted[above] - sorted[below])
}

/** The percentile (0 to 100) of the finite values, by numpy's default linear rule; NaN of nothing. */
export function percentile(values: ArrayLike<number>, percent: number): number {
  return percentileOfSorted(sortedFinite(values), percent)
}

/** The median of the finite values; NaN of nothing. */
export function median(values: ArrayLike<number>): number {
  return percentile(values, 50)
}

/** Median absolute deviation from the median, of the finite values, not scaled to sigma. */
export function medianAbsoluteDeviation(values: ArrayLike<number>): number {
  const sorted = sortedFinite(values)
  const centre = percentileOfSorted(sorted, 50)
  return median(sorted.map(value => Math.abs(value - centre)))
}

/** Level and noise of the sky. */
export interface Background {
  readonly level: number
  readonly sigma: number
}

/**
 * Median and MAD sigma of the finite values after clipping at 3 sigma until nothing changes: the sky's level and
 * noise as long as most pixels show sky. Sigma is 0 for an image without noise; both are NaN of nothing.
 */
export function skyBackground(values: ArrayLike<number>): Background {
  let kept = sortedFinite(values)
  for (let round = 0; ; round++) {
    const level = percentileOfSorted(kept, 50)
    const sigma = sigmaPerMad * median(kept.map(value => Math.abs(value - level)))
    const inside = kept.filter(value => Math.abs(value - level) <= 3 * sigma)
    if (round === 10 || inside.length === kept.length || inside.length === 0) return { level, sigma }
    kept = inside
  }
}

/** Fewer values than this carry no interval: a bootstrap of so few says nothing. */
export const minBootstrapValues = 5

/**
 * Percentile bootstrap interval of the mean (Efron 1979, Ann. Statist. 7, 1), seeded; undefined for fewer than five
 * values.
 */
export function bootstrapInterval(
  values: readonly number[],
  options: { readonly level?: number; readonly resamples?: number; readonly seed?: number } = {},
): { low: number; high: number } | undefined {
  const { level = 0.95, resamples = 2000, seed = 0 } = options
  if (!(level > 0 && level < 1) || !Number.isInteger(resamples) || resamples < 1 || resamples > 1e6) {
    throw new AppError('bad-input', `No interval of level ${level} from ${resamples} resamples is possible.`, {
      level,
      resamples,
    })
  }
  if (values.length < minBootstrapValues) return undefined
  const random = createRandom(seed)
  const means = new Float64Array(resamples)
  for (let r = 0; r < resamples; r++) {
    let sum = 0
    for (let i = 0; i < values.length; i++) sum += values[random.integer(values.length)]
    means[r] = sum / values.length
  }
  means.sort()
  const tail = ((1 - level) / 2) * 100
  return { low: percentileOfSorted(means, tail), high: percentileOfSorted(means, 100 - tail) }
}

/** Counts in equal bins; the last bin includes its upper edge. */
export interface Histogram {
  /** Bin edges, one more than counts. */
  readonly edges: number[]
  readonly counts: number[]
  readonly below: number
  readonly above: number
  readonly nonFinite: number
}

/** Histogram over `range`, or over the finite values' own. A range of no width is widened by half on each side. */
export function histogram(data: ArrayLike<number>, bins: number, range?: readonly [number, number]): Histogram {
  if (!Number.isInteger(bins) || bins < 1 || bins > 65536) {
    throw new AppError('bad-input', `A histogram has 1 to 65536 bins, not ${bins}.`, { bins })
  }
  let [low, high] = range ?? finiteRange(data)
  if (!(low <= high) || !Number.isFinite(high - low)) {
    throw new AppError('bad-input', `The histogram range ${low} to ${high} is not possible.`, { low, high })
  }
  if (low === high) {
    low -= 0.5
    high += 0.5
  }
  const counts = new Array<number>(bins).fill(0)
  let below = 0
  let above = 0
  let nonFinite = 0
  for (let i = 0; i < data.length; i++) {
    const value = data[i]
    if (!Number.isFinite(value)) nonFinite++
    else if (value < low) below++
    else if (value > high) above++
    else counts[Math.min(bins - 1, Math.floor(((value - low) / (high - low)) * bins))]++
  }
  const edges = Array.from({ length: bins + 1 }, (_, i) => low + ((high - low) * i) / bins)
  return { edges, counts, below, above, nonFinite }
}

function finiteRange(data: ArrayLike<number>): [number, number] {
  let low = Number.POSITIVE_INFINITY
  let high = Number.NEGATIVE_INFINITY
  for (let i = 0; i < data.length; i++) {
    if (!Number.isFinite(data[i])) continue
    low = Math.min(low, data[i])
    high = Math.max(high, data[i])
  }
  return low <= high ? [low, high] : [0, 0]
}

/** What an image's values are, over its finite pixels; NaN where it has none. */
export interface ImageStats {
  readonly min: number
  readonly max: number
  readonly mean: number
  readonly std: number
  readonly finite: number
  readonly nonFinite: number
}

/** Statistics of the finite pixels, in float64; `std` has the divisor n. */
export function finiteStats(image: FloatImage): ImageStats {
  const { data } = image
  let finite = 0
  let sum = 0
  let min = Number.POSITIVE_INFINITY
  let max = Number.NEGATIVE_INFINITY
  for (const value of data) {
    if (!Number.isFinite(value)) continue
    finite++
    sum += value
    if (value < min) min = value
    if (value > max) max = value
  }
  const nonFinite = data.length - finite
  if (finite === 0) {
    return { min: Number.NaN, max: Number.NaN, mean: Number.NaN, std: Number.NaN, finite, nonFinite }
  }
  const centre = sum / finite
  let squares = 0
  for (const value of data) if (Number.isFinite(value)) squares += (value - centre) ** 2
  return { min, max, mean: centre, std: Math.sqrt(squares / finite), finite, nonFinite }
}
