import { existsSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { AppError } from '../domain/errors.ts'
import { releaseLock, takeLock } from './lock.ts'
import { migrate, schemaVersion } from './migrations.ts'
import { databaseName } from './workspace.ts'

export interface SalvagedTable {
  readonly name: string
  readonly rows: number
  /** Some rows could not be reached. */
  readonly isPartial: boolean
}

export interface Salvage {
  readonly tables: readonly SalvagedTable[]
  /** The damaged database, kept beside the new one. */
  readonly kept: string
}

/**
 * Makes a new database of all rows that can still be read of a damaged one, which is kept under another name. Nobody
 * may have the workspace open.
 *
 * Errors: `conflict` (it is open), `bad-input` (no row at all could be read; nothing is changed then).
 */
export function salvageDatabase(root: string, now: Date): Salvage {
  const damaged = join(root, databaseName)
  const fresh = `${damaged}.salvaged`
  const lock = takeLock(root, now, null)
  try {
    removeDatabase(fresh)
    const tables = copyRows(damaged, fresh, root)
    if (tables.every(({ rows }) => rows === 0)) {
      removeDatabase(fresh)
      throw new AppError('bad-input', `Nothing of ${damaged} can be read. Restore the workspace from a backup.`, {
        path: damaged,
      })
    }
    const kept = `${damaged}.damaged-${now.toISOString().replace(/[:.]/g, '-')}`
    for (const ending of ['', '-wal', '-shm']) {
      if (existsSync(damaged + ending)) renameSync(damaged + ending, kept + ending)
    }
    renameSync(fresh, damaged)
    return { tables, kept }
  } finally {
    releaseLock(root, lock)
  }
}

function removeDatabase(path: string): void {
  for (const ending of ['', '-wal', '-shm', '-journal']) rmSync(path + ending, { force: true })
}

function copyRows(from: string, to: string, root: string): SalvagedTable[] {
  const target = new DatabaseSync(to, { enableForeignKeyConstraints: false })
  try {
    const source = openDamaged(from)
    try {
      // The rows are those of the version that wrote them; opening the workspace brings them up to this one.
      migrate(target, root, versionOf(source))
      const names = target.prepare("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").all()
      const tables = names.map(({ name }) => copyTable(source, target, String(name)))
      dropDangling(target)
      return tables
    } finally {
      source?.close()
    }
  } finally {
    target.close()
  }
}

function openDamaged(path: string): DatabaseSync | undefined {
  try {
    const db = new DatabaseSync(path, { readOnly: true, enableForeignKeyConstraints: false })
    // Reading goes on where a check would end it.
    db.exec('PRAGMA writable_schema = ON')
    return db
  } catch {
    return undefined
  }
}

function versionOf(db: DatabaseSync | undefined): number {
  try {
    const version = Number(db?.prepare('PRAGMA user_version').get()?.user_version)
    return version >= 1 && version <= schemaVersion ? version : schemaVersion
  } catch {
    return schemaVersion
  }
}

/** Rows are read in several orders: each ends at the first page that is damaged, from its own side. */
const ORDERS = ['', 'ORDER BY rowid DESC', 'ORDER BY 1, 2', 'ORDER BY 1 DESC, 2 DESC']

function copyTable(source: DatabaseSync | undefined, target: DatabaseSync, name: string): SalvagedTable {
  const columns = target.prepare(`PRAGMA table_info(${name})`).all()
  const marks = columns.map(() => '?').join(', ')
  const insert = target.prepare(`INSERT OR IGNORE INTO ${name} VALUES (${marks})`)
  const list = columns.map(column => String(column.name)).join(', ')
  const count = () => Number(target.prepare(`SELECT count(*) AS n FROM ${name}`).get()?.n)
  let isPartial = true
  target.exec('BEGIN')
  for (const order of ORDERS) {
    try {
      if (source === undefined) break
      const read = source.prepare(`SELECT ${list} FROM ${name} NOT INDEXED ${order}`)
      read.setReturnArrays(true)
      for (const row of read.iterate()) insert.run(...Object.values(row))
      isPartial = false
      break
    } catch {
      // The next order comes from another side.
    }
  }
  target.exec('COMMIT')
  return { name, rows: count(), isPartial }
}

/** Rows whose run, dataset or evaluation was lost say nothing any more. */
function dropDangling(db: DatabaseSync): void {
  for (const { table, parent } of db.prepare('PRAGMA foreign_key_check').all()) {
    const [key] = db
      .prepare(`PRAGMA foreign_key_list(${table})`)
      .all()
      .filter(one => one.table === parent)
    db.exec(`DELETE FROM ${table} WHERE ${key.from} NOT IN (SELECT id FROM ${parent})`)
  }
}
