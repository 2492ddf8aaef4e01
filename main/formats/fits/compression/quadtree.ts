import type { BitReader } from './bitReader.ts'
import { damaged } from './damaged.ts'

/** A rectangle of a row-major array: `stride` is the length of the array's rows. */
export interface Quadrant {
  readonly offset: number
  readonly stride: number
  readonly rows: number
  readonly columns: number
}

/** What stands before a bit plane: 4 bits in full, or coded as a quadtree. */
const PLAIN = 0
const CODED = 15

/** The 4-bit patterns by their codes of 4 and 5 bits; codes below 100 (3 bits) are a single bit of the pattern. */
const FOUR_BIT_CODES: readonly (number | undefined)[] = [...Array(8), 3, 5, 10, 12, 15]
const FIVE_BIT_CODES: readonly (number | undefined)[] = [...Array(26), 6, 7, 9, 11, 13]

/**
 * Reads the magnitudes of one quadrant of an H-transform, bit plane by bit plane from the highest, and adds them to
 * `coefficients` (White, Postman and Lattanzi 1992; FITS standard 4.0, section 10.4.4). Each 4-bit pattern describes
 * 2 x 2 cells, of which only those that are not zero are described further.
 */
export function readQuadrant(
  reader: BitReader,
  coefficients: Float64Array,
  quadrant: Quadrant,
  bitPlanes: number,
): void {
  const { rows, columns } = quadrant
  const patterns = new Uint8Array(Math.ceil(rows / 2) * Math.ceil(columns / 2))
  const sizes = levels(rows, columns)
  for (let plane = bitPlanes - 1; plane >= 0; plane--) {
    const coding = reader.take(4)
    if (coding === PLAIN) for (let i = 0; i < patterns.length; i++) patterns[i] = reader.take(4)
    else if (coding === CODED) readTree(reader, patterns, sizes)
    else throw damaged(`An HCOMPRESS_1 bit plane begins with ${coding}, which means nothing`)
    addBitPlane(patterns, coefficients, quadrant, 2 ** plane)
  }
}

/** The sizes of the grids of patterns, from one pattern to one for each 2 x 2 cells of the quadrant. */
function levels(rows: number, columns: number): { rows: number; columns: number }[] {
  const sizes: { rows: number; columns: number }[] = []
  let size = { rows: Math.ceil(rows / 2), columns: Math.ceil(columns / 2) }
  while (size.rows > 1 || size.columns > 1) {
    sizes.unshift(size)
    size = { rows: Math.ceil(size.rows / 2), columns: Math.ceil(size.columns / 2) }
  }
  return rows * columns === 0 ? [] : [{ rows: 1, columns: 1 }, ...sizes]
}

function readTree(reader: BitReader, patterns: Uint8Array, sizes: readonly { rows: number; columns: number }[]): void {
  if (sizes.length === 0) return
  patterns[0] = readPattern(reader)
  for (let level = 1; level < sizes.length; level++) {
    spread(patterns, sizes[level])
    // The encoder wrote each level from its end.
    for (let i = sizes[level].rows * sizes[level].columns - 1; i >= 0; i--)
      if (patterns[i] !== 0) patterns[i] = readPattern(reader)
  }
}

/** Replaces each pattern by its 2 x 2 bits, in place: from the end, so that nothing is overwritten unread. */
function spread(patterns: Uint8Array, { rows, columns }: { rows: number; columns: number }): void {
  const across = Math.ceil(columns / 2)
  for (let row = Math.ceil(rows / 2) - 1; row >= 0; row--) {
    for (let column = across - 1; column >= 0; column--) {
      const pattern = patterns[row * across + column]
      const at = 2 * row * columns + 2 * column
      const hasRight = 2 * column + 1 < columns
      if (2 * row + 1 < rows) {
        if (hasRight) patterns[at + columns + 1] = pattern & 1
        patterns[at + columns] = (pattern >> 1) & 1
      }
      if (hasRight) patterns[at + 1] = (pattern >> 2) & 1
      patterns[at] = pattern >> 3
    }
  }
}

function addBitPlane(patterns: Uint8Array, coefficients: Float64Array, quadrant: Quadrant, value: number): void {
  const { offset, stride, rows, columns } = quadrant
  const across = Math.ceil(columns / 2)
  for (let row = 0; row < rows; row++) {
    const [left, right] = row % 2 === 0 ? [8, 4] : [2, 1]
    const from = (row >> 1) * across
    const to = offset + row * stride
    for (let column = 0; column < columns; column++) {
      if ((patterns[from + (column >> 1)] & (column % 2 === 0 ? left : right)) !== 0) coefficients[to + column] += value
    }
  }
}

/** Fixed Huffman codes of 3 to 6 bits. */
function readPattern(reader: BitReader): number {
  let code = reader.take(3)
  if (code < 4) return 1 << code
  code = (code << 1) | reader.take(1)
  const short = FOUR_BIT_CODES[code]
  if (short !== undefined) return short
  code = (code << 1) | reader.take(1)
  const long = FIVE_BIT_CODES[code]
  if (long !== undefined) return long
  return reader.take(1) === 0 ? 0 : 14
}
