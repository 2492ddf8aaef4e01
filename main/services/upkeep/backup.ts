import { createReadStream, createWriteStream } from 'node:fs'
import { open, readdir, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { backup } from 'node:sqlite'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import tar from 'tar-stream'
import type { Job } from '../../contract/jobs.ts'
import { AppError } from '../../domain/errors.ts'
import { fileError } from '../../formats/fileErrors.ts'
import { newId } from '../../workspace/ids.ts'
import { listLiveRuns } from '../../workspace/runs.ts'
import { databaseName } from '../../workspace/workspace.ts'
import type { ServiceContext } from '../context.ts'
import { outputFolder } from '../export/outputFolder.ts'
import type { JobControl } from '../jobs.ts'

/** Of the workspace's own folders, these can be made again or were thrown away; the rest is what must not be lost. */
const LEFT_OUT: ReadonlySet<string> = new Set(['cache', 'trash'])

/** The database goes as a snapshot; its side files and the lock belong to the process that has it open. */
const isFile = (name: string): boolean =>
  !name.startsWith('subarc.db') && !name.startsWith('subarc.lock') && !name.endsWith('.part')

/** Queues a backup of the workspace into one tar file. Work goes on meanwhile. */
export async function startBackup(context: ServiceContext, asked: string): Promise<{ job: Job; file: string }> {
  const file = resolve(asked)
  if (!file.toLowerCase().endsWith('.tar')) {
    throw new AppError('bad-input', `The backup ${file} should end in .tar.`, { file })
  }
  const folder = await outputFolder(context, dirname(file), '')
  const target = join(folder, basename(file))
  const job = context.jobs.submit({
    kind: 'backup',
    title: `Back up to ${basename(file)}`,
    subjectId: null,
    lane: 'light',
    run: control => writeBackup(context, target, control),
  })
  return { job, file: target }
}

interface Member {
  /** Its name in the archive: below the workspace, with slashes. */
  readonly name: string
  readonly path: string
}

async function writeBackup(context: ServiceContext, target: string, control: JobControl): Promise<void> {
  const { workspace, now } = context
  const snapshot = join(workspace.folder('cache'), `${newId('backup', now())}.db`)
  const part = `${target}.${process.pid}.part`
  try {
    await pipeline(Readable.from(tarOf(context, snapshot, control)), createWriteStream(part, { mode: 0o600 }), {
      signal: control.signal,
    })
    await syncFile(part)
    await rename(part, target)
  } catch (error) {
    await rm(part, { force: true }).catch(() => undefined)
    throw fileError(error, target, 'write')
  } finally {
    await rm(snapshot, { force: true })
  }
}

async function syncFile(path: string): Promise<void> {
  const handle = await open(path, 'r+')
  await handle.sync()
  await handle.close()
}

/**
 * First the files of runs that are being trained, then the database, then the rest: a run that goes on from a restored
 * checkpoint forgets later points, but could not invent those that a later checkpoint would lack.
 */
async function* tarOf(
  { workspace }: ServiceContext,
  snapshot: string,
  control: JobControl,
): AsyncGenerator<Uint8Array> {
  const live = new Set(listLiveRuns(workspace.db).map(({ id }) => `runs/${id}/`))
  const isLive = ({ name }: Member) => live.has(name.split('/').slice(0, 2).join('/').concat('/'))
  const pack = tar.pack()
  const fill = async () => {
    const members = await membersOf(workspace.path)
    control.progress({ unit: 'files', done: 0, total: members.length + 1, message: 'Copying the files' })
    let done = 0
    const addAll = async (some: readonly Member[]) => {
      for (const member of some) {
        control.signal.throwIfAborted()
        await addFile(pack, member)
        control.progress({ done: ++done })
      }
    }
    await addAll(members.filter(isLive))
    await backup(workspace.db, snapshot)
    await addAll([{ name: databaseName, path: snapshot }])
    await addAll((await membersOf(workspace.path)).filter(member => !isLive(member)))
    pack.finalize()
  }
  const filled = fill().catch(error => pack.destroy(error instanceof Error ? error : new Error(String(error))))
  for await (const chunk of pack) yield chunk as Uint8Array
  await filled
}

async function membersOf(root: string): Promise<Member[]> {
  const members: Member[] = []
  const visit = async (folder: string, prefix: string): Promise<void> => {
    for (const entry of await readdir(folder, { withFileTypes: true }).catch(() => [])) {
      const [name, path] = [`${prefix}${entry.name}`, join(folder, entry.name)]
      if (entry.isDirectory() && !(prefix === '' && LEFT_OUT.has(entry.name))) await visit(path, `${name}/`)
      else if (entry.isFile() && isFile(name)) members.push({ name, path })
    }
  }
  await visit(root, '')
  return members
}

/** A file that is gone by now was thrown away meanwhile: the backup is of a moment after that. */
async function addFile(pack: tar.Pack, { name, path }: Member): Promise<void> {
  const found = await stat(path).catch(() => undefined)
  if (found === undefined) return
  const header = { name, size: found.size, mode: 0o600, mtime: found.mtime }
  if (found.size === 0) {
    pack.entry(header, '')
    return
  }
  const entry = pack.entry(header)
  // A log may grow while it is read: the entry's length has been promised.
  await pipeline(createReadStream(path, { end: found.size - 1 }), entry)
}
