import { hammerAitoff } from './ait.ts'
import { zenithalEquidistant } from './arc.ts'
import { zenithalPerspective } from './azp.ts'
import { bonne } from './bon.ts'
import { conicEqualArea, conicEquidistant, conicOrthomorphic, conicPerspective } from './conics.ts'
import { cylindricalEqualArea, cylindricalPerspective, mercator, plateCarree } from './cylindrical.ts'
import { mollweide } from './mol.ts'
import type { Projection, ProjectionParameters } from './projection.ts'
import { parabolic, sinusoidal } from './pseudocylindrical.ts'
import { slantOrthographic } from './sin.ts'
import { stereographic } from './stg.ts'
import { gnomonic } from './tan.ts'
import { zenithalEqualArea } from './zea.ts'
import { zenithalPolynomial } from './zpn.ts'

/** By the three letters in CTYPE. */
export const projections: Readonly<Record<string, (pv: ProjectionParameters) => Projection>> = {
  AIT: hammerAitoff,
  ARC: zenithalEquidistant,
  AZP: zenithalPerspective,
  BON: bonne,
  CAR: plateCarree,
  CEA: cylindricalEqualArea,
  COD: conicEquidistant,
  COE: conicEqualArea,
  COO: conicOrthomorphic,
  COP: conicPerspective,
  CYP: cylindricalPerspective,
  MER: mercator,
  MOL: mollweide,
  PAR: parabolic,
  SFL: sinusoidal,
  SIN: slantOrthographic,
  STG: stereographic,
  TAN: gnomonic,
  ZEA: zenithalEqualArea,
  ZPN: zenithalPolynomial,
}
