import { determinant, inverse2, type Matrix2 } from '../matrix2.ts'

/** A smooth map of the plane, with its derivatives. */
export type PlaneMap = (x: number, y: number) => MappedPoint

export interface MappedPoint {
  readonly x: number
  readonly y: number
  readonly jacobian: Matrix2
}

interface Point {
  readonly x: number
  readonly y: number
}

const MAX_STEPS = 50

/**
 * The point that a distortion maps to `target`, by Newton's iteration from `start`, to the last digits of a double.
 * Undefined where it does not converge, or ends where the map is folded over: there two points have one image and the
 * distortion was never measured. `folding` is the sign of the map's determinant where it is sound.
 */
export function invertNear(map: PlaneMap, target: Point, start: Point, folding: number): Point | undefined {
  let { x, y } = start
  for (let step = 0; step < MAX_STEPS; step++) {
    const at = map(x, y)
    const back = inverse2(at.jacobian)
    if (!back) return undefined
    const missX = target.x - at.x
    const missY = target.y - at.y
    const stepX = back.a * missX + back.b * missY
    const stepY = back.c * missX + back.d * missY
    x += stepX
    y += stepY
    if (!Number.isFinite(x) || !Number.isFinite(y)) return undefined
    // Convergence is quadratic: a step this small leaves an error below the rounding of a double.
    if (Math.hypot(stepX, stepY) <= 1e-9 * (Math.hypot(x, y) + Math.hypot(target.x, target.y))) {
      return determinant(map(x, y).jacobian) * folding > 0 ? { x, y } : undefined
    }
  }
  return undefined
}
