import { chmodSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { AppError } from '../domain/errors.ts'
import { fileError } from '../formats/fileErrors.ts'
import { type LockInfo, type Published, publishAddress, releaseLock, takeLock } from './lock.ts'
import { migrate } from './migrations.ts'

export const databaseName = 'subarc.db'

/** How long a statement waits for another process that writes. */
const busyMillis = 5000

/** An open workspace: a folder with a database and files, held by this process alone. */
export interface Workspace {
  readonly path: string
  readonly db: DatabaseSync
  /** A folder inside the workspace, made if need be: `folder('datasets', id)`. */
  folder(...names: string[]): string
  /** All statements of `action` or none. Not to be nested; `action` must be synchronous. */
  transaction<T>(action: () => T): T
  /** Writes the owner's address into the lock file, for other programs on this machine. */
  publish(published: Published | null): void
  /** Moves `<kind>/<id>` into the trash, from which `restore` brings it back. A folder that is not there is no error. */
  trash(kind: string, id: string): void
  restore(kind: string, id: string): void
  close(): void
}

export interface OpenOptions {
  readonly publish?: Published
}

/**
 * Opens the workspace at `path`, making it where there is none, and locks it.
 *
 * Errors: `conflict` (another process holds it; details.address says how to reach that one), `unsupported` (written by
 * a newer version), `forbidden` (no permission, read-only disk), `bad-input` (not a folder, or a damaged database).
 */
export function openWorkspace(path: string, options: OpenOptions = {}): Workspace {
  const root = resolve(path)
  try {
    mkdirSync(root, { recursive: true, mode: 0o700 })
  } catch (error) {
    throw fileError(error, root, 'write')
  }
  const db = openDatabase(root)
  let lock: LockInfo
  try {
    lock = lockAndMigrate(db, root, options.publish ?? null)
  } catch (error) {
    db.close()
    throw asWorkspaceError(error, root)
  }

  const folder = (...names: string[]): string => {
    const made = join(root, ...names)
    try {
      mkdirSync(made, { recursive: true })
    } catch (error) {
      throw fileError(error, made, 'write')
    }
    return made
  }
  const move = (from: string, to: string): void => {
    if (!existsSync(from)) return
    mkdirSync(dirname(to), { recursive: true })
    rmSync(to, { recursive: true, force: true })
    renameSync(from, to)
  }

  let open = true
  return {
    path: root,
    db,
    folder,
    transaction: action => inTransaction(db, action),
    publish: published => {
      lock = publishAddress(root, lock, published)
    },
    trash: (kind, id) => move(join(root, kind, id), join(root, 'trash', kind, id)),
    restore: (kind, id) => move(join(root, 'trash', kind, id), join(root, kind, id)),
    close: () => {
      if (!open) return
      open = false
      db.close()
      releaseLock(root, lock)
    },
  }
}

function openDatabase(root: string): DatabaseSync {
  const file = join(root, databaseName)
  try {
    const db = new DatabaseSync(file, { timeout: busyMillis, enableForeignKeyConstraints: true })
    try {
      // Asked first, so that a file that is no database is found before it is taken for one.
      db.prepare('PRAGMA user_version').get()
      chmodSync(file, 0o600)
      return db
    } catch (error) {
      db.close()
      throw error
    }
  } catch (error) {
    throw asWorkspaceError(error, root)
  }
}

/** SQLite's write lock keeps two programs from taking over the same stale lock file. */
function lockAndMigrate(db: DatabaseSync, root: string, published: Published | null): LockInfo {
  const lock = inTransaction(db, () => takeLock(root, new Date(), published))
  try {
    db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL')
    migrate(db, root)
  } catch (error) {
    releaseLock(root, lock)
    throw error
  }
  return lock
}

function inTransaction<T>(db: DatabaseSync, action: () => T): T {
  db.exec('BEGIN IMMEDIATE')
  try {
    const result = action()
    db.exec('COMMIT')
    return result
  } catch (error) {
    db.exec('ROLLBACK')
    throw error
  }
}

/** SQLite's primary result codes (sqlite.org/rescode.html) that a user can do something about. */
const sqliteCodes = { readonly: 8, full: 13, cannotOpen: 14, notADatabase: 26, corrupt: 11, busy: 5 }

/** What SQLite says of a database that is open, damage for one, in the words of the workspace; any other error as it is. */
export function databaseError(error: unknown, root: string): unknown {
  return error instanceof Error && 'errcode' in error ? asWorkspaceError(error, root) : error
}

function asWorkspaceError(error: unknown, root: string): AppError {
  if (error instanceof AppError) return error
  const code = error instanceof Error && 'errcode' in error ? Number(error.errcode) & 0xff : undefined
  const details = { path: root }
  if (code === sqliteCodes.readonly || code === sqliteCodes.cannotOpen) {
    return new AppError(
      'forbidden',
      `The workspace ${root} cannot be written to. Change its permissions, or choose another folder.`,
      details,
      error,
    )
  }
  if (code === sqliteCodes.full) {
    return new AppError('no-space', `The disk of the workspace ${root} is full. Free some space.`, details, error)
  }
  if (code === sqliteCodes.notADatabase || code === sqliteCodes.corrupt) {
    return new AppError(
      'bad-input',
      `${join(root, databaseName)} is damaged or not a Subarc database. Run "subarc workspace check --repair", restore it from a backup, or choose another workspace.`,
      { ...details, damaged: true },
      error,
    )
  }
  if (code === sqliteCodes.busy) {
    return new AppError('conflict', `The workspace ${root} is busy in another program. Try again.`, details, error)
  }
  return fileError(error, root, 'write')
}
