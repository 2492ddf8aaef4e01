/** A 2x2 matrix by rows: [[a, b], [c, d]]. */
export interface Matrix2 {
  readonly a: number
  readonly b: number
  readonly c: number
  readonly d: number
}

export function determinant({ a, b, c, d }: Matrix2): number {
  return a * d - b * c
}

/** Undefined for a matrix that maps the plane to a line. */
export function inverse2(m: Matrix2): Matrix2 | undefined {
  const det = determinant(m)
  if (!Number.isFinite(1 / det)) return undefined
  return { a: m.d / det, b: -m.b / det, c: -m.c / det, d: m.a / det }
}
