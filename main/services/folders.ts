import { constants } from 'node:fs'
import { access, opendir, realpath, stat } from 'node:fs/promises'
import { dirname, isAbsolute, join, resolve, sep } from 'node:path'
import type { FolderEntry } from '../contract/workspace.ts'
import { AppError } from '../domain/errors.ts'
import { fileError } from '../formats/fileErrors.ts'
import { deleteFolder, type FolderRecord, listFolders, saveFolder } from '../workspace/folders.ts'
import type { Workspace } from '../workspace/workspace.ts'
import type { HostKind } from './context.ts'
import { looksLikeImage } from './datasets/imageFiles.ts'

/** Which files of this machine the core may read. */
export interface Folders {
  list(): Promise<{ path: string; addedAt: string; present: boolean }[]>
  /** The folder as it is kept: absolute. Throws `not-found`, `bad-input` (not a folder), `forbidden` (not readable). */
  register(path: string): Promise<string>
  forget(path: string): boolean
  /**
   * The real path, free of symbolic links, if it lies in a registered folder or in the workspace; on the command line
   * any path that its user can read. Throws `forbidden` before it says whether anything is there.
   */
  resolveReadable(path: string): Promise<string>
  browse(path: string): Promise<{ path: string; parent: string | null; entries: FolderEntry[]; truncated: boolean }>
}

const maxEntries = 5000

export interface FoldersOptions {
  readonly workspace: Workspace
  readonly host: HostKind
  readonly now: () => Date
}

export function createFolders({ workspace, host, now }: FoldersOptions): Folders {
  const allowed = async (real: string): Promise<boolean> => {
    if (host === 'cli') return true
    if (isInside(real, await realpath(workspace.path))) return true
    return listFolders(workspace.db).some(folder => isInside(real, folder.real))
  }

  const resolveReadable = async (path: string): Promise<string> => {
    const wanted = resolve(path)
    const real = await realOrNearest(wanted)
    if (!isAbsolute(path) || path.includes('\0') || !(await allowed(real.path))) throw notRegistered(path)
    if (real.error !== undefined) throw fileError(real.error, wanted, 'read')
    return real.path
  }

  return {
    list: () => Promise.all(listFolders(workspace.db).map(withPresence)),
    resolveReadable,
    register: async path => {
      if (!isAbsolute(path) || path.includes('\0')) {
        throw new AppError('bad-input', `${path} is not a full path. Give the folder's path from its root on.`, {
          path,
        })
      }
      const wanted = resolve(path)
      try {
        const real = await realpath(wanted)
        if (!(await stat(real)).isDirectory()) {
          throw new AppError('bad-input', `${wanted} is a file. Register the folder that it lies in.`, { path: wanted })
        }
        await access(real, constants.R_OK | constants.X_OK)
        saveFolder(workspace.db, { path: wanted, real, addedAt: now().toISOString() })
        return wanted
      } catch (error) {
        throw fileError(error, wanted, 'read')
      }
    },
    forget: path => deleteFolder(workspace.db, resolve(path)),
    browse: async path => {
      const real = await resolveReadable(path)
      const parent = dirname(real)
      const { entries, truncated } = await readEntries(real)
      return { path: real, parent: parent !== real && (await allowed(parent)) ? parent : null, entries, truncated }
    },
  }
}

async function withPresence({ path, addedAt }: FolderRecord) {
  const found = await stat(path).catch(() => undefined)
  return { path, addedAt, present: found?.isDirectory() ?? false }
}

async function readEntries(folder: string): Promise<{ entries: FolderEntry[]; truncated: boolean }> {
  const entries: FolderEntry[] = []
  let truncated = false
  try {
    for await (const entry of await opendir(folder)) {
      if (entry.name.startsWith('.')) continue
      const path = join(folder, entry.name)
      const found = await stat(path).catch(() => undefined)
      if (!found?.isDirectory() && !found?.isFile()) continue
      if (entries.length === maxEntries) {
        truncated = true
        break
      }
      const isFile = found.isFile()
      entries.push({
        name: entry.name,
        path,
        kind: isFile ? 'file' : 'folder',
        bytes: isFile ? found.size : null,
        readable: isFile && looksLikeImage(entry.name),
      })
    }
  } catch (error) {
    throw fileError(error, folder, 'read')
  }
  const byName = new Intl.Collator('en', { numeric: true })
  entries.sort((a, b) => b.kind.localeCompare(a.kind) || byName.compare(a.name, b.name))
  return { entries, truncated }
}

/** The real path, or that of the nearest folder above that exists, with what was in the way. */
async function realOrNearest(path: string): Promise<{ path: string; error?: unknown }> {
  try {
    return { path: await realpath(path) }
  } catch (error) {
    const parent = dirname(path)
    if (parent === path) return { path, error }
    return { path: (await realOrNearest(parent)).path, error }
  }
}

function isInside(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep)
}

function notRegistered(path: string): AppError {
  return new AppError(
    'forbidden',
    `${path} is outside of the folders that Subarc may read. Register its folder first.`,
    { path },
  )
}
