import { AppError } from '../domain/errors.ts'
import type { Deflector } from './deflector.ts'

/** A halo of Navarro, Frenk & White (1996, ApJ 462, 563), in lenstronomy's NFW parameters. */
export interface Nfw {
  readonly scaleRadiusArcsec: number
  /** Deflection at the scale radius. */
  readonly scaleDeflectionArcsec: number
  /** Ellipticity of the potential (not of the mass): lenstronomy's NFW_ELLIPSE_POTENTIAL. */
  readonly e1: number
  readonly e2: number
  readonly xArcsec: number
  readonly yArcsec: number
}

/** Nearer to the scale radius than this, the closed form divides zero by zero and its series is exact to 1e-13. */
const nearScaleRadius = 1e-4

/**
 * Deflection of an NFW halo (Bartelmann 1996, A&A 313, 697; Golse & Kneib 2002, A&A 390, 821 for the ellipse in the
 * potential): alpha(R) = 4 rho_s R_s^2 g(R / R_s) / (R / R_s), g(X) = ln(X / 2) + arccosh(1 / X) / sqrt(1 - X^2), with
 * R^2 = (1 - epsilon) x^2 + (1 + epsilon) y^2 along the major axis. Throws `bad-input` unless the scale radius is positive and
 * e1^2 + e2^2 below 0.25.
 */
export function nfwDeflector(halo: Nfw): Deflector {
  const ellipticity = Math.hypot(halo.e1, halo.e2)
  if (!(halo.scaleRadiusArcsec > 0) || !(ellipticity < 0.5)) {
    throw new AppError(
      'bad-input',
      `An NFW halo needs a positive scale radius and an ellipticity below 0.5, not ${halo.scaleRadiusArcsec}" and ${ellipticity}.`,
      { scaleRadiusArcsec: halo.scaleRadiusArcsec, e1: halo.e1, e2: halo.e2 },
    )
  }
  const angle = Math.atan2(halo.e2, halo.e1) / 2
  const cosine = Math.cos(angle)
  const sine = Math.sin(angle)
  // (1 - q^2) / (1 + q^2) of the axis ratio q = (1 - |e|) / (1 + |e|).
  const epsilon = (2 * ellipticity) / (1 + ellipticity * ellipticity)
  const stretchMajor = 1 - epsilon
  const stretchMinor = 1 + epsilon
  const inverseRadius = 1 / halo.scaleRadiusArcsec
  // g(1) = 1 - ln 2, so that alpha(R_s) is the stated one.
  const amplitude = halo.scaleDeflectionArcsec / (halo.scaleRadiusArcsec * (1 - Math.LN2))
  return ({ count, x, y, alphaX, alphaY }) => {
    const dy = y - halo.yArcsec
    for (let i = 0; i < count; i++) {
      const dx = x[i] - halo.xArcsec
      const major = cosine * dx + sine * dy
      const minor = cosine * dy - sine * dx
      const scaled = Math.sqrt(stretchMajor * major * major + stretchMinor * minor * minor) * inverseRadius
      if (scaled === 0) continue
      const scale = (amplitude * nfwG(scaled)) / (scaled * scaled)
      const alongMajor = scale * stretchMajor * major
      const alongMinor = scale * stretchMinor * minor
      alphaX[i] += cosine * alongMajor - sine * alongMinor
      alphaY[i] += sine * alongMajor + cosine * alongMinor
    }
  }
}

/** Projected mass within x scale radii, in units of 4 pi rho_s R_s^3 (Bartelmann 1996, eqs. 8 and 9). */
function nfwG(x: number): number {
  const off = x - 1
  const inside = 1 - x * x
  if (Math.abs(off) < nearScaleRadius) return Math.log(x / 2) + 1 - (2 / 3) * off + (7 / 15) * off * off
  if (x < 1) return Math.log(x / 2) + Math.acosh(1 / x) / Math.sqrt(inside)
  return Math.log(x / 2) + Math.acos(1 / x) / Math.sqrt(-inside)
}
