import { createWriteStream } from 'node:fs'
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ReadableStream as NodeReadableStream } from 'node:stream/web'
import { AppError } from '../domain/errors.ts'
import { fileError } from '../formats/fileErrors.ts'
import { isUploadUsed } from '../workspace/datasets.ts'
import { newId } from '../workspace/ids.ts'
import type { Workspace } from '../workspace/workspace.ts'

/** Files that were dropped on a browser's page: kept in the workspace until a dataset has been made of them. */
export interface Uploads {
  begin(): string
  /** Writes one file of an upload. Throws `bad-input` for a path that leaves the upload, or a file over the limit. */
  write(id: string, path: string, body: ReadableStream<Uint8Array> | null): Promise<void>
  /** Folder of the upload. Throws `not-found`. */
  folder(id: string): Promise<string>
}

const maxFileBytes = 2 * 2 ** 30
const maxFiles = 100_000
const maxDepth = 8
const maxNameBytes = 255

export function createUploads(workspace: Workspace, now: () => Date): Uploads {
  const counts = new Map<string, number>()
  let serial = 0
  const folder = async (id: string): Promise<string> => {
    const path = join(workspace.path, 'uploads', id)
    const found = /^[a-z0-9-]+$/.test(id) ? await stat(path).catch(() => undefined) : undefined
    if (found?.isDirectory()) return path
    throw new AppError('not-found', `There is no upload ${id}. Drop the files again.`, { id })
  }
  return {
    folder,
    begin: () => {
      const id = newId('upload', now())
      workspace.folder('uploads', id)
      return id
    },
    write: async (id, path, body) => {
      const root = await folder(id)
      const names = checkedNames(path)
      const count = (counts.get(id) ?? 0) + 1
      if (count > maxFiles)
        throw new AppError('bad-input', `An upload has at most ${maxFiles} files.`, { limit: maxFiles })
      counts.set(id, count)
      const target = join(root, ...names)
      serial += 1
      const beside = join(dirname(target), `.${serial}.part`)
      try {
        await mkdir(dirname(target), { recursive: true })
        const source = body === null ? Readable.from([]) : Readable.fromWeb(body as NodeReadableStream)
        await pipeline(source, limitBytes(path), createWriteStream(beside, { flags: 'wx', mode: 0o600 }))
        await rename(beside, target)
      } catch (error) {
        await rm(beside, { force: true }).catch(() => undefined)
        throw fileError(error, path, 'write')
      }
    },
  }
}

/** An upload that no dataset was made of is kept for this long: its import may still be started. */
const unusedUploadMillis = 24 * 3600 * 1000

/** Removes uploads that nothing was made of. Called when a workspace is opened. */
export async function sweepUploads(workspace: Workspace, now: Date): Promise<void> {
  const folder = join(workspace.path, 'uploads')
  for (const id of await readdir(folder).catch(() => [])) {
    const { mtimeMs } = await stat(join(folder, id))
    if (now.getTime() - mtimeMs < unusedUploadMillis || isUploadUsed(workspace.db, id)) continue
    await rm(join(folder, id), { recursive: true, force: true })
  }
}

/** The names of a path as a browser sends it, `folder/file.npy`: below the upload, whatever they say. */
function checkedNames(path: string): string[] {
  const names = path.split('/')
  const bad = names.some(
    name => name === '' || name.startsWith('.') || /[\\:\p{Cc}]/u.test(name) || Buffer.byteLength(name) > maxNameBytes,
  )
  if (!bad && names.length <= maxDepth) return names
  throw new AppError(
    'bad-input',
    `${JSON.stringify(path.slice(0, 200))} cannot be the path of an uploaded file: names must be plain, at most ${maxDepth} folders deep.`,
    { path: path.slice(0, 200) },
  )
}

function limitBytes(path: string) {
  return async function* (chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    let bytes = 0
    for await (const chunk of chunks) {
      bytes += chunk.length
      if (bytes > maxFileBytes) {
        throw new AppError('bad-input', `${path} is over the limit of ${maxFileBytes / 2 ** 30} GiB a file.`, {
          path,
          limit: maxFileBytes,
        })
      }
      yield chunk
    }
  }
}
