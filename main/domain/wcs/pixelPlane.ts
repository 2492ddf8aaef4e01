import { AppError } from '../errors.ts'
import type { Distortion } from './distortion/headerDistortion.ts'
import { invertNear, type PlaneMap } from './distortion/planeMap.ts'
import type { LinearPart } from './linear.ts'
import { determinant, inverse2 } from './matrix2.ts'
import type { Plane } from './projections/projection.ts'
import type { PixelPosition } from './types.ts'

/** The way between pixels and intermediate world coordinates in degrees. */
export interface PixelPlane {
  /** Square degrees of a pixel at the reference pixel, distortion included. */
  readonly pixelArea: number
  toWorld(pixel: PixelPosition): Plane
  /** Undefined where a distortion cannot be inverted. */
  toPixel(world: Plane): PixelPosition | undefined
}

type Guess = (x: number, y: number) => Plane
interface Step {
  readonly forward: (x: number, y: number) => Plane
  readonly back: (x: number, y: number) => Plane | undefined
  /** By how much it enlarges areas at its origin. */
  readonly enlargement: number
}

/** CRPIX, SIP, the linear part and TPV in their order (FITS 4.0 sec. 8.1). Throws `bad-input` for a distortion that maps to a line. */
export function pixelPlane(linear: LinearPart, { sip, tpv }: Distortion): PixelPlane {
  const { crpix, matrix } = linear
  const inverse = inverse2(matrix) ?? { a: 0, b: 0, c: 0, d: 0 }
  const first = distortionStep(sip?.forward, sip?.guess)
  const last = distortionStep(tpv)
  return {
    pixelArea: Math.abs(determinant(matrix) * first.enlargement * last.enlargement),
    toWorld: pixel => {
      const { x, y } = first.forward(pixel.x + 1 - crpix.x, pixel.y + 1 - crpix.y)
      return last.forward(matrix.a * x + matrix.b * y, matrix.c * x + matrix.d * y)
    },
    toPixel: world => {
      const straight = last.back(world.x, world.y)
      if (!straight) return undefined
      const { x, y } = straight
      const pixel = first.back(inverse.a * x + inverse.b * y, inverse.c * x + inverse.d * y)
      return pixel && { x: pixel.x + crpix.x - 1, y: pixel.y + crpix.y - 1 }
    },
  }
}

const same = (x: number, y: number): Plane => ({ x, y })

function distortionStep(map: PlaneMap | undefined, guess: Guess = same): Step {
  if (!map) return { forward: same, back: same, enlargement: 1 }
  const enlargement = determinant(map(0, 0).jacobian)
  if (enlargement === 0 || !Number.isFinite(enlargement)) {
    throw new AppError('bad-input', "The header's distortion maps the image to a line: correct its coefficients.")
  }
  return { forward: map, back: (x, y) => invertNear(map, { x, y }, guess(x, y), enlargement), enlargement }
}
