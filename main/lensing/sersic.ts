import { AppError } from '../domain/errors.ts'
import type { Brightness } from './brightness.ts'
import { ellipseOf } from './ellipticity.ts'

/** An elliptical Sersic profile in lenstronomy's SERSIC_ELLIPSE convention. */
export interface Sersic {
  /** Surface brightness at the half-light ellipse. */
  readonly amplitude: number
  /** Half-light radius, geometric mean of the ellipse's axes, arcsec. */
  readonly radiusArcsec: number
  readonly index: number
  readonly e1: number
  readonly e2: number
  readonly centreXArcsec: number
  readonly centreYArcsec: number
}

/** Surface brightness amplitude * exp(-b_n ((R / R_e)^(1/n) - 1)), R^2 = q x^2 + y^2 / q (Sersic 1963). */
export function sersicBrightness(source: Sersic): Brightness {
  const { axisRatio: q, angle } = ellipseOf(source.e1, source.e2)
  checkProfile(source.radiusArcsec, source.index)
  const cosine = Math.cos(angle)
  const sine = Math.sin(angle)
  const b = sersicB(source.index)
  const inverseIndex = 1 / source.index
  const inverseRadius = 1 / source.radiusArcsec
  const { amplitude, centreXArcsec, centreYArcsec } = source
  return ({ count, x, y }, into) => {
    for (let i = 0; i < count; i++) {
      const dx = x[i] - centreXArcsec
      const dy = y[i] - centreYArcsec
      const major = cosine * dx + sine * dy
      const minor = cosine * dy - sine * dx
      const radius = Math.sqrt(q * major * major + (minor * minor) / q) * inverseRadius
      const power = inverseIndex === 1 ? radius : radius ** inverseIndex
      into[i] += amplitude * Math.exp(b * (1 - power))
    }
  }
}

/**
 * b_n, by which half of the light lies inside R_e: gamma(2n, b) = Gamma(2n) / 2. The series of Ciotti & Bertin 1999, A&A
 * 352, 447, eq. 18, which is off by 4e-5 at n = 1, made exact to 1e-12 by Newton's method.
 */
export function sersicB(index: number): number {
  const n = index
  let b =
    2 * n - 1 / 3 + 4 / (405 * n) + 46 / (25515 * n ** 2) + 131 / (1148175 * n ** 3) - 2194697 / (30690717750 * n ** 4)
  for (let step = 0; step < 3; step++) {
    const density = Math.exp((2 * n - 1) * Math.log(b) - b - logGamma(2 * n))
    b -= (lowerGamma(2 * n, b) - 0.5) / density
  }
  return b
}

/** Regularised lower incomplete gamma function P(a, x) by its series (Abramowitz & Stegun 6.5.29); x not far above a. */
function lowerGamma(a: number, x: number): number {
  let term = 1 / a
  let sum = term
  for (let k = 1; term > 1e-17 * sum; k++) sum += term *= x / (a + k)
  return sum * Math.exp(a * Math.log(x) - x - logGamma(a))
}

/** Flux out to infinity, 2 pi n R_e^2 I_e e^b b^(-2n) Gamma(2n) (Graham & Driver 2005, PASA 22, 118, eq. 2). */
export function sersicFlux(profile: Pick<Sersic, 'amplitude' | 'radiusArcsec' | 'index'>): number {
  const { amplitude, radiusArcsec, index } = profile
  checkProfile(radiusArcsec, index)
  const b = sersicB(index)
  const logShape = b - 2 * index * Math.log(b) + logGamma(2 * index)
  return 2 * Math.PI * index * radiusArcsec ** 2 * amplitude * Math.exp(logShape)
}

/** ln Gamma(x) for x > 0: Stirling's series after lifting x to 16 by the recurrence; 1e-13. */
export function logGamma(x: number): number {
  let z = x
  let lifted = 1
  while (z < 16) lifted *= z++
  const inverseSquare = 1 / (z * z)
  const last = 1 / 1680 - inverseSquare / 1188
  const series = 1 / 12 - inverseSquare * (1 / 360 - inverseSquare * (1 / 1260 - inverseSquare * last))
  return (z - 0.5) * Math.log(z) - z + 0.5 * Math.log(2 * Math.PI) + series / z - Math.log(lifted)
}

function checkProfile(radiusArcsec: number, index: number): void {
  if (!(radiusArcsec > 0) || !(index >= 0.5 && index <= 10)) {
    throw new AppError(
      'bad-input',
      `A Sersic source needs a positive half-light radius and an index from 0.5 to 10, not ${radiusArcsec}" and ${index}.`,
      { radiusArcsec, index },
    )
  }
}
