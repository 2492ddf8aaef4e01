import type { Deflector } from './deflector.ts'

/**
 * Deflection of a constant external shear about the origin, lenstronomy's SHEAR: alpha = ((g1, g2), (g2, -g1)) theta
 * (Schneider, Ehlers & Falco 1992, eq. 5.28 without convergence). Positive g1 stretches images along x.
 */
export function shearDeflector(gamma1: number, gamma2: number): Deflector {
  return ({ count, x, y, alphaX, alphaY }) => {
    for (let i = 0; i < count; i++) {
      alphaX[i] += gamma1 * x[i] + gamma2 * y
      alphaY[i] += gamma2 * x[i] - gamma1 * y
    }
  }
}
