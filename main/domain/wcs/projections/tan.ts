import type { Projection } from './projection.ts'
import { zenithal } from './zenithal.ts'

/** Gnomonic: the sphere seen from its centre (paper II sec. 5.1.3). Shows the half around the reference point. */
export function gnomonic(): Projection {
  return zenithal(
    theta => (theta > 0 ? Math.cos(theta) / Math.sin(theta) : undefined),
    radius => Math.atan2(1, radius),
  )
}
