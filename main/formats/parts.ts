import { AppError } from '../domain/errors.ts'
import { type ByteSource, withFileSource } from './byteSource.ts'
import { openFits } from './fits/file.ts'
import { firstImage, isImage } from './fits/image.ts'
import { inheritedHeader } from './fits/imageHeader.ts'
import { withHdf5 } from './hdf5.ts'
import { planeLayout } from './imageArray.ts'
import { MAX_INFLATED_BYTES } from './limits.ts'
import { recogniseFormat } from './magic.ts'
import { readNpyHeader } from './npyHeader.ts'
import { openNpz } from './npz.ts'
import { hdf5Path, type ImageChoice } from './readers.ts'
import { tiffLayout } from './tiff.ts'

/** An image, or a stack of images, among those that a file holds. */
export interface ImagePart {
  /** What a reader is told to get it. */
  readonly choice: Pick<ImageChoice, 'hdu' | 'member'>
  /** EXTNAME, name of the array, path of the dataset; empty where the file gives it none. */
  readonly name: string
  readonly planes: number
  readonly width: number
  readonly height: number
  /** FITS: the raw cards of its header. */
  readonly cards: readonly string[]
  /** FITS: BUNIT. */
  readonly unit: string | null
}

/** More parts than this are not told apart by anyone. */
const MAX_PARTS = 200

/**
 * The images of a file in its order, without decoding pixels where the format allows it. There is at least one.
 * Errors are those of the formats: `bad-input` where there is no image, `unsupported` for a format that is not read.
 */
export async function listImageParts(path: string): Promise<ImagePart[]> {
  return withFileSource(path, async source => {
    const parts = (await listParts(source)).slice(0, MAX_PARTS)
    if (parts.length > 0) return parts
    throw new AppError('bad-input', `${path} holds no image: no array of numbers with two axes.`, { path })
  })
}

const unnamed = { choice: {}, name: '', cards: [], unit: null }

async function listParts(source: ByteSource): Promise<ImagePart[]> {
  switch (recogniseFormat(await source.read(0, Math.min(16, source.size)))) {
    case 'npy':
      return [{ ...unnamed, ...planeLayout((await readNpyHeader(source)).shape) }]
    case 'npz':
      return npzParts(source)
    case 'fits':
      return fitsParts(source)
    case 'hdf5':
      return withHdf5(hdf5Path(source), ({ arrays }) => arrays.flatMap(({ name, shape }) => arrayPart(name, shape)))
    case 'tiff':
      return [{ ...unnamed, ...(await tiffLayout(source)) }]
  }
}

async function fitsParts(source: ByteSource): Promise<ImagePart[]> {
  const file = await openFits(source)
  firstImage(file)
  return file.hdus.filter(isImage).map(hdu => {
    const { index, name, shape } = hdu
    const [height, width] = shape.slice(-2)
    const planes = shape.slice(0, -2).reduce((product, length) => product * length, 1)
    const header = inheritedHeader(file, hdu)
    return {
      choice: { hdu: index },
      name,
      planes,
      width,
      height,
      cards: header.cards,
      unit: header.string('BUNIT') ?? null,
    }
  })
}

async function npzParts(source: ByteSource): Promise<ImagePart[]> {
  if (source.size > MAX_INFLATED_BYTES)
    throw new AppError('unsupported', `NPZ files are read up to ${MAX_INFLATED_BYTES} bytes. Save the arrays as NPY.`)
  const npz = openNpz(await source.read(0, source.size))
  const [only] = npz.members
  if (npz.members.length === 1) return [arrayPart(only, npz.read(only).shape, true)].flat()
  return npz.members.flatMap(name => readable(() => arrayPart(name, npz.read(name).shape)))
}

/** An array that holds no images stands beside those that do; alone, it is the file's fault. */
function arrayPart(name: string, shape: readonly number[], isAlone = false): ImagePart[] {
  const part = (): ImagePart[] => [{ ...unnamed, choice: { member: name }, name, ...planeLayout(shape) }]
  return isAlone ? part() : readable(part)
}

function readable(parts: () => ImagePart[]): ImagePart[] {
  try {
    return parts()
  } catch (error) {
    if (error instanceof AppError) return []
    throw error
  }
}
