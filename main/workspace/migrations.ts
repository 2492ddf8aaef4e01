import type { DatabaseSync } from 'node:sqlite'
import { AppError } from '../domain/errors.ts'
import { createApplicationTable } from './applications.ts'
import { createClassifierTables } from './classifiers.ts'
import { addPlanesToDatasets, createDatasetTables } from './datasets.ts'
import { createDeviceTable } from './devices.ts'
import { createEvaluationTable } from './evaluations.ts'
import { createFolderTable } from './folders.ts'
import { createGroupTable } from './groups.ts'
import { createJobTable } from './jobs.ts'
import { createRunTables } from './runs.ts'
import { createSettingTable } from './settings.ts'

/**
 * Each entry takes the database from the version of its index to the next one. Entries are only ever appended: a
 * workspace of any earlier version is brought up by those that it lacks. The statements of a record type stand beside
 * its schema, in the file named after it.
 */
const migrations: readonly (readonly string[])[] = [
  [createSettingTable, createFolderTable, createJobTable, createDatasetTables],
  [createRunTables, createEvaluationTable, createApplicationTable, createDeviceTable],
  addPlanesToDatasets,
  [createGroupTable],
  createClassifierTables,
]

export const schemaVersion = migrations.length

/**
 * Brings the database up to this version, all or nothing. Throws `unsupported` for a workspace that a newer version
 * of the product has written.
 */
export function migrate(db: DatabaseSync, path: string): void {
  const found = Number(db.prepare('PRAGMA user_version').get()?.user_version)
  if (found > schemaVersion) {
    throw new AppError(
      'unsupported',
      `The workspace ${path} was written by a newer version of Subarc (its format is ${found}; this version knows ${schemaVersion}). ` +
        'Update Subarc, or choose another workspace.',
      { path, found, known: schemaVersion },
    )
  }
  if (found === schemaVersion) return
  db.exec('BEGIN IMMEDIATE')
  try {
    for (const statements of migrations.slice(found)) for (const sql of statements) db.exec(sql)
    db.exec(`PRAGMA user_version = ${schemaVersion}`)
    db.exec('COMMIT')
  } catch (error) {
    db.exec('ROLLBACK')
    throw error
  }
}
