import { AppError } from '../domain/errors.ts'

/** Axis ratio q = b / a and position angle of the major axis, radians from +x towards +y. */
export interface Ellipse {
  readonly axisRatio: number
  readonly angle: number
}

/**
 * lenstronomy's ellipticity: e1 = (1 - q) / (1 + q) cos 2 phi, e2 the same with sin 2 phi. Throws `bad-input` for
 * |e| >= 1, where no ellipse is left.
 */
export function ellipseOf(e1: number, e2: number): Ellipse {
  const modulus = Math.hypot(e1, e2)
  if (!(modulus < 0.98)) {
    throw new AppError('bad-input', `The ellipticity (${e1}, ${e2}) is too large: e1^2 + e2^2 must stay below 0.96.`, {
      e1,
      e2,
    })
  }
  return { axisRatio: (1 - modulus) / (1 + modulus), angle: Math.atan2(e2, e1) / 2 }
}
