import { AppError } from '../domain/errors.ts'
import type { FloatImage } from '../domain/image.ts'
import { MAX_IMAGE_PIXELS } from './limits.ts'
import type { FloatArray } from './scalars.ts'

/** How an array divides into images: `planes` images of `height` x `width`, one after the other. */
export interface PlaneLayout {
  readonly planes: number
  readonly height: number
  readonly width: number
}

const WORKING_SHAPES = 'H x W for one image, 1 x H x W (one channel), or N x H x W and N x 1 x H x W for a stack'

/** Colour images as other programs keep them have 3 or 4 channels last, and astronomical images are not 4 pixels wide. */
const MAX_CHANNELS = 4

/**
 * The images in an array of `shape` (slowest axis first). Axes of length 1 before the last two are dropped; then two
 * axes are one image and three are a stack. Anything else is refused.
 */
export function planeLayout(shape: readonly number[]): PlaneLayout {
  const pixelAxes = shape.slice(-2)
  const outerAxes = shape.slice(0, -2).filter(length => length !== 1)
  if (pixelAxes.length < 2) throw refuseShape(shape, 'has no two axes')
  if (shape.includes(0)) throw refuseShape(shape, 'holds no pixels')
  if (outerAxes.length > 1) throw refuseShape(shape, 'has too many axes')
  const [height, width] = pixelAxes
  const planes = outerAxes[0] ?? 1
  if (shape.length === 3 && width <= MAX_CHANNELS && height > MAX_CHANNELS && shape[0] > MAX_CHANNELS)
    throw refuseShape(shape, 'seems to have its channels last; move them to the front with numpy.moveaxis(a, -1, 0)')
  if (height * width > MAX_IMAGE_PIXELS)
    throw refuseShape(shape, `is over the limit of ${MAX_IMAGE_PIXELS} pixels an image`)
  return { planes, height, width }
}

/** All images of an array, row 0 of the array as the bottom row of the image, as FITS has it. */
export function imagesFromArray(array: { readonly shape: readonly number[]; readonly data: FloatArray }): FloatImage[] {
  const { planes, height, width } = planeLayout(array.shape)
  const size = height * width
  return Array.from({ length: planes }, (_, plane) => ({
    width,
    height,
    data: toFloat32(array.data.subarray(plane * size, (plane + 1) * size)),
  }))
}

/**
 * Pixels as float32. Values that float32 cannot hold (beyond 3.4e38, or all below its smallest normal number 1.2e-38)
 * are refused, because they would silently become infinite or zero.
 */
export function toFloat32(values: FloatArray): Float32Array {
  if (values instanceof Float32Array) return values.slice()
  const pixels = Float32Array.from(values)
  let largest = 0
  for (let i = 0; i < values.length; i++) {
    const magnitude = Math.abs(values[i])
    if (magnitude > largest && magnitude < Number.POSITIVE_INFINITY) largest = magnitude
  }
  if (largest > 0 && (Math.fround(largest) === Number.POSITIVE_INFINITY || largest < 2 ** -126))
    throw new AppError(
      'bad-input',
      `The largest pixel value is ${largest}, which single precision cannot hold. Bring the image to another unit first.`,
      { largest },
    )
  return pixels
}

/** The plane that was asked for, or the first; refused where there is no such plane. */
export function checkPlane(plane: number, planes: number): number {
  if (Number.isInteger(plane) && plane >= 0 && plane < planes) return plane
  throw new AppError('bad-input', `There is no plane ${plane}: the image has ${planes}, numbered from 0.`, {
    plane,
    planes,
  })
}

function refuseShape(shape: readonly number[], reason: string): AppError {
  return new AppError(
    'bad-input',
    `An array of shape (${shape.join(', ')}) ${reason}. Shapes that work: ${WORKING_SHAPES}.`,
    { shape: [...shape] },
  )
}
