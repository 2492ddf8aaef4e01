import { AppError } from '../errors.ts'
import { RADIANS } from './angles.ts'
import { type CardValues, cardValues } from './cards.ts'
import { type CelestialAxes, celestialAxes } from './celestialAxes.ts'
import { headerFrame } from './headerFrame.ts'
import { type LinearPart, linearPart } from './linear.ts'
import { determinant, inverse2 } from './matrix2.ts'
import type { Native, Plane, Projection } from './projections/projection.ts'
import { projections } from './projections/registry.ts'
import { type Sphere, sphereRotation } from './sphere.ts'
import type { Wcs } from './types.ts'

type Transforms = Pick<Wcs, 'pixelToSky' | 'skyToPixel'>

/**
 * The celestial WCS of a header: pixels to sky and back as WCSLIB has it. `version` is the letter of an alternative
 * WCS. `pixelAxes` are the FITS axes that x and y count along; of a cube, those of a plane.
 *
 * Undefined where the header gives those pixels no celestial coordinates. Throws `unsupported`, with the name, for a
 * projection, distortion or reference system that is not known here, since a guess would be a wrong position;
 * `bad-input` for damaged or contradictory cards.
 */
export function celestialWcs(
  cards: readonly string[],
  version = '',
  pixelAxes: readonly [number, number] = [1, 2],
): Wcs | undefined {
  const values = cardValues(cards)
  const axes = celestialAxes(values, version)
  const linear = axes && linearPart(values, axes, version, pixelAxes)
  if (!axes || !linear) return undefined
  const projection = projectionOf(values, axes, version)
  const { sphere, origin } = sphereOf(values, axes, version, linear, projection)
  return {
    projection: axes.projection,
    ...headerFrame(values, axes.lonType, version),
    pixelScaleArcsec: Math.sqrt(Math.abs(determinant(linear.matrix))) * 3600,
    ...chain(linear, projection, sphere, origin),
  }
}

function projectionOf(values: CardValues, axes: CelestialAxes, version: string): Projection {
  const make = projections[axes.projection]
  if (!make) {
    throw new AppError(
      'unsupported',
      `The header's projection ${axes.projection} is not supported. Reproject the image to TAN, or use it without sky positions.`,
      { projection: axes.projection },
    )
  }
  return make(m => values.number(`PV${axes.lat}_${m}${version}`))
}

/** Where the native system lies on the sky; PVi_0 to PVi_4 of the longitude axis rule LONPOLE and LATPOLE. */
function sphereOf(
  values: CardValues,
  axes: CelestialAxes,
  version: string,
  { crval }: LinearPart,
  projection: Projection,
): { sphere: Sphere; origin: Plane } {
  const pv = (m: number) => values.number(`PV${axes.lon}_${m}${version}`)
  const phi0 = pv(1) ?? 0
  const theta0 = pv(2) ?? projection.theta0
  const given = pv(3) ?? values.number(`LONPOLE${version}`)
  const lonPole = given ?? phi0 + (crval.lat < theta0 ? 180 : 0)
  const latPole = pv(4) ?? values.number(`LATPOLE${version}`) ?? 90
  const sphere = sphereRotation({ reference: crval, phi0, theta0, lonPole, latPole })
  if (!pv(0)) return { sphere, origin: { x: 0, y: 0 } }
  const origin = projection.toPlane(phi0 * RADIANS, theta0 * RADIANS)
  if (origin) return { sphere, origin }
  throw new AppError(
    'bad-input',
    `The header's reference point is not shown by ${axes.projection}: correct PV${axes.lon}_1 and PV${axes.lon}_2.`,
  )
}

function chain(linear: LinearPart, projection: Projection, sphere: Sphere, origin: Plane): Transforms {
  const { crpix, matrix } = linear
  const back = inverse2(matrix)
  return {
    pixelToSky: pixel => {
      const u = pixel.x + 1 - crpix.x
      const v = pixel.y + 1 - crpix.y
      const x = (matrix.a * u + matrix.b * v) * RADIANS
      const y = (matrix.c * u + matrix.d * v) * RADIANS
      const native = projection.toNative(x + origin.x, y + origin.y)
      return native && isOnSphere(native) ? sphere.toSky(native) : undefined
    },
    skyToPixel: sky => {
      const { phi, theta } = sphere.toNative(sky)
      const plane = projection.toPlane(phi, theta)
      if (!plane || !back) return undefined
      const x = (plane.x - origin.x) / RADIANS
      const y = (plane.y - origin.y) / RADIANS
      return { x: back.a * x + back.b * y + crpix.x - 1, y: back.c * x + back.d * y + crpix.y - 1 }
    },
  }
}

/** Cylinders go on to the left and right of the sphere that they show. */
function isOnSphere({ phi, theta }: Native): boolean {
  return Math.abs(phi) <= Math.PI * (1 + 1e-13) && Math.abs(theta) <= (Math.PI / 2) * (1 + 1e-13)
}
