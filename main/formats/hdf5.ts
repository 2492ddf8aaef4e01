import { stat } from 'node:fs/promises'
import type { Dataset, Group, Metadata } from 'h5wasm/node'
import { AppError } from '../domain/errors.ts'
import { planeLayout } from './imageArray.ts'
import { MAX_DEFLATE_RATIO, MAX_IMAGE_PIXELS } from './limits.ts'

/** A dataset of a HDF5 file that holds images. */
export interface Hdf5Array {
  /** Its path within the file, without the leading slash: `images/lr`. */
  readonly name: string
  readonly shape: readonly number[]
  readonly dtype: string
}

/** An open HDF5 file: its arrays of numbers of two axes or more, and their values a plane at a time. */
export interface Hdf5File {
  readonly arrays: readonly Hdf5Array[]
  /** `height` x `width` values of one plane; only the chunks that it lies in are read. */
  readPlane(array: Hdf5Array, plane: number): ArrayLike<number | bigint>
}

/** A file with more objects than this is no set of images; deeper groups are not looked into. */
const MAX_OBJECTS = 10_000
const MAX_DEPTH = 16

/** H5T_INTEGER and H5T_FLOAT of the HDF5 library's H5T_class_t. */
const INTEGER = 0
const FLOAT = 1

/**
 * Opens a HDF5 file, hands it to `use`, and closes it when `use` has settled. Links to other files are not followed.
 *
 * Errors: `bad-input` where the file is damaged, `unsupported` where a part of HDF5 is used that is not read.
 */
export async function withHdf5<T>(path: string, use: (file: Hdf5File) => T): Promise<T> {
  const fileSize = (await stat(path)).size
  const { File, Dataset: DatasetClass, Group: GroupClass, ready } = await import('h5wasm/node')
  const library = await ready
  library.activate_throwing_error_handler()
  return reading('The HDF5 file cannot be read', () => {
    const file = new File(path, 'r')
    try {
      const datasets = new Map<string, Dataset>()
      const isGroup = (entity: unknown): entity is Group => entity instanceof GroupClass
      for (const found of walk(file, isGroup)) {
        if (found instanceof DatasetClass && holdsImages(found)) datasets.set(found.path.replace(/^\/+/, ''), found)
      }
      const arrays = [...datasets].map(([name, { shape, metadata }]) => ({
        name,
        shape: shape ?? [],
        dtype: typeName(metadata),
      }))
      return use({ arrays, readPlane: ({ name }, plane) => readPlane(datasets.get(name), plane, fileSize) })
    } finally {
      file.close()
    }
  })
}

/** Everything in the file but what it links to elsewhere; groups that hold themselves end at the depth limit. */
function walk(root: Group, isGroup: (entity: unknown) => entity is Group): unknown[] {
  const found: unknown[] = []
  let groups: Group[] = [root]
  for (let depth = 0; depth < MAX_DEPTH && groups.length > 0; depth++) {
    const below: Group[] = []
    for (const group of groups) {
      for (const name of group.keys()) {
        if (found.length === MAX_OBJECTS)
          throw new AppError(
            'unsupported',
            `The HDF5 file holds more than ${MAX_OBJECTS} objects. Save the images alone.`,
          )
        const entity = group.get(name)
        found.push(entity)
        if (isGroup(entity)) below.push(entity)
      }
    }
    groups = below
  }
  return found
}

function holdsImages({ metadata, shape }: Dataset): boolean {
  const numbers = (metadata.type === INTEGER || metadata.type === FLOAT) && !metadata.vlen
  return numbers && shape !== null && shape.length >= 2 && !shape.includes(0)
}

function readPlane(dataset: Dataset | undefined, plane: number, fileSize: number): ArrayLike<number | bigint> {
  const shape = dataset?.shape ?? []
  const { planes, height, width } = planeLayout(shape)
  if (dataset?.metadata.virtual_sources !== undefined)
    throw new AppError(
      'unsupported',
      'The dataset is a virtual one, whose values lie in other files. Import those, or copy it with h5repack.',
    )
  if (dataset?.metadata.type === FLOAT && dataset.metadata.size === 2)
    throw new AppError(
      'unsupported',
      'The dataset has half precision (float16), which is not read. Save it as float32.',
    )
  checkChunks(dataset?.metadata.chunks ?? null)
  // Also a file whose values were never written: its image is all fill values, and nothing to measure on.
  if (height * width * (dataset?.metadata.size ?? 1) > fileSize * MAX_DEFLATE_RATIO)
    throw new AppError(
      'bad-input',
      `The HDF5 dataset claims images of ${width} x ${height} pixels, which a file of ${fileSize} bytes cannot hold. Its values were never written, or it is damaged.`,
      { width, height, fileSize },
    )
  const ranges = shape.map((length, axis): [number, number] => {
    if (axis >= shape.length - 2) return [0, length]
    return length === planes && planes > 1 ? [plane, plane + 1] : [0, 1]
  })
  const values: unknown = dataset?.slice(ranges)
  if (ArrayBuffer.isView(values) && 'length' in values && values.length === height * width)
    return values as unknown as ArrayLike<number | bigint>
  throw new AppError('bad-input', 'The HDF5 dataset holds other than numbers, or is cut short. Copy the file again.')
}

/** A chunk is unpacked as a whole, so its size is bounded like an image's. */
function checkChunks(chunks: readonly number[] | null): void {
  const pixels = (chunks ?? []).reduce((product, length) => product * length, 1)
  if (pixels > MAX_IMAGE_PIXELS)
    throw new AppError(
      'unsupported',
      `The HDF5 dataset has chunks of ${pixels} values. Write it with smaller chunks.`,
      {
        chunks,
      },
    )
}

/** NumPy's name of the type. */
function typeName({ type, signed, size }: Metadata): string {
  return `${type === FLOAT ? 'float' : signed ? 'int' : 'uint'}${size * 8}`
}

/** The library's own words stay in the details: they name its source lines, not what to do. */
function reading<T>(what: string, read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (error instanceof AppError) throw error
    const reason = error instanceof Error ? error.message : String(error)
    const unread = /filter|plugin/i.test(reason)
    throw new AppError(
      unread ? 'unsupported' : 'bad-input',
      unread
        ? `${what}: it is compressed by a filter that is not read. Write it with gzip or no compression.`
        : `${what}: it is damaged or cut short. Copy or download it again.`,
      { reason },
    )
  }
}
