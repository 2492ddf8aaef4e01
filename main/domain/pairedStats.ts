import { AppError } from './errors.ts'
import { bootstrapInterval, mean, median, standardDeviation } from './stats.ts'

/** Whether the differences of pairs lie about zero. */
export interface SignedRankTest {
  /** The smaller of the sums of the ranks of positive and of negative differences. */
  readonly statistic: number
  /** Two-sided. */
  readonly p: number
  /** By counting all signs, or by the normal distribution that many pairs come near to. */
  readonly method: 'exact' | 'normal'
  /** Pairs that differ; the others say nothing. */
  readonly n: number
}

/** Up to this many pairs all signs are counted. */
const MOST_COUNTED = 50

/**
 * Wilcoxon's signed-rank test (Wilcoxon 1945, Biometrics Bulletin 1, 80), two-sided. Pairs that are equal are left out;
 * equal differences share the mean of their ranks, in the exact count too (Pratt and Gibbons 1981, section 3.7). Null
 * where no pair differs.
 */
export function wilcoxonSignedRank(differences: readonly number[]): SignedRankTest | null {
  const kept = differences.filter(value => value !== 0)
  if (kept.some(value => !Number.isFinite(value))) {
    throw new AppError('bad-input', 'A difference of two scores must be a finite number.')
  }
  const n = kept.length
  if (n === 0) return null
  const { doubled, ties } = doubledRanks(kept.map(Math.abs))
  const plus = kept.reduce((sum, value, i) => sum + (value > 0 ? doubled[i] : 0), 0)
  const total = n * (n + 1)
  const lower = Math.min(plus, total - plus)
  const statistic = lower / 2
  if (n <= MOST_COUNTED) return { statistic, p: Math.min(1, 2 * shareBelow(doubled, lower)), method: 'exact', n }
  const variance = (n * (n + 1) * (2 * n + 1)) / 24 - ties.reduce((sum, t) => sum + (t ** 3 - t) / 48, 0)
  const z = Math.abs(statistic - total / 4) / Math.sqrt(variance)
  return { statistic, p: erfc(z / Math.SQRT2), method: 'normal', n }
}

/** Twice the rank of each value, so that shared ranks are whole, and how many share each. */
function doubledRanks(values: readonly number[]): { doubled: number[]; ties: number[] } {
  const order = values.map((_, i) => i).sort((a, b) => values[a] - values[b])
  const doubled = new Array<number>(values.length)
  const ties: number[] = []
  for (let from = 0; from < order.length; ) {
    let to = from + 1
    while (to < order.length && values[order[to]] === values[order[from]]) to++
    for (let i = from; i < to; i++) doubled[order[i]] = from + 1 + to
    ties.push(to - from)
    from = to
  }
  return { doubled, ties }
}

/** Share of all choices of signs whose positive ranks sum to `limit` at most. */
function shareBelow(doubled: readonly number[], limit: number): number {
  const shares = new Float64Array(limit + 1)
  shares[0] = 1
  // Halved at each rank: the counts themselves would pass 2^53.
  for (const rank of doubled) {
    for (let sum = limit; sum >= 0; sum--) shares[sum] = (shares[sum] + (sum >= rank ? shares[sum - rank] : 0)) / 2
  }
  return shares.reduce((sum, share) => sum + share, 0)
}

/**
 * Complementary error function for x >= 0, to 14 digits: the series of erf below 2, the continued fraction of erfc
 * above (Abramowitz and Stegun 1964, 7.1.6 and 7.1.14).
 */
export function erfc(x: number): number {
  if (!(x >= 0)) return Number.NaN
  if (x < 2) {
    let term = x
    let sum = x
    for (let n = 1; term > sum * 1e-17; n++) {
      term *= (2 * x * x) / (2 * n + 1)
      sum += term
    }
    return 1 - (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum
  }
  let fraction = 0
  for (let k = 200; k > 0; k--) fraction = k / 2 / (x + fraction)
  return Math.exp(-x * x) / ((x + fraction) * Math.sqrt(Math.PI))
}

/** How two scores of the same images differ, B - A. */
export interface PairedComparison {
  readonly n: number
  readonly mean: number
  readonly median: number
  /** Of the differences; null under two pairs. */
  readonly std: number | null
  /** 95 % bootstrap interval of the mean difference; null under five pairs. */
  readonly interval: { readonly low: number; readonly high: number } | null
  /** Pairs in which B is higher, lower, equal. */
  readonly higher: number
  readonly lower: number
  readonly equal: number
  readonly wilcoxon: SignedRankTest | null
}

/** Compares scores pair by pair. Pairs of which one is not finite are left out; null where none is left. */
export function comparePairs(a: readonly number[], b: readonly number[]): PairedComparison | null {
  if (a.length !== b.length) {
    throw new AppError('bad-input', `${a.length} and ${b.length} scores make no pairs.`, { a: a.length, b: b.length })
  }
  const differences = a.map((value, i) => b[i] - value).filter(Number.isFinite)
  if (differences.length === 0) return null
  const higher = differences.filter(value => value > 0).length
  const lower = differences.filter(value => value < 0).length
  return {
    n: differences.length,
    mean: mean(differences),
    median: median(differences),
    std: differences.length < 2 ? null : standardDeviation(differences),
    interval: bootstrapInterval(differences) ?? null,
    higher,
    lower,
    equal: differences.length - higher - lower,
    wilcoxon: wilcoxonSignedRank(differences),
  }
}
