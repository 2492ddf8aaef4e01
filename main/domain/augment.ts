import { AppError } from './errors.ts'

/** The symmetries of the square; 0 changes nothing. Bit 0: mirror x. Bit 1: mirror y. Bit 2: swap x and y, first. */
export const squareSymmetries = [0, 1, 2, 3, 4, 5, 6, 7] as const

export type SquareSymmetry = (typeof squareSymmetries)[number]

/**
 * A square image (row-major, `side` pixels a side) under one of the symmetries of the square, into `into` or a new
 * array. The same symmetry on LR and HR keeps them a pair only if neither PSF nor offset has a preferred direction.
 */
export function applySymmetry(
  data: Float32Array,
  side: number,
  symmetry: SquareSymmetry,
  into: Float32Array = new Float32Array(data.length),
): Float32Array {
  if (data.length !== side * side || into.length !== data.length) {
    throw new AppError(
      'bad-input',
      `Only square images can be turned: ${data.length} pixels are not ${side} x ${side}.`,
    )
  }
  const swap = (symmetry & 4) !== 0
  const top = side - 1
  for (let y = 0; y < side; y++) {
    const v = (symmetry & 2) !== 0 ? top - y : y
    for (let x = 0; x < side; x++) {
      const u = (symmetry & 1) !== 0 ? top - x : x
      into[y * side + x] = data[swap ? u * side + v : v * side + u]
    }
  }
  return into
}

/** The symmetry that undoes the given one. */
export function inverseSymmetry(symmetry: SquareSymmetry): SquareSymmetry {
  // Only the two quarter turns are not their own inverses; they are each other's.
  if (symmetry === 5) return 6
  return symmetry === 6 ? 5 : symmetry
}
