import { AppError } from '../../errors.ts'
import { RADIANS } from '../angles.ts'
import type { Projection, ProjectionParameters } from './projection.ts'

/**
 * Zenithal perspective from a point at PVi_1 radii from the centre on a plane tilted by PVi_2 degrees (paper II
 * sec. 5.1.1). Throws `bad-input` for a point on the sphere's near side or an edge-on plane.
 */
export function zenithalPerspective(pv: ProjectionParameters): Projection {
  const mu = pv(1) ?? 0
  const tilt = (pv(2) ?? 0) * RADIANS
  const cosTilt = Math.cos(tilt)
  if (mu === -1 || Math.abs(cosTilt) < 1e-15) {
    throw new AppError('bad-input', `The AZP projection has no image with PV ${mu} and ${pv(2)}.`, { mu, tilt })
  }
  const horizon = Math.abs(mu) > 1 ? Math.asin(-1 / mu) : -Math.PI / 2
  return {
    theta0: 90,
    toPlane: (phi, theta) => {
      const slope = Math.tan(tilt) * Math.cos(phi)
      const denominator = mu + Math.sin(theta) + Math.cos(theta) * slope
      if (denominator === 0 || theta < horizon || theta < divergence(mu, cosTilt, slope)) return undefined
      const radius = ((mu + 1) * Math.cos(theta)) / denominator
      return { x: radius * Math.sin(phi), y: (-radius * Math.cos(phi)) / cosTilt }
    },
    toNative: (x, y) => {
      const radius = Math.hypot(x, y * cosTilt)
      if (radius === 0) return { phi: 0, theta: Math.PI / 2 }
      const rho = radius / (mu + 1 + y * Math.sin(tilt))
      const sine = (rho * mu) / Math.hypot(rho, 1)
      if (Math.abs(sine) > 1 + 1e-13) return undefined
      const theta = nearerToPole(Math.atan2(1, rho), Math.asin(Math.max(-1, Math.min(1, sine))))
      return { phi: Math.atan2(x, -y * cosTilt), theta }
    },
  }
}

/** The latitude below which rays run away from the plane, where that happens at all. */
function divergence(mu: number, cosTilt: number, slope: number): number {
  const sine = mu / Math.hypot(1, slope)
  if (Math.abs(mu * cosTilt) >= 1 || Math.abs(sine) > 1) return Number.NEGATIVE_INFINITY
  return nearerToPole(Math.atan(-slope), Math.asin(sine))
}

function nearerToPole(psi: number, omega: number): number {
  const [a, b] = [psi - omega, psi + omega + Math.PI].map(angle => (angle > Math.PI / 2 ? angle - 2 * Math.PI : angle))
  return Math.max(a, b)
}
