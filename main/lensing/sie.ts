import type { Deflector } from './deflector.ts'
import { type Direction, readDirection, tabulateDirections } from './directionTable.ts'
import { ellipseOf } from './ellipticity.ts'

/** A singular isothermal ellipsoid. */
export interface Sie {
  /** lenstronomy's theta_E: the critical curve, inside of which the mean convergence is 1, has the area pi theta_E^2. */
  readonly einsteinRadiusArcsec: number
  readonly e1: number
  readonly e2: number
  readonly centreXArcsec?: number
  readonly centreYArcsec?: number
}

/** Flatter than this the elliptical formula divides zero by zero; the circular one is its limit to 1e-10. */
const roundEccentricity = 1e-5

/**
 * Deflection of a singular isothermal ellipsoid (Kormann, Schneider & Bartelmann 1994, A&A 284, 285; in the form of
 * Keeton 2001, astro-ph/0102341, sec. 3.2), along its major axis: alpha_x = theta_E sqrt(q) / f atan(f x / psi),
 * alpha_y = theta_E sqrt(q) / f artanh(f y / psi), f^2 = 1 - q^2, psi^2 = q^2 x^2 + y^2. Zero at the centre itself.
 */
export function sieDeflector(lens: Sie): Deflector {
  const { axisRatio: q, angle } = ellipseOf(lens.e1, lens.e2)
  const cosine = Math.cos(angle)
  const sine = Math.sin(angle)
  const f = Math.sqrt(1 - q * q)
  const round = f < roundEccentricity
  const amplitude = lens.einsteinRadiusArcsec * (round ? 1 : Math.sqrt(q) / f)
  const { centreXArcsec = 0, centreYArcsec = 0 } = lens
  const table = tabulateDirections((major, minor) => {
    const psi = Math.sqrt(q * q * major * major + minor * minor)
    if (round) return [(amplitude * major) / psi, (amplitude * minor) / psi]
    return [amplitude * Math.atan((f * major) / psi), amplitude * Math.atanh((f * minor) / psi)]
  })
  const along: Direction = { major: 0, minor: 0 }
  return ({ count, x, y, alphaX, alphaY }) => {
    const dy = y - centreYArcsec
    for (let i = 0; i < count; i++) {
      const dx = x[i] - centreXArcsec
      if (dx === 0 && dy === 0) continue
      readDirection(table, cosine * dx + sine * dy, cosine * dy - sine * dx, along)
      alphaX[i] += cosine * along.major - sine * along.minor
      alphaY[i] += sine * along.major + cosine * along.minor
    }
  }
}

/** Convergence kappa = theta_E / (2 sqrt(q x^2 + y^2 / q)), x along the major axis: half the deflection's divergence. */
export function sieConvergence(lens: Sie, x: number, y: number): number {
  const { axisRatio: q, angle } = ellipseOf(lens.e1, lens.e2)
  const dx = x - (lens.centreXArcsec ?? 0)
  const dy = y - (lens.centreYArcsec ?? 0)
  const major = Math.cos(angle) * dx + Math.sin(angle) * dy
  const minor = Math.cos(angle) * dy - Math.sin(angle) * dx
  return lens.einsteinRadiusArcsec / (2 * Math.sqrt(q * major * major + (minor * minor) / q))
}
