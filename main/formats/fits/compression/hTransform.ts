/** An H-transform being undone: `rows` x `columns` coefficients in row-major order. */
interface Coefficients {
  readonly data: Float64Array
  readonly rows: number
  readonly columns: number
}

/**
 * Undoes the H-transform in place (White, Postman and Lattanzi 1992; FITS standard 4.0, section 10.4.4). Each step turns
 * the sum and the three differences of 2 x 2 cells into the four cells, at twice the resolution. The forward transform
 * drops lower bits that the parity of the others tells, so the sums are rounded and their low bits restored first.
 *
 * @param smoothing called with the coefficients of each step before they are used, and the part that is in use
 */
export function invertHTransform(
  coefficients: Coefficients,
  smoothing?: (coefficients: Coefficients, usedRows: number, usedColumns: number) => void,
): void {
  const { data, rows, columns } = coefficients
  const steps = Math.ceil(Math.log2(Math.max(rows, columns)))
  const scratch = new Float64Array(Math.max(rows, columns))
  if (steps > 0) data[0] = roundTo(data[0], 2 ** (steps + 1))
  for (let step = steps - 1; step >= 0; step--) {
    const usedRows = Math.ceil(rows / 2 ** step)
    const usedColumns = Math.ceil(columns / 2 ** step)
    for (let row = 0; row < usedRows; row++) interleave(data, row * columns, usedColumns, 1, scratch)
    for (let column = 0; column < usedColumns; column++) interleave(data, column, usedRows, columns, scratch)
    smoothing?.(coefficients, usedRows, usedColumns)
    combine(coefficients, usedRows, usedColumns, step)
  }
}

/** The first half of the elements goes to the even places, the second to the odd ones. */
function interleave(data: Float64Array, offset: number, count: number, stride: number, scratch: Float64Array): void {
  const half = Math.ceil(count / 2)
  for (let i = 0; i < count; i++) scratch[i] = data[offset + i * stride]
  for (let i = 0; i < half; i++) data[offset + 2 * i * stride] = scratch[i]
  for (let i = half; i < count; i++) data[offset + (2 * (i - half) + 1) * stride] = scratch[i]
}

/** One step for all blocks of 2 x 2, of 1 x 2 and 2 x 1 at the edges of odd sizes, and of 1 in their corner. */
function combine({ data, columns }: Coefficients, usedRows: number, usedColumns: number, step: number): void {
  const unit = 2 ** step
  // The last step divides by 4, the others by 2: there the factor 2 is kept for precision.
  const divisor = step === 0 ? 4 : 2
  for (let row = 0; row < usedRows; row += 2) {
    const hasBelow = row + 1 < usedRows
    for (let column = 0; column < usedColumns; column += 2) {
      const at = row * columns + column
      if (!hasBelow && column + 1 >= usedColumns) data[at] = Math.floor(data[at] / divisor)
      else if (!hasBelow) combinePair(data, at, at + 1, unit, divisor)
      else if (column + 1 >= usedColumns) combinePair(data, at, at + columns, unit, divisor)
      else combineFour(data, at, columns, unit, divisor)
    }
  }
}

function combineFour(data: Float64Array, at: number, columns: number, unit: number, divisor: number): void {
  const dxy = roundTo(data[at + columns + 1], unit)
  const lowest = isOdd(dxy / unit) ? unit : 0
  const dx = towardsZero(roundTo(data[at + columns], 2 * unit), lowest)
  const dy = towardsZero(roundTo(data[at + 1], 2 * unit), lowest)
  const parity = halves(dxy, unit) + halves(dx, unit) + halves(dy, unit)
  const next = isOdd(parity) ? 2 * unit : 0
  const sum = withLowBits(data[at], lowest, next)
  data[at + columns + 1] = Math.floor((sum + dx + dy + dxy) / divisor)
  data[at + columns] = Math.floor((sum + dx - dy - dxy) / divisor)
  data[at + 1] = Math.floor((sum - dx + dy - dxy) / divisor)
  data[at] = Math.floor((sum - dx - dy + dxy) / divisor)
}

function combinePair(data: Float64Array, first: number, second: number, unit: number, divisor: number): void {
  const difference = roundTo(data[second], 2 * unit)
  const next = isOdd(halves(difference, unit)) ? 2 * unit : 0
  const sum = data[first] >= 0 ? data[first] - next : data[first] + next
  data[second] = Math.floor((sum + difference) / divisor)
  data[first] = Math.floor((sum - difference) / divisor)
}

/** Puts the two lowest bits back into a sum, which must not change its sign. */
function withLowBits(sum: number, lowest: number, next: number): number {
  if (sum >= 0) return sum + lowest - next
  return lowest === 0 ? sum + next : sum + lowest - next
}

/** The encoder rounded away from zero. */
function towardsZero(value: number, by: number): number {
  return value >= 0 ? value - by : value + by
}

/** `value` in units of 2 x unit, rounded down. */
function halves(value: number, unit: number): number {
  return Math.floor(value / (2 * unit))
}

function isOdd(integer: number): boolean {
  return integer % 2 !== 0
}

/** The nearest multiple of `unit`, a power of 2; halves are rounded away from zero. */
function roundTo(value: number, unit: number): number {
  if (unit === 1) return value
  return Math.floor((value + (value >= 0 ? unit / 2 : unit / 2 - 1)) / unit) * unit
}
