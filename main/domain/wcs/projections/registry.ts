import type { Projection, ProjectionParameters } from './projection.ts'
import { gnomonic } from './tan.ts'

/** By the three letters in CTYPE. */
export const projections: Readonly<Record<string, (pv: ProjectionParameters) => Projection>> = {
  TAN: gnomonic,
}
