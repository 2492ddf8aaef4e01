import { join } from 'node:path'
import type { PyramidState } from '../../contract/views.ts'
import { AppError } from '../../domain/errors.ts'
import type { FloatImage } from '../../domain/image.ts'
import { isTiled, MAX_WHOLE_PIXELS, type PixelRect, type TilePlace, tileRect } from '../../domain/pyramid.ts'
import { withFileSource } from '../../formats/byteSource.ts'
import { pulledIterator, type Stream } from '../jobs/iterators.ts'
import type { WorkerPool } from '../pool/pool.ts'
import { type Plane, PyramidBuild } from './pyramidBuild.ts'
import { type PyramidCache, pyramidId } from './pyramidCache.ts'
import { LEVELS_FILE, rowsNeeded, tileOffset } from './pyramidFile.ts'

/** Pixels of planes of any size; the pyramids of large ones are found in the cache or made in the background. */
export interface Pyramids {
  /** Makes the pyramid unless it is there; how far it is, until it is whole or cannot be made. */
  follow(plane: Plane, signal?: AbortSignal): Stream<PyramidState>
  /** A tile, as soon as its pixels are there. Throws `not-found` where the pyramid has no such tile. */
  tile(plane: Plane, place: TilePlace): Promise<FloatImage>
  /** Part of the plane. Throws `bad-input` where it leaves the plane or has more than MAX_WHOLE_PIXELS pixels. */
  rect(plane: Plane, rect: PixelRect): Promise<FloatImage>
  /** At most 1024 pixels a side. */
  preview(plane: Plane): Promise<FloatImage>
  /** Values in ascending order; with `whole`, between the extremes of the whole plane, which its pyramid tells. */
  sample(plane: Plane, whole: boolean): Promise<Float32Array>
}

type Preview = { readonly preview: FloatImage; readonly sample: Float32Array }

/** Previews that stay in memory, 4 MiB each at most. */
const KEPT_PREVIEWS = 8

export function createPyramids(pool: WorkerPool, cache: PyramidCache): Pyramids {
  const builds = new Map<string, PyramidBuild>()
  const previews = new Map<string, Promise<Preview>>()

  const build = (plane: Plane): PyramidBuild => {
    const id = pyramidId(plane)
    const current = builds.get(id) ?? new PyramidBuild(plane, { pool, cache })
    builds.set(id, current)
    return current
  }
  /** Reads what a pyramid holds; where the cache was emptied or moved meanwhile, once more. */
  const fromPyramid = async <T>(plane: Plane, read: (built: PyramidBuild) => Promise<T>): Promise<T> => {
    const built = build(plane)
    try {
      return await read(built)
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'not-found' || built.error !== undefined) throw error
      if (builds.get(built.id) === built && built.facts !== undefined) builds.delete(built.id)
      return read(build(plane))
    }
  }
  const readRect = (plane: Plane, rect: PixelRect): Promise<FloatImage> => {
    if (!isTiled(plane.size)) return pool.run('planeRect', { at: { choice: plane }, rect })
    return fromPyramid(plane, async built => pool.run('planeRect', { at: await built.levelZero(), rect }))
  }
  const readPreview = (plane: Plane): Promise<Preview> => {
    if (!isTiled(plane.size)) return pool.run('planePreview', { at: { choice: plane } })
    return fromPyramid(plane, async built => pool.run('planePreview', { at: await built.levelZero() }))
  }

  const look = (plane: Plane): Promise<Preview> => {
    const id = pyramidId(plane)
    const looked = previews.get(id) ?? readPreview(plane)
    previews.delete(id)
    previews.set(id, looked)
    looked.catch(() => previews.delete(id))
    for (const old of [...previews.keys()].slice(0, -KEPT_PREVIEWS)) previews.delete(old)
    return looked
  }

  return {
    follow: (plane, signal) => {
      // Asking again is how a user tries again, once the disk has space or the file is back.
      if (builds.get(pyramidId(plane))?.error !== undefined) builds.delete(pyramidId(plane))
      return followBuild(build(plane), signal)
    },
    tile: async (plane, place) => {
      const rect = tileRect(plane.size, place)
      if (rect === undefined)
        throw new AppError('not-found', `The image has no tile ${place.column}, ${place.row} at level ${place.level}.`)
      if (place.level === 0) return readRect(plane, rect)
      return fromPyramid(plane, built => readTile(built, place, rect))
    },
    rect: async (plane, rect) => {
      checkRect(plane, rect)
      return readRect(plane, rect)
    },
    preview: async plane => (await look(plane)).preview,
    sample: async (plane, whole) => {
      const { sample } = await look(plane)
      if (!whole || !isTiled(plane.size)) return sample
      const built = build(plane)
      await built.reached(plane.size.height)
      return withExtremes(sample, built)
    },
  }
}

async function readTile(built: PyramidBuild, place: TilePlace, { width, height }: PixelRect): Promise<FloatImage> {
  const { size } = built.plane
  await built.reached(rowsNeeded(size, place))
  return withFileSource(join(built.folder, LEVELS_FILE), async source => {
    const bytes = await source.read(tileOffset(size, place), width * height * 4)
    return { width, height, data: new Float32Array(bytes.buffer, bytes.byteOffset, width * height) }
  })
}

function withExtremes(sample: Float32Array, { facts }: PyramidBuild): Float32Array {
  const { min, max } = facts ?? { min: null, max: null }
  if (min === null || max === null) return sample
  const whole = new Float32Array(sample.length + 2)
  whole.set(sample, 1)
  whole[0] = min
  whole[whole.length - 1] = max
  return whole
}

function checkRect({ size }: Plane, { x, y, width, height }: PixelRect): void {
  const isInside = width > 0 && height > 0 && x + width <= size.width && y + height <= size.height
  if (isInside && width * height <= MAX_WHOLE_PIXELS) return
  throw new AppError(
    'bad-input',
    `${width} x ${height} pixels from (${x}, ${y}) cannot be cut out: the image has ${size.width} x ${size.height}, and a part at most ${MAX_WHOLE_PIXELS} pixels.`,
    { ...size, limit: MAX_WHOLE_PIXELS },
  )
}

/** Each state that differs from the one before; ends when the pyramid is whole, or cannot be made. */
function followBuild(built: PyramidBuild, signal?: AbortSignal): Stream<PyramidState> {
  let sent: PyramidState | undefined
  return pulledIterator<PyramidState>(
    () => {
      if (sent?.done || sent?.error) return 'end'
      const { state } = built
      if (sent?.rowsReady === state.rowsReady && !state.done && !state.error) return 'wait'
      sent = state
      return { item: state }
    },
    built.changed,
    signal,
  )
}
