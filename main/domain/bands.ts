import { mean, standardDeviation } from './stats.ts'

/** A curve: x rises. */
export interface Curve {
  readonly x: readonly number[]
  readonly y: readonly number[]
}

/** The mean of several curves and their spread, over one x. */
export interface Band {
  readonly x: readonly number[]
  readonly mean: readonly number[]
  /** Standard deviation over the curves; 0 where only one is left. */
  readonly std: readonly number[]
  /** Curves that reach so far. */
  readonly n: readonly number[]
}

/**
 * Curves of equal settings and other seeds as one: over every x of any curve, of those that reach there, between their
 * points on a straight line. No curve is carried on beyond its ends.
 */
export function bandOf(curves: readonly Curve[]): Band {
  const x = [...new Set(curves.flatMap(curve => curve.x))].sort((a, b) => a - b)
  const columns = curves.map(curve => interpolated(curve, x))
  const values = x.map((_, i) => columns.map(column => column[i]).filter(Number.isFinite))
  return {
    x,
    mean: values.map(mean),
    std: values.map(standardDeviation),
    n: values.map(here => here.length),
  }
}

/** y at each of rising `places`; NaN beyond the curve's ends. */
function interpolated({ x, y }: Curve, places: readonly number[]): number[] {
  let i = 0
  return places.map(place => {
    while (i < x.length - 1 && x[i + 1] <= place) i++
    if (x.length === 0 || place < x[0] || place > x[x.length - 1]) return Number.NaN
    if (x[i] === place || i === x.length - 1) return y[i]
    return y[i] + ((y[i + 1] - y[i]) * (place - x[i])) / (x[i + 1] - x[i])
  })
}
