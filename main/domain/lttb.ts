import { AppError } from './errors.ts'

/**
 * Indices of at most `most` points that keep a curve's look: of each of equal stretches the point that spans the
 * largest triangle with the point kept before and the mean of the stretch behind (Largest Triangle Three Buckets,
 * Steinarsson 2013, University of Iceland, section 4.2). First and last are always kept; x rises. Points without a
 * finite y are never kept: leave them out before.
 */
export function lttbIndices(x: ArrayLike<number>, y: ArrayLike<number>, most: number): number[] {
  if (!Number.isInteger(most) || most < 3) {
    throw new AppError('bad-input', `A curve is thinned to 3 points or more, not to ${most}.`, { most })
  }
  const count = x.length
  if (count <= most) return Array.from({ length: count }, (_, i) => i)
  const width = (count - 2) / (most - 2)
  /** First index of a stretch; the last point is a stretch of its own. */
  const startOf = (stretch: number) => (stretch >= most - 2 ? count - 1 : Math.floor(stretch * width) + 1)
  const kept = [0]
  for (let stretch = 0; stretch < most - 2; stretch++) {
    const before = kept[stretch]
    const [from, to] = [startOf(stretch), startOf(stretch + 1)]
    const behindTo = stretch + 1 >= most - 2 ? count : startOf(stretch + 2)
    const behindX = meanOf(x, to, behindTo)
    const behindY = meanOf(y, to, behindTo)
    let best = from
    let largest = -1
    for (let i = from; i < to; i++) {
      const area = Math.abs((x[before] - behindX) * (y[i] - y[before]) - (x[before] - x[i]) * (behindY - y[before]))
      if (area > largest) {
        largest = area
        best = i
      }
    }
    kept.push(best)
  }
  return [...kept, count - 1]
}

function meanOf(values: ArrayLike<number>, from: number, to: number): number {
  let sum = 0
  for (let i = from; i < to; i++) sum += values[i]
  return sum / (to - from)
}
