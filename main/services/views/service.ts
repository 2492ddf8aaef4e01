import { createHash } from 'node:crypto'
import { stat } from 'node:fs/promises'
import { basename } from 'node:path'
import type { ImageSource } from '../../contract/datasets.ts'
import type { ImageHeader, PlaneRef, ViewedFile } from '../../contract/views.ts'
import { AppError } from '../../domain/errors.ts'
import type { ServiceContext } from '../context.ts'
import { looksLikeImage } from '../datasets/imageFiles.ts'
import { sourceFiles } from '../datasets/sources.ts'
import type { ListedImages } from './listImages.ts'
import type { Plane } from './pyramidBuild.ts'
import { createPyramidCache } from './pyramidCache.ts'
import { createPyramids, type Pyramids } from './pyramids.ts'
import { rememberView } from './recent.ts'

/** Looking at files: what they hold, and their pixels. */
export interface Views {
  files(source: ImageSource): Promise<{ paths: string[]; truncated: boolean }>
  open(path: string): Promise<ViewedFile>
  header(path: string, image: number): Promise<ImageHeader>
  /** A plane with its real path and size. Throws `conflict` where the file has changed since `key` was given. */
  plane(ref: PlaneRef): Promise<Plane>
  readonly pyramids: Pyramids
}

const MAX_FILES = 1000

/** Lists of images that stay in memory, so that a tile's address need not be checked against the file's headers. */
const KEPT_LISTS = 64

export function createViews(context: ServiceContext): Views {
  const { folders, pool, workspace } = context
  const lists = new Map<string, Promise<ListedImages>>()

  const listed = (real: string, key: string): Promise<ListedImages> => {
    const list = lists.get(key) ?? pool.run('listImages', real)
    lists.delete(key)
    lists.set(key, list)
    list.catch(() => lists.delete(key))
    for (const old of [...lists.keys()].slice(0, -KEPT_LISTS)) lists.delete(old)
    return list
  }

  return {
    pyramids: createPyramids(pool, createPyramidCache(workspace)),
    files: async source => {
      const { files } = await sourceFiles(source, context)
      // A file that is named or dropped by itself is opened whatever its name, and says what is wrong with it.
      const images = files.length === 1 ? files : files.filter(looksLikeImage)
      return { paths: images.slice(0, MAX_FILES), truncated: images.length > MAX_FILES }
    },
    open: async path => {
      const real = await folders.resolveReadable(path)
      const { key, bytes } = await fileKey(real)
      const list = await listed(real, key)
      rememberView(workspace, path, context.now())
      return { path, name: basename(path), bytes, key, ...list }
    },
    header: async (path, image) => pool.run('readHeader', { path: await folders.resolveReadable(path), image }),
    plane: async ({ path, key, image, plane }) => {
      const real = await folders.resolveReadable(path)
      if ((await fileKey(real)).key !== key)
        throw new AppError('conflict', `${basename(path)} has changed since it was opened. Open it again.`, { path })
      const found = (await listed(real, key)).images[image]
      if (found?.size == null) throw new AppError('not-found', `${basename(path)} has no image ${image} to show.`)
      if (plane >= found.planes)
        throw new AppError('not-found', `Image ${image} of ${basename(path)} has ${found.planes} planes, no ${plane}.`)
      return { path: real, key, image, plane, size: found.size }
    },
  }
}

/** What tells this content of a file from any other, short of reading it. */
async function fileKey(real: string): Promise<{ key: string; bytes: number }> {
  const { size, mtimeMs, ino } = await stat(real)
  const key = createHash('sha256').update([real, size, mtimeMs, ino].join('\0')).digest('hex').slice(0, 32)
  return { key, bytes: size }
}
