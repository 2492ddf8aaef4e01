import type { DatabaseSync } from 'node:sqlite'
import { AppError } from '../domain/errors.ts'
import { createApplicationTable } from './applications.ts'
import { createClassifierTables } from './classifiers.ts'
import { createDamagedTable } from './damaged.ts'
import { addPlanesToDatasets, createDatasetTables } from './datasets.ts'
import { createDeviceTable } from './devices.ts'
import { createEvaluationTable } from './evaluations.ts'
import { createFolderTable } from './folders.ts'
import { createGroupTable } from './groups.ts'
import { moveImageScores } from './imageScores.ts'
import { createJobTable } from './jobs.ts'
import { addSeriesSeconds, addSeriesTerms } from './runSeries.ts'
import { addRunRevisions, createRunTables } from './runs.ts'
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
  [...addRunRevisions, ...addSeriesSeconds, ...moveImageScores, createDamagedTable],
  [addSeriesTerms],
]

export const schemaVersion = migrations.length

/**
 * Brings the database up to this version, all or nothing. Throws `unsupported` for a workspace that a newer version
 * of the product has written.
 *
 * @param target an earlier version than this one, for a database that is filled from an old one
 */
export function migrate(db: DatabaseSync, path: string, target = schemaVersion): void {
  const found = Number(db.prepare('PRAGMA user_version').get()?.user_version)
  if (found > schemaVersion) {
    throw new AppError(
      'unsupported',
      `The workspace ${path} was written by a newer version of Subarc (its format is ${found}; this version knows ${schemaVersion}). ` +
        'Update Subarc, or choose another workspace.',
      { path, found, known: schemaVersion },
    )
  }
  if (found >= target) return
  db.exec('BEGIN IMMEDIATE')
  try {
    for (const statements of migrations.slice(found, target)) for (const sql of statements) db.exec(sql)
    db.exec(`PRAGMA user_version = ${target}`)
    db.exec('COMMIT')
  } catch (error) {
    db.exec('ROLLBACK')
    throw error
  }
}
