import type { Projection } from './projection.ts'
import { onParallel } from './pseudocylindrical.ts'

/** Mollweide's equal area ellipse (paper II sec. 5.3.3). */
export function mollweide(): Projection {
  return {
    theta0: 0,
    toPlane: (phi, theta) => {
      const w = polarAngle(2 * Math.PI * Math.sin((Math.PI / 2 - Math.abs(theta)) / 2) ** 2)
      return {
        x: ((2 * Math.SQRT2) / Math.PI) * phi * Math.sin(w / 2),
        y: Math.sign(theta) * Math.SQRT2 * Math.cos(w / 2),
      }
    },
    toNative: (x, y) => {
      const square = 2 - y * y
      if (square < -1e-12) return undefined
      const height = Math.sqrt(Math.max(0, square))
      const w = 2 * Math.atan2(height, Math.abs(y))
      const distance = 2 * Math.asin(Math.sqrt(Math.min(1, lessSine(w) / (2 * Math.PI))))
      return onParallel(x, (2 * height) / Math.PI, Math.sign(y) * (Math.PI / 2 - distance))
    },
  }
}

/** The solution of w - sin(w) = c for c from 0 to pi: pi less twice the paper's gamma, exact at the poles also. */
function polarAngle(c: number): number {
  // Newton's iteration on a convex function: from the left it overshoots once, then descends to the root.
  let w = Math.min(Math.PI, Math.cbrt(6 * c))
  for (let i = 0; i < 20 && w > 0; i++) {
    const step = (lessSine(w) - c) / (2 * Math.sin(w / 2) ** 2)
    w -= step
    if (Math.abs(step) < 1e-15 * w) break
  }
  return w
}

/** w - sin(w) without cancellation. */
function lessSine(w: number): number {
  if (w > 0.2) return w - Math.sin(w)
  const square = w * w
  return ((w * square) / 6) * (1 - (square / 20) * (1 - (square / 42) * (1 - (square / 72) * (1 - square / 110))))
}
