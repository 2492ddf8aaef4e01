import { AppError } from '../../errors.ts'
import type { Projection, ProjectionParameters } from './projection.ts'
import { zenithal } from './zenithal.ts'

/** WCSLIB's PVi_0 to PVi_29. */
const MAX_TERMS = 30

/**
 * Zenithal polynomial: the distance from the pole is a polynomial of the zenith distance in radians with coefficients
 * PVi_0 to PVi_29 (paper II sec. 5.1.7), used as far out as it increases. Throws `bad-input` where it does not begin to.
 */
export function zenithalPolynomial(pv: ProjectionParameters): Projection {
  const coefficients = Array.from({ length: MAX_TERMS }, (_, m) => pv(m) ?? 0)
  const radiusOf = (z: number) => coefficients.reduceRight((sum, coefficient) => sum * z + coefficient, 0)
  const slopeOf = (z: number) =>
    coefficients.reduceRight((sum, coefficient, m) => (m ? sum * z + m * coefficient : sum), 0)
  if (!(slopeOf(0) > 0)) {
    throw new AppError('bad-input', 'The ZPN projection needs a positive PV coefficient 1.', { coefficients })
  }
  const end = endOfIncrease(slopeOf)
  return zenithal(
    theta => (Math.PI / 2 - theta <= end ? radiusOf(Math.PI / 2 - theta) : undefined),
    radius => {
      if (radius < radiusOf(0) - 1e-13 || radius > radiusOf(end) + 1e-13) return undefined
      return Math.PI / 2 - bisect(z => radiusOf(z) < radius, 0, end)
    },
  )
}

/** The zenith distance where the polynomial first turns, to a degree and then exactly; pi where it never does. */
function endOfIncrease(slopeOf: (z: number) => number): number {
  const step = Math.PI / 180
  for (let degree = 1; degree < 180; degree++) {
    if (slopeOf(degree * step) <= 0) return bisect(z => slopeOf(z) > 0, (degree - 1) * step, degree * step)
  }
  return Math.PI
}

/** Where `isBefore` ceases to hold between two bounds, to the last digit. */
function bisect(isBefore: (z: number) => boolean, low: number, high: number): number {
  for (let i = 0; i < 64; i++) {
    const middle = (low + high) / 2
    if (isBefore(middle)) low = middle
    else high = middle
  }
  return (low + high) / 2
}
