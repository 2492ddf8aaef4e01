import { RADIANS } from './angles.ts'
import { cardValues } from './cards.ts'
import { celestialAxes } from './celestialAxes.ts'
import { headerDistortion } from './distortion/headerDistortion.ts'
import { headerFrame } from './headerFrame.ts'
import { headerProjection } from './headerProjection.ts'
import { linearPart } from './linear.ts'
import { pixelPlane } from './pixelPlane.ts'
import type { Native } from './projections/projection.ts'
import type { Wcs } from './types.ts'

/**
 * The celestial WCS of a header: pixels to sky and back, as WCSLIB and astropy have it. `version` is the letter of an
 * alternative WCS. `pixelAxes` are the FITS axes that x and y count along; of a cube, those of its planes.
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
  const distortion = headerDistortion(values, axes, version)
  const plane = pixelPlane(linear, distortion)
  const { projection, sphere, origin } = headerProjection(values, axes, version, linear.crval, distortion.usesPv)
  return {
    projection: axes.projection,
    ...headerFrame(values, axes.lonType, version),
    pixelScaleArcsec: Math.sqrt(plane.pixelArea) * 3600,
    pixelToSky: pixel => {
      const { x, y } = plane.toWorld(pixel)
      const native = projection.toNative(x * RADIANS + origin.x, y * RADIANS + origin.y)
      return native && isOnSphere(native) ? sphere.toSky(native) : undefined
    },
    skyToPixel: sky => {
      const { phi, theta } = sphere.toNative(sky)
      const shown = projection.toPlane(phi, theta)
      return shown && plane.toPixel({ x: (shown.x - origin.x) / RADIANS, y: (shown.y - origin.y) / RADIANS })
    },
  }
}

/** Cylinders go on to the left and right of the sphere that they show. */
function isOnSphere({ phi, theta }: Native): boolean {
  return Math.abs(phi) <= Math.PI * (1 + 1e-13) && Math.abs(theta) <= (Math.PI / 2) * (1 + 1e-13)
}
