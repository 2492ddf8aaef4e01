import { AppError } from '../../domain/errors.ts'
import type { FloatImage } from '../../domain/image.ts'
import { checkPlane, toFloat32 } from '../imageArray.ts'
import { MAX_IMAGE_PIXELS } from '../limits.ts'
import type { FitsFile, Hdu } from './file.ts'
import type { FitsHeader } from './header.ts'
import { checkReadable, readValues } from './pixels.ts'

/** One plane of an image HDU. `unit` is BUNIT; `planes` counts the planes over all axes above the second. */
export interface FitsImage {
  readonly image: FloatImage
  readonly planes: number
  readonly unit?: string
  readonly header: FitsHeader
}

/** The first HDU that holds an image of two or more axes with pixels, compressed ones included; else an error. */
export function firstImage(file: FitsFile): Hdu {
  const hdu = file.hdus.find(isImage)
  if (hdu !== undefined) return hdu
  const listed = file.hdus.map(({ index, type, shape }) => `${index}: ${type} (${shape.join(' x ') || 'no data'})`)
  const problem = file.problem === undefined ? '' : ` Reading stopped ${file.problem}`
  throw new AppError(
    'bad-input',
    `The FITS file has no image of two axes. Its HDUs are ${listed.slice(0, 20).join(', ')}.${problem}`,
  )
}

export function isImage(hdu: Hdu): boolean {
  const holdsPixels = hdu.type === 'primary' || hdu.type === 'image' || hdu.type === 'compressed'
  return holdsPixels && hdu.shape.length >= 2 && !hdu.shape.includes(0)
}

/**
 * Reads one plane of an image HDU as float32, the first row of the file at the bottom. Planes of a cube are numbered
 * from 0 with the third axis running fastest. Only the bytes of that plane are read.
 *
 * Errors: `not-found` (no such HDU), `bad-input` (not an image, cut short, no such plane), `unsupported` (compressed).
 */
export async function readImage(file: FitsFile, hduIndex: number, plane = 0): Promise<FitsImage> {
  const hdu = file.hdus[hduIndex]
  if (hdu === undefined)
    throw new AppError(
      'not-found',
      `The FITS file has no HDU ${hduIndex}: it has ${file.hdus.length}, numbered from 0. ${file.problem ?? ''}`.trimEnd(),
      { hdus: file.hdus.length },
    )
  checkReadable(file, hdu)
  const { width, height, planes } = planesOf(hdu)
  checkPlane(plane, planes)
  const size = width * height
  const data = toFloat32(await readValues(file, hdu, plane * size, size))
  const unit = hdu.header.string('BUNIT')
  return { image: { width, height, data }, planes, header: hdu.header, ...(unit ? { unit } : {}) }
}

function planesOf(hdu: Hdu): { width: number; height: number; planes: number } {
  const shape = hdu.shape
  if (!isImage(hdu))
    throw new AppError(
      'bad-input',
      `HDU ${hdu.index} has ${shape.length === 0 ? 'no data' : `the shape (${shape.join(', ')})`}, which is no image of two axes. Choose another HDU.`,
    )
  const [height, width] = shape.slice(-2)
  if (width * height > MAX_IMAGE_PIXELS)
    throw new AppError(
      'unsupported',
      `HDU ${hdu.index} is ${width} x ${height} pixels; the limit is ${MAX_IMAGE_PIXELS} pixels. Cut it into smaller images.`,
    )
  return { width, height, planes: shape.slice(0, -2).reduce((product, length) => product * length, 1) }
}
