import { AppError } from '../domain/errors.ts'
import type { Deflector } from './deflector.ts'
import { ellipseOf } from './ellipticity.ts'

/** An elliptical power law, lenstronomy's EPL: the density falls as r^-slope, 2 is isothermal. */
export interface PowerLaw {
  /** Inside of the critical curve of the area pi theta_E^2 the mean convergence is 1. */
  readonly einsteinRadiusArcsec: number
  readonly slope: number
  readonly e1: number
  readonly e2: number
  readonly xArcsec: number
  readonly yArcsec: number
}

/** Terms of the series that are smaller than this are left out. */
const precision = 1e-14

/**
 * Deflection of an elliptical power law (Tessore & Metcalf 2015, A&A 580, A79, eqs. 13 and 23): with t = slope - 1,
 * b = theta_E sqrt(q), Z = q x + i y along the major axis and R = |Z|, alpha = 2 / (1 + q) (b / R)^t Z 2F1(1, t / 2;
 * 2 - t / 2; -f Z / Z*), f = (1 - q) / (1 + q). The series converges as f^n. Zero at the centre itself. Throws
 * `bad-input` for a slope outside of 1.1 to 2.9.
 */
export function powerLawDeflector(lens: PowerLaw): Deflector {
  const { axisRatio: q, angle } = ellipseOf(lens.e1, lens.e2)
  if (!(lens.slope >= 1.1 && lens.slope <= 2.9)) {
    throw new AppError('bad-input', `A power law's slope must lie between 1.1 and 2.9, not at ${lens.slope}.`, {
      slope: lens.slope,
    })
  }
  const cosine = Math.cos(angle)
  const sine = Math.sin(angle)
  const t = lens.slope - 1
  const b = lens.einsteinRadiusArcsec * Math.sqrt(q)
  const f = (1 - q) / (1 + q)
  const coefficients = seriesOf(t, f)
  const amplitude = 2 / (1 + q)
  const terms = coefficients.length
  return ({ count, x, y, alphaX, alphaY }) => {
    const dy = y - lens.yArcsec
    for (let i = 0; i < count; i++) {
      const dx = x[i] - lens.xArcsec
      const zx = q * (cosine * dx + sine * dy)
      const zy = cosine * dy - sine * dx
      const square = zx * zx + zy * zy
      if (square === 0) continue
      // w = Z / Z* = (Z / R)^2, a point of the unit circle; Horner's rule in w.
      const wx = (zx * zx - zy * zy) / square
      const wy = (2 * zx * zy) / square
      let sumX = 0
      let sumY = 0
      for (let n = terms - 1; n >= 0; n--) {
        const next = sumX * wx - sumY * wy + coefficients[n]
        sumY = sumX * wy + sumY * wx
        sumX = next
      }
      const scale = amplitude * ((b * b) / square) ** (t / 2)
      const major = scale * (zx * sumX - zy * sumY)
      const minor = scale * (zx * sumY + zy * sumX)
      alphaX[i] += cosine * major - sine * minor
      alphaY[i] += sine * major + cosine * minor
    }
  }
}

/** Coefficients of w^n of 2F1(1, t / 2; 2 - t / 2; -f w). */
function seriesOf(t: number, f: number): Float64Array {
  const coefficients = [1]
  for (let n = 0; Math.abs(coefficients[n]) > precision && n < 5000; n++) {
    coefficients.push((-f * coefficients[n] * (t / 2 + n)) / (2 - t / 2 + n))
  }
  return Float64Array.from(coefficients)
}
