import { AppError } from '../errors.ts'
import { RADIANS } from './angles.ts'
import type { CardValues } from './cards.ts'
import type { CelestialAxes } from './celestialAxes.ts'
import type { Plane, Projection, ProjectionParameters } from './projections/projection.ts'
import { projections } from './projections/registry.ts'
import { northCelestialPole } from './projections/sin.ts'
import { type Sphere, sphereRotation } from './sphere.ts'
import type { SkyPosition } from './types.ts'

/** A header's map projection and where it lies on the sky. */
export interface PlacedProjection {
  readonly projection: Projection
  readonly sphere: Sphere
  /** Where the reference point lies in the projection plane: at 0, 0 unless the header moves it (PVi_0). */
  readonly origin: Plane
}

/**
 * PVi_m of the latitude axis are the projection's own; PVi_0 to PVi_4 of the longitude axis place the native system and
 * rule LONPOLE and LATPOLE (paper II secs. 2.5 and 2.6). `ignorePv` where they belong to a distortion. Throws
 * `unsupported` with the projection's name, `bad-input` for impossible parameters.
 */
export function headerProjection(
  values: CardValues,
  axes: CelestialAxes,
  version: string,
  reference: SkyPosition,
  ignorePv: boolean,
): PlacedProjection {
  const parameter = (axis: number) => (m: number) => (ignorePv ? undefined : values.number(`PV${axis}_${m}${version}`))
  const projection = projectionOf(axes.projection, parameter(axes.lat), reference)
  // The old GLS moves its sinusoid to CRVAL's latitude without turning the sphere.
  const isMoved = axes.projection === 'GLS'
  const pv = parameter(axes.lon)
  const phi0 = isMoved ? 0 : (pv(1) ?? 0)
  const theta0 = isMoved ? reference.lat : (pv(2) ?? projection.theta0)
  const lonPole = pv(3) ?? values.number(`LONPOLE${version}`) ?? phi0 + (reference.lat < theta0 ? 180 : 0)
  const latPole = pv(4) ?? values.number(`LATPOLE${version}`) ?? 90
  const sphere = sphereRotation({ reference, phi0, theta0, lonPole, latPole })
  const origin = isMoved || pv(0) ? projection.toPlane(phi0 * RADIANS, theta0 * RADIANS) : { x: 0, y: 0 }
  if (origin) return { projection, sphere, origin }
  throw new AppError(
    'bad-input',
    `The header's reference point lies outside its projection: correct PV${axes.lon}_1 and PV${axes.lon}_2.`,
  )
}

function projectionOf(name: string, pv: ProjectionParameters, reference: SkyPosition): Projection {
  if (name === 'NCP' && reference.lat !== 0) return northCelestialPole(reference.lat * RADIANS)
  const make = projections[{ GLS: 'SFL', TPV: 'TAN' }[name] ?? name]
  if (make) return make(pv)
  throw new AppError(
    'unsupported',
    `The header's projection ${name} is not supported. Reproject the image to TAN, or use it without sky positions.`,
    { projection: name },
  )
}
