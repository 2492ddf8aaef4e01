import type { Projection } from './projection.ts'
import { zenithal } from './zenithal.ts'

/** Zenithal equidistant (paper II sec. 5.1.6). */
export function zenithalEquidistant(): Projection {
  return zenithal(
    theta => Math.PI / 2 - theta,
    radius => Math.PI / 2 - radius,
  )
}
