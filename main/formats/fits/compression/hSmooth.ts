/** The coefficients of one step, the first `usedRows` x `usedColumns` of them in use: sums at even places, differences between. */
interface Step {
  readonly data: Float64Array
  /** Length of a row of `data`. */
  readonly stride: number
  readonly usedRows: number
  readonly usedColumns: number
  /** The most that a coefficient may change: half of the scale by which it was divided. */
  readonly limit: number
}

/**
 * Smooths the differences of one step of a lossy H-transform (SMOOTH = 1; White, Postman and Lattanzi 1992): where the
 * scale has rounded a difference away, the slope of the neighbouring sums stands in for it, as far as the rounding allows
 * and only where the sums are monotonic. Sums on the edge stay as they are.
 *
 * @param scale the factor by which the coefficients were divided
 */
export function smoothStep(
  { data, columns }: { readonly data: Float64Array; readonly columns: number },
  usedRows: number,
  usedColumns: number,
  scale: number,
): void {
  const limit = Math.floor(scale / 2)
  if (limit <= 0) return
  const step = { data, stride: columns, usedRows, usedColumns, limit }
  for (let row = 2; row < usedRows - 2; row += 2)
    for (let column = 0; column < usedColumns; column += 2) smoothSlope(step, row * columns + column, columns)
  for (let row = 0; row < usedRows; row += 2)
    for (let column = 2; column < usedColumns - 2; column += 2) smoothSlope(step, row * columns + column, 1)
  for (let row = 2; row < usedRows - 2; row += 2)
    for (let column = 2; column < usedColumns - 2; column += 2) smoothTwist(step, row * columns + column)
}

/** Adjusts the difference along one axis, `along` being the distance of neighbours on it. */
function smoothSlope({ data, limit }: Step, at: number, along: number): void {
  const rise = data[at + 2 * along] - data[at]
  const before = data[at] - data[at - 2 * along]
  const most = 4 * Math.max(Math.min(rise, before), 0)
  const least = 4 * Math.min(Math.max(rise, before), 0)
  if (least >= most) return
  const slope = clamp(rise + before, least, most)
  data[at + along] += clamp(Math.trunc((slope - 8 * data[at + along]) / 8), -limit, limit)
}

/** Adjusts the diagonal difference, bounded so that the slopes on all four sides stay monotonic. */
function smoothTwist({ data, stride, limit }: Step, at: number): void {
  const centre = data[at]
  const belowLeft = data[at - 2 * stride - 2]
  const aboveLeft = data[at + 2 * stride - 2]
  const belowRight = data[at - 2 * stride + 2]
  const aboveRight = data[at + 2 * stride + 2]
  const dx = 2 * data[at + stride]
  const dy = 2 * data[at + 1]
  const bound = (pick: (a: number, b: number) => number, narrow: (...values: number[]) => number): number =>
    16 *
    narrow(
      pick(aboveRight - centre, 0) - dx - dy,
      pick(centre - aboveLeft, 0) + dx - dy,
      pick(centre - belowRight, 0) - dx + dy,
      pick(belowLeft - centre, 0) + dx + dy,
    )
  const most = bound(Math.max, Math.min)
  const least = bound(Math.min, Math.max)
  if (least >= most) return
  const twist = clamp(aboveRight + belowLeft - belowRight - aboveLeft, least, most)
  const corner = at + stride + 1
  data[corner] += clamp(Math.trunc((twist - 64 * data[corner]) / 64), -limit, limit)
}

function clamp(value: number, least: number, most: number): number {
  return Math.max(Math.min(value, most), least)
}
