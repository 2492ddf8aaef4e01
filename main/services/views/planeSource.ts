import { AppError } from '../../domain/errors.ts'
import type { FloatImage } from '../../domain/image.ts'
import type { PixelRect, PixelSize } from '../../domain/pyramid.ts'
import { type ByteSource, withFileSource } from '../../formats/byteSource.ts'
import { type FitsFile, openFits } from '../../formats/fits/file.ts'
import { readCutout } from '../../formats/fits/image.ts'
import { checkPlane, planeLayout, toFloat32 } from '../../formats/imageArray.ts'
import { recogniseFormat } from '../../formats/magic.ts'
import { decodeFloats } from '../../formats/npy.ts'
import { type NpyHeader, readNpyHeader } from '../../formats/npyHeader.ts'
import { readImageFile } from '../../formats/readers.ts'
import type { FloatArray } from '../../formats/scalars.ts'
import { listImages } from './listImages.ts'

/** A plane of a file: `image` by its number in views.open. */
export interface PlaneChoice {
  readonly path: string
  readonly image: number
  readonly plane: number
}

/** The pixels of a plane, read where they are asked for. */
export interface PlaneSource extends PixelSize {
  /** Whether any pixels can be read without unpacking the whole file. */
  readonly direct: boolean
  /** Whole rows from row `y` on. */
  rows(y: number, count: number): Promise<Float32Array>
  rect(rect: PixelRect): Promise<FloatImage>
}

/** So many bytes are read at once at most, unless a single row has more. */
const CHUNK_BYTES = 8 * 2 ** 20

/** Rows of a plane stay small enough to be held by the thousand. */
const MAX_SIDE = 65_536

/** Opens the plane, hands it to `use` and closes the file. Errors are those of the formats, and `not-found` for the image. */
export async function withPlane<T>(choice: PlaneChoice, use: (plane: PlaneSource) => Promise<T>): Promise<T> {
  return withFileSource(choice.path, async source => use(await openPlane(source, choice)))
}

async function openPlane(source: ByteSource, choice: PlaneChoice): Promise<PlaneSource> {
  const format = recogniseFormat(await source.read(0, Math.min(16, source.size)))
  if (format === 'npy') {
    const header = await readNpyHeader(source)
    if (!header.fortranOrder) return npyPlane(source, header, choice.plane)
  }
  if (format === 'fits') {
    const file = await openFits(source)
    const hdu = file.hdus[choice.image]
    if (hdu !== undefined) return fitsPlane(file, choice, file.source === source)
  }
  return unpackedPlane(choice)
}

function npyPlane(source: ByteSource, header: NpyHeader, plane: number): PlaneSource {
  const { planes, width, height } = planeLayout(header.shape)
  const size = header.dataSize / planes / (width * height)
  const first = checkPlane(plane, planes) * width * height
  return inPlainOrder({ width, height }, true, async (start, count) => {
    const bytes = await source.read(header.dataOffset + (first + start) * size, count * size)
    return decodeFloats(bytes, header).data
  })
}

/** Of a compressed image too only the tiles that hold a part are read, but each of them as a whole. */
function fitsPlane(file: FitsFile, { image, plane }: PlaneChoice, isPlain: boolean): PlaneSource {
  const hdu = file.hdus[image]
  const [height = 0, width = 0] = hdu.shape.slice(-2)
  checkSides({ width, height })
  const cut = async (rect: PixelRect) => (await readCutout(file, image, { ...rect, plane })).image
  return {
    width,
    height,
    direct: isPlain && hdu.type !== 'compressed',
    rows: async (y, count) => (await cut({ x: 0, y, width, height: count })).data,
    rect: cut,
  }
}

/** A plane whose file must be decoded as a whole before any pixel is known. */
async function unpackedPlane({ path, image, plane }: PlaneChoice): Promise<PlaneSource> {
  const { format, images } = await listImages(path)
  const listed = images[image]
  if (listed === undefined)
    throw new AppError('not-found', `The file has no image ${image}: it has ${images.length}, numbered from 0.`)
  const which = format === 'fits' ? { hdu: image } : listed.name === '' ? {} : { member: listed.name }
  const { width, height, data } = (await readImageFile(path, { ...which, plane })).image
  return inPlainOrder({ width, height }, false, async (start, count) => data.subarray(start, start + count))
}

/** A plane of float32 values in a file of their own, as the cache keeps it. */
export function rawPlane(source: ByteSource, size: PixelSize): PlaneSource {
  return inPlainOrder(size, true, async (start, count) => {
    const bytes = await source.read(start * 4, count * 4)
    return new Float32Array(bytes.buffer, bytes.byteOffset, count)
  })
}

/** A plane whose pixels stand in the order of its rows; `values` reads `count` of them from number `start` on. */
function inPlainOrder(
  { width, height }: PixelSize,
  direct: boolean,
  values: (start: number, count: number) => Promise<FloatArray>,
): PlaneSource {
  checkSides({ width, height })
  const read = async (start: number, count: number) => toFloat32(await values(start, count))
  return {
    width,
    height,
    direct,
    rows: (y, count) => read(y * width, count * width),
    rect: async ({ x, y, width: across, height: up }) => {
      const data = new Float32Array(across * up)
      if (across === width) data.set(await read(y * width, up * width))
      else if (across * 4 >= width) await cutFromRows(data, { x, y, width: across, height: up }, width, read)
      else for (let row = 0; row < up; row++) data.set(await read((y + row) * width + x, across), row * across)
      return { width: across, height: up, data }
    },
  }
}

function checkSides({ width, height }: PixelSize): void {
  if (Math.max(width, height) <= MAX_SIDE) return
  throw new AppError(
    'unsupported',
    `The image has ${width} x ${height} pixels; images of up to ${MAX_SIDE} pixels a side are shown. Cut out the part you need.`,
    { width, height, limit: MAX_SIDE },
  )
}

/** Few long reads in place of many short ones. */
async function cutFromRows(
  into: Float32Array,
  rect: PixelRect,
  width: number,
  read: (start: number, count: number) => Promise<Float32Array>,
): Promise<void> {
  const atOnce = Math.max(1, Math.floor(CHUNK_BYTES / 4 / width))
  for (let row = 0; row < rect.height; row += atOnce) {
    const rows = await read((rect.y + row) * width, Math.min(atOnce, rect.height - row) * width)
    for (let start = 0; start < rows.length; start += width)
      into.set(rows.subarray(start + rect.x, start + rect.x + rect.width), (row + start / width) * rect.width)
  }
}

/** Bands of rows, each of `CHUNK_BYTES` at most and an even number of rows, from row `from` to `to`. */
export async function eachRows(
  plane: PlaneSource,
  from: number,
  to: number,
  use: (y: number, values: Float32Array) => Promise<void> | void,
): Promise<void> {
  const atOnce = 2 * Math.max(1, Math.floor(CHUNK_BYTES / 8 / plane.width))
  for (let y = from; y < to; y += atOnce) await use(y, await plane.rows(y, Math.min(atOnce, to - y)))
}
