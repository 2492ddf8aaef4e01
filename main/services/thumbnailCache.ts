import { createHash } from 'node:crypto'
import { readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Workspace } from '../workspace/workspace.ts'

/** Pictures that were made once, kept in the workspace over a restart. */
export interface ThumbnailCache {
  /** The picture of that name, made where it is not there. `name` changes when the pixels do. */
  get(name: string, make: () => Promise<Uint8Array>): Promise<Uint8Array>
}

/** Some 20,000 pictures. */
const DEFAULT_LIMIT_BYTES = 256 * 2 ** 20

/** After so many new pictures the oldest are removed that are over the limit. */
const PUTS_BETWEEN_SWEEPS = 1000

export function createThumbnailCache(workspace: Workspace, limitBytes = DEFAULT_LIMIT_BYTES): ThumbnailCache {
  const folder = () => workspace.folder('cache', 'thumbnails')
  let puts = 0

  /** A cache that cannot be written to is slow, and no reason to show nothing. */
  const put = async (path: string, bytes: Uint8Array): Promise<void> => {
    const number = puts++
    const beside = `${path}.${process.pid}-${number}.part`
    try {
      await writeFile(beside, bytes)
      await rename(beside, path)
      if (number % PUTS_BETWEEN_SWEEPS === 0) await removeOldest(folder(), limitBytes)
    } catch {
      await rm(beside, { force: true }).catch(() => undefined)
    }
  }

  return {
    get: async (name, make) => {
      const path = join(folder(), `${createHash('sha256').update(name).digest('hex').slice(0, 32)}.png`)
      const kept = await readFile(path).catch(() => undefined)
      if (kept !== undefined) return kept
      const made = await make()
      await put(path, made)
      return made
    },
  }
}

async function removeOldest(folder: string, limitBytes: number): Promise<void> {
  const files = await Promise.all(
    (await readdir(folder)).map(async name => {
      const { size, mtimeMs } = await stat(join(folder, name))
      return { path: join(folder, name), size, mtimeMs }
    }),
  )
  let total = files.reduce((sum, { size }) => sum + size, 0)
  for (const { path, size } of files.sort((a, b) => a.mtimeMs - b.mtimeMs)) {
    if (total <= limitBytes) return
    await rm(path, { force: true })
    total -= size
  }
}
