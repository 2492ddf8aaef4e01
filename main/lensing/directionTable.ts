/** Pieces of an octant; with cubics the deflection is right to 1e-7 of the Einstein radius down to an axis ratio of 0.2. */
const pieces = 512

/** Coefficients of a piece: four along the major axis, four along the minor one. */
const width = 8

/** A deflection in the frame of its lens. */
export type Along = (major: number, minor: number) => readonly [major: number, minor: number]

/**
 * A deflection that depends on the direction from the lens's centre alone, as an isothermal lens's does, and is odd along each
 * axis: cubics through four neighbours each, over the smaller coordinate's share of the larger. First the rays nearer to the major
 * axis, then those nearer to the minor one. Read by `readDirection`.
 */
export function tabulateDirections(along: Along): Float64Array {
  const table = new Float64Array(2 * pieces * width)
  for (const isSteep of [false, true]) {
    const nodes = Array.from({ length: pieces + 3 }, (_, i) => {
      const share = (i - 1) / pieces
      return isSteep ? along(share, 1) : along(1, share)
    })
    const first = isSteep ? pieces * width : 0
    for (const axis of [0, 1] as const) {
      for (let piece = 0, at = first + 4 * axis; piece < pieces; piece++, at += width) {
        const before = nodes[piece][axis]
        const low = nodes[piece + 1][axis]
        const high = nodes[piece + 2][axis]
        const after = nodes[piece + 3][axis]
        table[at] = low
        table[at + 1] = high - low / 2 - before / 3 - after / 6
        table[at + 2] = (before + high) / 2 - low
        table[at + 3] = (low - high) / 2 + (after - before) / 6
      }
    }
  }
  return table
}

/** A deflection, written again and again: rays are many. */
export interface Direction {
  major: number
  minor: number
}

/** The deflection towards (major, minor), of which one must not be 0. */
export function readDirection(table: Float64Array, major: number, minor: number, into: Direction): void {
  const right = Math.abs(major)
  const up = Math.abs(minor)
  const isSteep = up > right
  const place = (isSteep ? right / up : up / right) * pieces
  const piece = Math.min(Math.trunc(place), pieces - 1)
  const s = place - piece
  const at = ((isSteep ? pieces : 0) + piece) * width
  const alongMajor = table[at] + s * (table[at + 1] + s * (table[at + 2] + s * table[at + 3]))
  const alongMinor = table[at + 4] + s * (table[at + 5] + s * (table[at + 6] + s * table[at + 7]))
  into.major = major < 0 ? -alongMajor : alongMajor
  into.minor = minor < 0 ? -alongMinor : alongMinor
}
