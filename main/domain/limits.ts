import { percentileOfSorted, sortedFinite } from './stats.ts'
import { type Limits, zscale } from './zscale.ts'

/** How display limits are chosen; `percentile` keeps that share of the pixels, cutting both tails alike. */
export type LimitRule =
  | { readonly kind: 'minmax' }
  | { readonly kind: 'percentile'; readonly percent: number }
  | { readonly kind: 'zscale' }
  | { readonly kind: 'symmetric'; readonly percent: number }

/**
 * Display limits from the finite values. `symmetric` is for residuals: zero in the middle, wide enough for the given
 * share of |values|. NaN limits if nothing is finite. Throws `bad-input` for a percentage outside of 0 to 100.
 */
export function limitsOf(data: ArrayLike<number>, rule: LimitRule): Limits {
  if (rule.kind === 'zscale') return zscale(data)
  const sorted = sortedFinite(data)
  if (rule.kind === 'symmetric') {
    const reach = percentileOfSorted(sorted.map(Math.abs).sort(), rule.percent)
    return { low: -reach, high: reach }
  }
  const tail = rule.kind === 'minmax' ? 0 : (100 - rule.percent) / 2
  return { low: percentileOfSorted(sorted, tail), high: percentileOfSorted(sorted, 100 - tail) }
}
