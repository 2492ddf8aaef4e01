import { positiveDegrees, RADIANS } from './angles.ts'
import { dot, type Vector3, vectorOf } from './frames/vector.ts'
import { inverse2, type Matrix2 } from './matrix2.ts'
import type { PixelPosition, Wcs } from './types.ts'

/** Directions on an image, 0 to 360 degrees from its x axis towards its y axis (anticlockwise with y upwards). */
export interface Orientation {
  readonly northDeg: number
  readonly eastDeg: number
}

/**
 * Where north and east lie on the image at a pixel, in the WCS's own frame. East is 90 degrees beyond north on the sky as
 * usually shown, 90 before it on a mirrored image, and neither where the projection shears. Undefined off the sky.
 */
export function orientation(wcs: Wcs, at: PixelPosition): Orientation | undefined {
  const sky = skyDerivative(wcs, at)
  const back = sky && inverse2(sky)
  if (!back) return undefined
  return { northDeg: direction(back.b, back.d), eastDeg: direction(back.a, back.c) }
}

function direction(x: number, y: number): number {
  return positiveDegrees(Math.atan2(y, x) / RADIANS)
}

/** Lengths of the two sides of a pixel on the sky in arcsec, distortion and projection included. Undefined off the sky. */
export function pixelSidesArcsec(wcs: Wcs, at: PixelPosition): { readonly x: number; readonly y: number } | undefined {
  const sky = skyDerivative(wcs, at)
  if (!sky) return undefined
  const arcsec = 3600 / RADIANS
  return { x: Math.hypot(sky.a, sky.c) * arcsec, y: Math.hypot(sky.b, sky.d) * arcsec }
}

/** Radians on the sky, east and north by rows, a pixel along x and y by columns; undefined off the sky. */
function skyDerivative(wcs: Wcs, { x, y }: PixelPosition): Matrix2 | undefined {
  const centre = wcs.pixelToSky({ x, y })
  if (!centre) return undefined
  // A step of 1e-5 radians balances rounding against curvature.
  const step = Math.max(1e-3, Math.min(1, (1e-5 / RADIANS) * (3600 / wcs.pixelScaleArcsec)))
  const along = (dx: number, dy: number): Vector3 | undefined => {
    const after = wcs.pixelToSky({ x: x + dx, y: y + dy })
    const before = wcs.pixelToSky({ x: x - dx, y: y - dy })
    if (!after || !before) return undefined
    const [a, b] = [vectorOf(after), vectorOf(before)]
    return [(a[0] - b[0]) / (2 * step), (a[1] - b[1]) / (2 * step), (a[2] - b[2]) / (2 * step)]
  }
  const byX = along(step, 0)
  const byY = along(0, step)
  if (!byX || !byY) return undefined
  const east: Vector3 = [-Math.sin(centre.lon * RADIANS), Math.cos(centre.lon * RADIANS), 0]
  const north = vectorOf({ lon: centre.lon + 180, lat: 90 - centre.lat })
  return { a: dot(east, byX), b: dot(east, byY), c: dot(north, byX), d: dot(north, byY) }
}
