import { type FileHandle, open, readdir, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { fileError } from './fileErrors.ts'

let serial = 0

/**
 * Writes a file so that a reader sees the old content or the new, never a part: written beside the target, synced,
 * renamed. A failure leaves the old file as it was and no temporary file.
 *
 * Errors: `no-space` (disk full, quota), `forbidden` (no permission, read-only disk), `not-found` (no such folder).
 */
export async function writeFileAtomic(path: string, bytes: Uint8Array | string): Promise<void> {
  serial += 1
  const temporary = join(dirname(path), `.${basename(path)}.${process.pid}-${serial}.part`)
  try {
    await writeSynced(temporary, bytes)
    await rename(temporary, path)
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined)
    throw fileError(error, path, 'write')
  }
  await syncFolder(dirname(path))
}

/**
 * Removes from a folder what writing these files has left there when its process was killed.
 *
 * @param names of the files, in this folder; nobody may be writing them
 */
export async function removeLeftovers(folder: string, names: ReadonlySet<string>): Promise<void> {
  for (const entry of await readdir(folder).catch(() => [])) {
    const target = /^\.(.+)\.\d+-\d+\.part$/.exec(entry)?.[1]
    if (target !== undefined && names.has(target)) await rm(join(folder, entry), { force: true })
  }
}

async function writeSynced(path: string, bytes: Uint8Array | string): Promise<void> {
  const handle = await open(path, 'wx')
  try {
    await handle.writeFile(bytes)
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** The rename itself is durable only when its folder is synced; Windows and some network disks cannot, and need not. */
async function syncFolder(path: string): Promise<void> {
  let handle: FileHandle | undefined
  try {
    handle = await open(path, 'r')
    await handle.sync()
  } catch {
    return
  } finally {
    await handle?.close()
  }
}
