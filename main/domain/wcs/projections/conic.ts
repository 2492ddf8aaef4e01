import { AppError } from '../../errors.ts'
import { RADIANS } from '../angles.ts'
import type { Projection, ProjectionParameters } from './projection.ts'

/** What makes one conic: the cone's constant C, and the distance of a parallel from its apex in the plane and back. */
interface Cone {
  readonly constant: number
  readonly radiusOf: (theta: number) => number | undefined
  readonly thetaOf: (radius: number) => number | undefined
}

/**
 * A conic projection from the mean of its standard parallels, PVi_1, and half their distance, PVi_2, in degrees (paper II
 * sec. 5.4). Throws `bad-input` without PVi_1, and where the cone is a plane or a cylinder.
 */
export function conic(name: string, coneOf: (middle: number, half: number) => Cone) {
  return (pv: ProjectionParameters): Projection => {
    const thetaA = pv(1) ?? Number.NaN
    const middle = thetaA * RADIANS
    const { constant, radiusOf, thetaOf } = coneOf(middle, (pv(2) ?? 0) * RADIANS)
    const apex = radiusOf(middle)
    if (!(Math.abs(constant) > 0) || apex === undefined || !Number.isFinite(apex)) {
      throw new AppError('bad-input', `The ${name} projection has no cone for PV ${pv(1)} and ${pv(2)}.`, { thetaA })
    }
    return {
      theta0: thetaA,
      toPlane: (phi, theta) => {
        const radius = radiusOf(theta)
        if (radius === undefined || !Number.isFinite(radius)) return undefined
        return { x: radius * Math.sin(constant * phi), y: apex - radius * Math.cos(constant * phi) }
      },
      toNative: (x, y) => {
        const sign = thetaA < 0 ? -1 : 1
        const radius = sign * Math.hypot(x, apex - y)
        const theta = thetaOf(radius)
        if (theta === undefined || Number.isNaN(theta)) return undefined
        return { phi: radius === 0 ? 0 : Math.atan2(sign * x, sign * (apex - y)) / constant, theta }
      },
    }
  }
}
