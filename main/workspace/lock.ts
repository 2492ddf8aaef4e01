import { closeSync, openSync, readFileSync, renameSync, rmSync, statSync, writeSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { AppError } from '../domain/errors.ts'
import { processExists, processStamp } from './processes.ts'

export const lockFileName = 'subarc.lock'

/** A lock file without content is being written; after this long, its writer must have died. */
const unwrittenLockMillis = 5000

/** Where the owner answers: a named pipe or socket that only its user can open. */
export const publishedSchema = z.object({ address: z.string() })
export type Published = z.infer<typeof publishedSchema>

const lockSchema = z.object({
  version: z.literal(1),
  pid: z.number().int(),
  /** Tells the process from a later one of the same number; null where the platform cannot say. */
  stamp: z.string().nullable(),
  host: z.string(),
  started: z.string(),
  published: publishedSchema.nullable(),
})
export type LockInfo = z.infer<typeof lockSchema>

/** Who holds the workspace now, or null: nobody, or a process that is gone. */
export function readHolder(workspace: string): LockInfo | null {
  const lock = readLock(join(workspace, lockFileName))
  return lock !== null && lock !== 'unwritten' && isHeld(lock) ? lock : null
}

/**
 * Takes the workspace for this process. A lock whose process is gone is taken over; callers must not run this twice at
 * a time on one workspace, or both could take over the same one. Throws `conflict`, naming the holder.
 */
export function takeLock(workspace: string, started: Date, published: Published | null): LockInfo {
  const path = join(workspace, lockFileName)
  const found = readLock(path)
  if (found === 'unwritten') {
    throw new AppError('conflict', `The workspace ${workspace} is just being opened by another program. Try again.`, {
      path: workspace,
    })
  }
  if (found !== null && isHeld(found)) throw heldError(workspace, found)
  rmSync(path, { force: true })
  const lock: LockInfo = {
    version: 1,
    pid: process.pid,
    stamp: processStamp(process.pid),
    host: hostname(),
    started: started.toISOString(),
    published,
  }
  writeExclusively(path, lock)
  return lock
}

/** Says where the owner can be reached from now on. */
export function publishAddress(workspace: string, lock: LockInfo, published: Published | null): LockInfo {
  const path = join(workspace, lockFileName)
  const updated = { ...lock, published }
  const beside = `${path}.${process.pid}`
  rmSync(beside, { force: true })
  writeExclusively(beside, updated)
  renameSync(beside, path)
  return updated
}

/** Gives the workspace back, if it is still this lock that holds it. */
export function releaseLock(workspace: string, lock: LockInfo): void {
  const path = join(workspace, lockFileName)
  const found = readLock(path)
  if (found === null || found === 'unwritten') return
  if (found.pid === lock.pid && found.started === lock.started && found.host === lock.host)
    rmSync(path, { force: true })
}

function writeExclusively(path: string, lock: LockInfo): void {
  const file = openSync(path, 'wx', 0o600)
  try {
    writeSync(file, JSON.stringify(lock))
  } finally {
    closeSync(file)
  }
}

/** A damaged lock counts as none: whoever wrote it cannot be found by it. */
function readLock(path: string): LockInfo | 'unwritten' | null {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
    if (text === '' && Date.now() - statSync(path).mtimeMs < unwrittenLockMillis) return 'unwritten'
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
  try {
    return lockSchema.parse(JSON.parse(text))
  } catch {
    return null
  }
}

/** Processes of another machine cannot be looked at, so its lock is believed. */
function isHeld(lock: LockInfo): boolean {
  if (lock.host !== hostname()) return true
  if (!processExists(lock.pid)) return false
  const stamp = processStamp(lock.pid)
  return lock.stamp === null || stamp === null || stamp === lock.stamp
}

function heldError(workspace: string, lock: LockInfo): AppError {
  const elsewhere = lock.host !== hostname()
  const remedy = elsewhere
    ? `If Subarc does not run there any more, delete ${join(workspace, lockFileName)}.`
    : 'Close it there, or choose another workspace.'
  return new AppError(
    'conflict',
    `The workspace ${workspace} is open in process ${lock.pid}${elsewhere ? ` on ${lock.host}` : ''}, since ${lock.started}. ${remedy}`,
    { path: workspace, pid: lock.pid, host: lock.host, since: lock.started, address: lock.published?.address ?? null },
  )
}
