import type { Projection } from './projection.ts'
import { zenithal } from './zenithal.ts'

/** Stereographic (paper II sec. 5.1.4): conformal; all but the point opposite to the reference point. */
export function stereographic(): Projection {
  return zenithal(
    theta => (theta > -Math.PI / 2 ? 2 * Math.tan((Math.PI / 2 - theta) / 2) : undefined),
    radius => Math.PI / 2 - 2 * Math.atan(radius / 2),
  )
}
