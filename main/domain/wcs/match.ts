import { RADIANS } from './angles.ts'
import { skyConverter } from './frames/convert.ts'
import { determinant, type Matrix2 } from './matrix2.ts'
import type { PixelPosition, Wcs } from './types.ts'

/** How the pixels of one image lie on those of another by their sky positions. */
export interface WcsMatch {
  /** The place in the second image that shows the same sky. Undefined where either does not show it. */
  toOther(pixel: PixelPosition): PixelPosition | undefined
  /** The best linear map about a pixel of the first image; undefined like `toOther`. */
  affineAt(pixel: PixelPosition): LocalAffine | undefined
}

/** other = matrix pixel + offset; also as rotation(rotationDeg) scale (flip of y where the parity is -1), without shear. */
export interface LocalAffine {
  readonly matrix: Matrix2
  readonly offset: PixelPosition
  /** Pixels of the second image a pixel of the first. */
  readonly scale: number
  /** From x towards y. */
  readonly rotationDeg: number
  /** -1 where one image is the other's mirror image. */
  readonly parity: 1 | -1
}

/** Links two images by their WCS, with the frames converted where they differ. Pure: nothing of the pixels is looked at. */
export function matchByWcs(a: Wcs, b: Wcs): WcsMatch {
  const convert = skyConverter(a, b)
  const toOther = (pixel: PixelPosition): PixelPosition | undefined => {
    const sky = a.pixelToSky(pixel)
    return sky && b.skyToPixel(convert(sky))
  }
  return { toOther, affineAt: pixel => affineOf(toOther, pixel) }
}

function affineOf(toOther: WcsMatch['toOther'], { x, y }: PixelPosition): LocalAffine | undefined {
  const centre = toOther({ x, y })
  const [left, right] = [toOther({ x: x - 1, y }), toOther({ x: x + 1, y })]
  const [below, above] = [toOther({ x, y: y - 1 }), toOther({ x, y: y + 1 })]
  if (!centre || !left || !right || !below || !above) return undefined
  const matrix = {
    a: (right.x - left.x) / 2,
    b: (above.x - below.x) / 2,
    c: (right.y - left.y) / 2,
    d: (above.y - below.y) / 2,
  }
  const { a, b, c, d } = matrix
  const area = determinant(matrix)
  const parity = area < 0 ? -1 : 1
  return {
    matrix,
    offset: { x: centre.x - a * x - b * y, y: centre.y - c * x - d * y },
    scale: Math.sqrt(Math.abs(area)),
    rotationDeg: Math.atan2(c - parity * b, a + parity * d) / RADIANS,
    parity,
  }
}
