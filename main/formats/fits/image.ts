import { AppError } from '../../domain/errors.ts'
import type { FloatImage } from '../../domain/image.ts'
import { checkPlane, toFloat32 } from '../imageArray.ts'
import { MAX_IMAGE_PIXELS } from '../limits.ts'
import { type ScalarArray, scalarsToFloats } from '../scalars.ts'
import type { ParallelDecoder } from './compression/compressedImage.ts'
import { pixelCount, type Region } from './compression/tileGrid.ts'
import type { FitsFile, Hdu } from './file.ts'
import type { FitsHeader } from './header.ts'
import { imageHeader, inheritedHeader } from './imageHeader.ts'
import { checkReadable, readRegion } from './pixels.ts'

/** One plane of an image HDU. `unit` is BUNIT; `planes` counts the planes over all axes above the second. */
export interface FitsImage {
  readonly image: FloatImage
  readonly planes: number
  readonly unit?: string
  /** The HDU's own header; of a compressed image, the header that it had before it was compressed. */
  readonly header: FitsHeader
}

/** A rectangle of one plane in pixels from 0: `x` from the left, `y` from the bottom, which is the file's first row. */
export interface Cutout {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  /** The first where it is not given. */
  readonly plane?: number
}

export interface ReadOptions {
  /** Threads that decode the tiles of compressed images; without it they are decoded on this one. */
  readonly parallel?: ParallelDecoder
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
 * Errors: `not-found` (no such HDU), `bad-input` (not an image, damaged, cut short, no such plane), `unsupported` (over
 * the limit, coded in a way that the standard does not know).
 */
export async function readImage(
  file: FitsFile,
  hduIndex: number,
  plane = 0,
  options: ReadOptions = {},
): Promise<FitsImage> {
  const hdu = imageHdu(file, hduIndex)
  const [height, width] = hdu.shape.slice(-2)
  return readPart(file, hdu, { x: 0, y: 0, width, height, plane }, options)
}

/** As `readImage`, but only a rectangle of the plane: of the file, only the rows or tiles that hold it are read. */
export async function readCutout(
  file: FitsFile,
  hduIndex: number,
  cutout: Cutout,
  options: ReadOptions = {},
): Promise<FitsImage> {
  const hdu = imageHdu(file, hduIndex)
  const [rows, columns] = hdu.shape.slice(-2)
  const { x, y, width, height } = cutout
  const inside = (from: number, length: number, limit: number) =>
    Number.isInteger(from) && Number.isInteger(length) && from >= 0 && length >= 1 && from + length <= limit
  if (!inside(x, width, columns) || !inside(y, height, rows))
    throw new AppError(
      'bad-input',
      `The cutout of ${width} x ${height} pixels from (${x}, ${y}) on leaves the image of ${columns} x ${rows}. Choose one inside.`,
      { cutout, columns, rows },
    )
  return readPart(file, hdu, cutout, options)
}

async function readPart(file: FitsFile, hdu: Hdu, cutout: Cutout, { parallel }: ReadOptions): Promise<FitsImage> {
  const { width, height } = cutout
  if (width * height > MAX_IMAGE_PIXELS)
    throw new AppError(
      'unsupported',
      `HDU ${hdu.index} is ${width} x ${height} pixels; the limit is ${MAX_IMAGE_PIXELS} pixels. Read a part of it.`,
    )
  const planes = pixelCount(hdu.shape.slice(0, -2))
  const plane = checkPlane(cutout.plane ?? 0, planes)
  const data = singlePrecision(await readRegion(file, hdu, planeRegion(hdu.shape, plane, cutout), parallel))
  const unit = inheritedHeader(file, hdu).string('BUNIT')
  return { image: { width, height, data }, planes, header: imageHeader(hdu), ...(unit ? { unit } : {}) }
}

function imageHdu(file: FitsFile, index: number): Hdu {
  const hdu = file.hdus[index]
  if (hdu === undefined)
    throw new AppError(
      'not-found',
      `The FITS file has no HDU ${index}: it has ${file.hdus.length}, numbered from 0. ${file.problem ?? ''}`.trimEnd(),
      { hdus: file.hdus.length },
    )
  checkReadable(file, hdu)
  if (isImage(hdu)) return hdu
  const shape = hdu.shape.length === 0 ? 'no data' : `the shape (${hdu.shape.join(', ')})`
  throw new AppError('bad-input', `HDU ${hdu.index} has ${shape}, which is no image of two axes. Choose another HDU.`)
}

/** The rectangle in the axes of the cube, of which the third runs fastest among the planes. */
export function planeRegion(shape: readonly number[], plane: number, { x, y, width, height }: Cutout): Region {
  const position: number[] = []
  for (const length of shape.slice(0, -2).toReversed()) {
    position.unshift(plane % length)
    plane = Math.floor(plane / length)
  }
  return { start: [...position, y, x], shape: [...position.map(() => 1), height, width] }
}

/** The values as float32; what was read is not copied where it is float32 already. */
function singlePrecision(values: ScalarArray): Float32Array {
  const { data } = scalarsToFloats(values)
  return data instanceof Float32Array ? data : toFloat32(data)
}
