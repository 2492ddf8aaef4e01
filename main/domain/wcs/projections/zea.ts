import type { Projection } from './projection.ts'
import { zenithal } from './zenithal.ts'

/** Lambert's zenithal equal area (paper II sec. 5.1.8). */
export function zenithalEqualArea(): Projection {
  return zenithal(
    theta => 2 * Math.sin((Math.PI / 2 - theta) / 2),
    radius => (radius <= 2 * (1 + 1e-12) ? Math.PI / 2 - 2 * Math.asin(Math.min(1, radius / 2)) : undefined),
  )
}
