import { AppError } from '../../errors.ts'
import { RADIANS } from '../angles.ts'
import type { Projection, ProjectionParameters } from './projection.ts'
import { onParallel, sinusoidal } from './pseudocylindrical.ts'

/** Bonne's equal area projection with the standard parallel PVi_1 (paper II sec. 5.5.1); SFL where that is the equator. */
export function bonne(pv: ProjectionParameters): Projection {
  const parallel = pv(1)
  if (parallel === undefined) throw new AppError('bad-input', 'The BON projection needs its PV coefficient 1.')
  if (parallel === 0) return sinusoidal()
  const theta1 = parallel * RADIANS
  const apex = 1 / Math.tan(theta1) + theta1
  const sign = Math.sign(parallel)
  return {
    theta0: 0,
    toPlane: (phi, theta) => {
      const radius = apex - theta
      const angle = radius === 0 ? 0 : (phi * Math.cos(theta)) / radius
      return { x: radius * Math.sin(angle), y: apex - radius * Math.cos(angle) }
    },
    toNative: (x, y) => {
      const radius = sign * Math.hypot(x, apex - y)
      const theta = apex - radius
      const angle = radius === 0 ? 0 : Math.atan2(sign * x, sign * (apex - y))
      return onParallel(angle * radius, Math.cos(theta), theta)
    },
  }
}
