import { basename } from 'node:path'
import { AppError } from '../domain/errors.ts'
import type { FloatImage } from '../domain/image.ts'
import { type ByteSource, bytesSource, withFileSource } from './byteSource.ts'
import { openFits } from './fits/file.ts'
import { firstImage, readImage } from './fits/image.ts'
import { inheritedHeader } from './fits/imageHeader.ts'
import { headerMetadata } from './fits/metadata.ts'
import { pixelType } from './fits/pixels.ts'
import { withHdf5 } from './hdf5.ts'
import { checkPlane, imagesFromArray, planeLayout, toFloat32 } from './imageArray.ts'
import { MAX_INFLATED_BYTES } from './limits.ts'
import { type ImageFormat, recogniseFormat } from './magic.ts'
import { decodeFloats, readNpy } from './npy.ts'
import { readNpyHeader } from './npyHeader.ts'
import { openNpz } from './npz.ts'
import { scalarName } from './scalars.ts'
import { readTiff } from './tiff.ts'

/** Which image of a file; each has a default. */
export interface ImageChoice {
  /** FITS: index of the HDU; the first that holds an image where it is not given. */
  readonly hdu?: number
  /** Index of the plane in a cube or stack; 0 where it is not given. */
  readonly plane?: number
  /** NPZ: name of the array. HDF5: path of the dataset. Not needed where only one array holds images. */
  readonly member?: string
}

/** One image and what its file says about it. */
export interface ImageFile {
  readonly image: FloatImage
  /** How many planes could be chosen. */
  readonly planes: number
  readonly format: ImageFormat
  /** The type of the numbers in the file: `float32`, `uint16`, `int16 scaled`. */
  readonly dtype: string
  /** FITS: keywords and values of the HDU, inherited ones included. Arrays: their shape. */
  readonly metadata: Readonly<Record<string, string | number | boolean>>
  /** FITS: the raw 80-character cards of the HDU. */
  readonly cards?: readonly string[]
  /** FITS: the cards of the primary header that hold for the HDU too (INHERIT = T). */
  readonly inheritedCards?: readonly string[]
  /** FITS: BUNIT. */
  readonly unit?: string
  /** FITS: index of the HDU. */
  readonly hdu?: number
  /** NPZ: name of the array. HDF5: path of the dataset. */
  readonly member?: string
}

/**
 * Reads one image from a NPY, NPZ, FITS (packed by gzip, bzip2 or compress, or not), HDF5 or TIFF file, which is
 * recognised by its first bytes. Row 0 is the bottom row.
 *
 * Errors name the file: `not-found`, `forbidden` (no permission), `bad-input` (empty, a folder, damaged, no image),
 * `unsupported` (a format or variant that is not read).
 */
export async function readImageFile(path: string, choice: ImageChoice = {}): Promise<ImageFile> {
  return withFileSource(path, source => naming(basename(path), { path }, () => readImageSource(source, choice)))
}

/** As `readImageFile`, from bytes in memory; `name` is what errors call them. */
export async function readImageBytes(bytes: Uint8Array, name: string, choice: ImageChoice = {}): Promise<ImageFile> {
  return naming(name, { name }, () => readImageSource(bytesSource(bytes), choice))
}

async function naming<T>(name: string, details: Record<string, unknown>, read: () => Promise<T>): Promise<T> {
  try {
    return await read()
  } catch (error) {
    if (!(error instanceof AppError) || error.message.includes(name)) throw error
    throw new AppError(error.code, `${name}: ${error.message}`, { ...error.details, ...details }, error)
  }
}

async function readImageSource(source: ByteSource, choice: ImageChoice): Promise<ImageFile> {
  switch (recogniseFormat(await source.read(0, Math.min(16, source.size)))) {
    case 'npy':
      return readNpyImage(source, choice)
    case 'npz':
      return readNpzImage(source, choice)
    case 'fits':
      return readFitsImage(source, choice)
    case 'hdf5':
      return readHdf5Image(source, choice)
    case 'tiff':
      return readTiffImage(source, choice)
  }
}

async function readFitsImage(source: ByteSource, choice: ImageChoice): Promise<ImageFile> {
  const file = await openFits(source)
  const hdu = choice.hdu ?? firstImage(file).index
  const { image, planes, header, unit } = await readImage(file, hdu, choice.plane)
  const described = inheritedHeader(file, file.hdus[hdu])
  return {
    image,
    planes,
    format: 'fits',
    dtype: pixelType(file.hdus[hdu]),
    metadata: headerMetadata(described),
    cards: header.cards,
    inheritedCards: inheritedHeader(file, file.hdus[hdu]).cards.slice(header.cards.length),
    ...(unit === undefined ? {} : { unit }),
    hdu,
  }
}

/** Reads the bytes of one plane only, unless the planes of the file are interleaved (Fortran order). */
async function readNpyImage(source: ByteSource, choice: ImageChoice): Promise<ImageFile> {
  const header = await readNpyHeader(source)
  const { planes, height, width } = planeLayout(header.shape)
  const plane = checkPlane(choice.plane ?? 0, planes)
  const described = {
    planes,
    format: 'npy',
    dtype: scalarName(header.kind),
    metadata: shapeMetadata(header.shape),
  } as const
  if (header.fortranOrder) return { image: imagesFromArray(await readNpy(source))[plane], ...described }
  const planeSize = header.dataSize / planes
  const bytes = await source.read(header.dataOffset + plane * planeSize, planeSize)
  return { image: { width, height, data: toFloat32(decodeFloats(bytes, header).data) }, ...described }
}

async function readNpzImage(source: ByteSource, choice: ImageChoice): Promise<ImageFile> {
  if (source.size > MAX_INFLATED_BYTES)
    throw new AppError(
      'unsupported',
      `NPZ files are read up to ${MAX_INFLATED_BYTES} bytes. Save the arrays to NPY files.`,
    )
  const npz = openNpz(await source.read(0, source.size))
  const member = choice.member ?? soleMember(npz.members)
  const array = npz.read(member)
  const { planes, height, width } = planeLayout(array.shape)
  const plane = checkPlane(choice.plane ?? 0, planes)
  const size = height * width
  return {
    image: { width, height, data: toFloat32(array.data.subarray(plane * size, (plane + 1) * size)) },
    planes,
    format: 'npz',
    dtype: array.dtype,
    metadata: shapeMetadata(array.shape),
    member,
  }
}

async function readHdf5Image(source: ByteSource, choice: ImageChoice): Promise<ImageFile> {
  return withHdf5(hdf5Path(source), ({ arrays, readPlane }) => {
    const names = arrays.map(array => array.name)
    const member = choice.member ?? soleMember(names)
    const array = arrays.find(({ name }) => name === member)
    if (array === undefined)
      throw new AppError('not-found', `The HDF5 file has no images at ${member}. It has: ${names.join(', ')}.`, {
        members: names,
      })
    const { planes, height, width } = planeLayout(array.shape)
    const values = readPlane(array, checkPlane(choice.plane ?? 0, planes))
    return {
      image: {
        width,
        height,
        data: toFloat32(values instanceof Float32Array ? values : Float64Array.from(values, Number)),
      },
      planes,
      format: 'hdf5',
      dtype: array.dtype,
      metadata: shapeMetadata(array.shape),
      member,
    }
  })
}

/** The library for HDF5 opens files by itself. */
export function hdf5Path({ path }: ByteSource): string {
  if (path !== undefined) return path
  throw new AppError('unsupported', 'HDF5 is read from a file only, not from memory. Save it to a file first.')
}

async function readTiffImage(source: ByteSource, choice: ImageChoice): Promise<ImageFile> {
  const { image, planes, dtype } = await readTiff(source, choice.plane ?? 0)
  return { image, planes, format: 'tiff', dtype, metadata: { rows: 'from the top in the file, turned' } }
}

function soleMember(members: readonly string[]): string {
  if (members.length === 1) return members[0]
  if (members.length === 0) throw new AppError('bad-input', 'The file holds no array of numbers with two axes.')
  throw new AppError(
    'bad-input',
    `The file holds ${members.length} arrays: ${members.slice(0, 50).join(', ')}. Say which one to read.`,
    {
      members: [...members],
    },
  )
}

function shapeMetadata(shape: readonly number[]): Record<string, string> {
  return { shape: shape.join(' x ') }
}
