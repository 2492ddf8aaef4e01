import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, rename, rm, stat, truncate, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { PlaneRef } from '../../contract/views.ts'
import type { PixelSize } from '../../domain/pyramid.ts'
import { writeFileAtomic } from '../../formats/atomicFile.ts'
import { fileError } from '../../formats/fileErrors.ts'
import type { Workspace } from '../../workspace/workspace.ts'
import { LEVELS_FILE, levelsBytes } from './pyramidFile.ts'

/** What is known of a plane when all of its tiles are made; kept beside them. */
const factsSchema = z.object({
  version: z.literal(1),
  width: z.number().int(),
  height: z.number().int(),
  /** Level 0 stands in the cache, because the image's own file cannot be read in parts. */
  unpacked: z.boolean(),
  /** Finite extremes of the plane; null where nothing is finite. */
  min: z.number().nullable(),
  max: z.number().nullable(),
})
export type PyramidFacts = z.infer<typeof factsSchema>

/** The folders of finished pyramids, one a plane, below the workspace. */
export interface PyramidCache {
  /** The folder of a plane's pyramid, whether it is there or not. */
  folder(id: string): string
  /** The facts of a finished pyramid, which counts as used now; undefined where it is not there. */
  find(id: string): Promise<PyramidFacts | undefined>
  /** An empty folder to make a pyramid in, with room for its levels. */
  begin(id: string, size: PixelSize): Promise<string>
  /** The pyramid is whole: it appears under its own name, and the oldest ones go where there are too many. */
  finish(id: string, facts: PyramidFacts): Promise<void>
  abandon(id: string): Promise<void>
}

const FACTS_FILE = 'facts.json'
const UNFINISHED = '.part'

/** Pyramids beyond this are removed, those that were looked at longest ago first. A 10,000 x 10,000 image has 140 MB. */
const DEFAULT_LIMIT_BYTES = 4 * 2 ** 30

/** The name of a plane's pyramid: another content of the file has another. */
export function pyramidId({ path, key, image, plane }: PlaneRef): string {
  return createHash('sha256').update([path, key, image, plane].join('\0')).digest('hex').slice(0, 32)
}

export function createPyramidCache(workspace: Workspace, limitBytes = DEFAULT_LIMIT_BYTES): PyramidCache {
  const root = () => workspace.folder('cache', 'views')
  const folder = (id: string) => join(root(), id)
  const unfinished = (id: string) => `${folder(id)}${UNFINISHED}`

  return {
    folder,
    find: async id => {
      const text = await readFile(join(folder(id), FACTS_FILE), 'utf8').catch(() => undefined)
      if (text === undefined) return undefined
      const facts = factsSchema.safeParse(JSON.parse(text))
      if (!facts.success) return undefined
      await touch(folder(id))
      return facts.data
    },
    begin: async (id, size) => {
      try {
        await rm(unfinished(id), { recursive: true, force: true })
        await mkdir(unfinished(id))
        await writeFile(join(unfinished(id), LEVELS_FILE), '')
        await truncate(join(unfinished(id), LEVELS_FILE), levelsBytes(size))
        return unfinished(id)
      } catch (error) {
        throw fileError(error, unfinished(id), 'write')
      }
    },
    finish: async (id, facts) => {
      await writeFileAtomic(join(unfinished(id), FACTS_FILE), JSON.stringify(facts))
      await rm(folder(id), { recursive: true, force: true })
      await rename(unfinished(id), folder(id))
      await removeOldest(root(), limitBytes, id)
    },
    abandon: id => rm(unfinished(id), { recursive: true, force: true }),
  }
}

/** Pyramids that were being made when the process ended are of no use. Called when a workspace is opened. */
export async function sweepPyramids(workspace: Workspace): Promise<void> {
  const root = join(workspace.path, 'cache', 'views')
  const names = await readdir(root).catch(() => [])
  for (const name of names) if (name.endsWith(UNFINISHED)) await rm(join(root, name), { recursive: true, force: true })
}

async function touch(folder: string): Promise<void> {
  const now = new Date()
  await utimes(folder, now, now).catch(() => undefined)
}

async function removeOldest(root: string, limitBytes: number, kept: string): Promise<void> {
  const finished = (await readdir(root)).filter(name => !name.endsWith(UNFINISHED))
  const folders = await Promise.all(
    finished.map(async name => {
      const path = join(root, name)
      return { name, path, used: (await stat(path)).mtimeMs, bytes: await bytesIn(path) }
    }),
  )
  let total = folders.reduce((sum, { bytes }) => sum + bytes, 0)
  for (const { name, path, bytes } of folders.sort((a, b) => a.used - b.used)) {
    if (total <= limitBytes) return
    if (name === kept) continue
    await rm(path, { recursive: true, force: true })
    total -= bytes
  }
}

async function bytesIn(folder: string): Promise<number> {
  const sizes = await Promise.all((await readdir(folder)).map(async name => (await stat(join(folder, name))).size))
  return sizes.reduce((sum, bytes) => sum + bytes, 0)
}
