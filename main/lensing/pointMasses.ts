import type { Deflector } from './deflector.ts'

/** Point masses: where they are and their Einstein radii, arcsec. */
export interface PointMasses {
  readonly xArcsec: Float64Array
  readonly yArcsec: Float64Array
  readonly einsteinRadiusArcsec: Float64Array
}

/** A ray that meets a mass within this distance, arcsec, is not deflected by it. */
const closest = 1e-12

/** Deflection of point masses: the sum of theta_E^2 (theta - theta_i) / |theta - theta_i|^2. */
export function pointMassDeflector({ xArcsec, yArcsec, einsteinRadiusArcsec }: PointMasses): Deflector {
  const masses = xArcsec.length
  const squares = einsteinRadiusArcsec.map(radius => radius * radius)
  return ({ count, x, y, alphaX, alphaY }) => {
    for (let i = 0; i < count; i++) {
      const at = x[i]
      let sumX = 0
      let sumY = 0
      for (let k = 0; k < masses; k++) {
        const dx = at - xArcsec[k]
        const dy = y - yArcsec[k]
        const strength = squares[k] / (dx * dx + dy * dy + closest * closest)
        sumX += strength * dx
        sumY += strength * dy
      }
      alphaX[i] += sumX
      alphaY[i] += sumY
    }
  }
}
