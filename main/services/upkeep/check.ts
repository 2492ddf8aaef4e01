import type { DatabaseSync } from 'node:sqlite'
import type { CheckFinding, WorkspaceCheck } from '../../contract/workspace.ts'
import { applicationRecordSchema } from '../../workspace/applications.ts'
import { type DamagedRecord, listDamaged, moveDamaged } from '../../workspace/damaged.ts'
import { datasetRecordSchema } from '../../workspace/datasets.ts'
import { storedEvaluationSchema } from '../../workspace/evaluations.ts'
import { runRecordSchema } from '../../workspace/runs.ts'
import type { ServiceContext } from '../context.ts'
import { checkFiles } from './checkFiles.ts'

export interface CheckOptions {
  readonly repair: boolean
  readonly hashes: boolean
}

const RECORDS = [
  { kind: 'run', table: 'runs', parse: (record: unknown) => runRecordSchema.parse(record) },
  { kind: 'evaluation', table: 'evaluations', parse: (record: unknown) => storedEvaluationSchema.parse(record) },
  { kind: 'dataset', table: 'datasets', parse: (record: unknown) => datasetRecordSchema.parse(record) },
  { kind: 'application', table: 'applications', parse: (record: unknown) => applicationRecordSchema.parse(record) },
] as const

/**
 * Looks through the database, the records and the files that they name, and repairs what can be repaired: indices are made anew, what cannot be read is laid aside, what is gone is no longer promised, what belongs to
 * nobody goes to the trash.
 */
export async function checkWorkspace(context: ServiceContext, options: CheckOptions): Promise<WorkspaceCheck> {
  const { db } = context.workspace
  const database = checkDatabase(db, options.repair)
  const needsSalvage = database.some(({ severity, repaired }) => severity === 'error' && !repaired)
  // A damaged database answers with errors: what it says of files is not to be acted upon.
  if (needsSalvage) {
    const checked = { runs: 0, datasets: 0, evaluations: 0, files: 0 }
    return { sound: false, needsSalvage, checked, findings: database }
  }
  const records = checkRecords(context, options.repair)
  const unread = new Set(records.filter(({ repaired }) => !repaired).map(({ id }) => id))
  const { findings, files } = await checkFiles(context, options, unread)
  const count = (table: string) => Number(db.prepare(`SELECT count(*) AS n FROM ${table}`).get()?.n)
  const all = [...database, ...records.map(({ id: _, ...finding }) => finding), ...findings]
  return {
    sound: !all.some(({ severity, repaired }) => severity === 'error' && !repaired),
    needsSalvage,
    checked: { runs: count('runs'), datasets: count('datasets'), evaluations: count('evaluations'), files },
    findings: all,
  }
}

const problemsOf = (db: DatabaseSync): string[] =>
  db
    .prepare('PRAGMA integrity_check(20)')
    .all()
    .map(row => String(row.integrity_check))
    .filter(text => text !== 'ok')

function reindexed(db: DatabaseSync): string[] {
  db.exec('REINDEX')
  return problemsOf(db)
}

function checkDatabase(db: DatabaseSync, repair: boolean): CheckFinding[] {
  const problems = guarded(() => problemsOf(db))
  if (problems.length > 0) {
    // Indices are made of the rows, and can be made of them again.
    const isRepaired = repair && guarded(() => reindexed(db)).length === 0
    const advice = isRepaired
      ? 'Its indices were made anew.'
      : 'Close Subarc and run "subarc workspace check --repair": what can be read goes into a new database.'
    return problems.map(problem => ({
      ...{ kind: 'database', severity: 'error', path: null, repaired: isRepaired },
      message: `The database is damaged (${problem}). ${advice}`,
    }))
  }
  const dangling = db.prepare('PRAGMA foreign_key_check').all()
  const tables = [...new Set(dangling.map(row => `${row.table} ${row.parent}`))]
  return tables.map(pair => {
    const [table, parent] = pair.split(' ')
    const [key] = db.prepare(`PRAGMA foreign_key_list(${table})`).all()
    if (repair) db.exec(`DELETE FROM ${table} WHERE ${key.from} NOT IN (SELECT id FROM ${parent})`)
    const message = `Rows of ${table} belong to no row of ${parent}${repair ? '; they were removed' : ''}.`
    return { kind: 'database', severity: 'warning', message, path: null, repaired: repair }
  })
}

/** The answer, or the error as the answer: SQLite stops at some damage before it can describe it. */
function guarded(ask: () => string[]): string[] {
  try {
    return ask()
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)]
  }
}

function checkRecords({ workspace, now }: ServiceContext, repair: boolean): (CheckFinding & { id: string })[] {
  const damaged = listDamaged(workspace.db, RECORDS)
  if (repair && damaged.length > 0) {
    const tableOf = ({ kind }: DamagedRecord) => RECORDS.find(one => one.kind === kind)?.table ?? kind
    workspace.transaction(() => {
      for (const record of damaged) moveDamaged(workspace.db, record, tableOf(record), now().toISOString())
    })
  }
  return damaged.map(({ kind, id, problem }) => ({
    ...{ id, kind: 'record', severity: 'error', path: null, repaired: repair },
    message: `The record of ${kind} ${id} cannot be read (${shortened(problem)}).${
      repair ? ' It was laid aside in the table damaged_records; what hung on it is gone: a backup has it.' : ''
    }`,
  }))
}

const shortened = (text: string): string => text.replace(/\s+/g, ' ').slice(0, 160)
