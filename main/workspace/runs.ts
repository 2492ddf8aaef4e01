import type { DatabaseSync, SQLInputValue } from 'node:sqlite'
import { z } from 'zod'
import { liveStatuses } from './jobs.ts'

/** Training runs: one row each, with what is searched and sorted by as columns beside the record itself. */
export const createRunTables = `
  CREATE TABLE runs (
    id TEXT PRIMARY KEY,
    created_at TEXT NOT NULL,
    name TEXT NOT NULL,
    status TEXT NOT NULL,
    dataset_id TEXT NOT NULL,
    dataset_name TEXT NOT NULL,
    psnr REAL,
    ssim REAL,
    duration REAL NOT NULL,
    search TEXT NOT NULL,
    removed_at TEXT,
    record TEXT NOT NULL
  ) STRICT;
  CREATE INDEX runs_by_time ON runs (created_at, id);
  CREATE TABLE run_steps (
    run_id TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    step INTEGER NOT NULL,
    epoch REAL NOT NULL,
    loss REAL,
    gradient_norm REAL,
    learning_rate REAL NOT NULL,
    images_per_second REAL,
    PRIMARY KEY (run_id, step)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE run_validations (
    run_id TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    step INTEGER NOT NULL,
    epoch REAL NOT NULL,
    mse REAL NOT NULL,
    psnr REAL NOT NULL,
    ssim REAL NOT NULL,
    PRIMARY KEY (run_id, step)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE run_previews (
    run_id TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    step INTEGER NOT NULL,
    sample INTEGER NOT NULL,
    epoch REAL NOT NULL,
    file TEXT NOT NULL,
    PRIMARY KEY (run_id, step, sample)
  ) STRICT, WITHOUT ROWID`

/**
 * `revision` rises with every change of a run, so that what is made of runs knows which to read again; `archived_at` is
 * set while a run is kept out of the table.
 */
export const addRunRevisions: readonly string[] = [
  'ALTER TABLE runs ADD COLUMN revision INTEGER NOT NULL DEFAULT 0',
  'ALTER TABLE runs ADD COLUMN archived_at TEXT',
  'UPDATE runs SET revision = rowid',
  'CREATE INDEX runs_by_revision ON runs (revision)',
]

const nextRevision = '(SELECT coalesce(max(revision), 0) + 1 FROM runs)'

const statusSchema = z.enum([...liveStatuses, 'done', 'failed', 'stopped', 'interrupted'])

export const runCheckpointSchema = z.object({
  which: z.enum(['best', 'last']),
  step: z.number().int(),
  epoch: z.number().int(),
  sha256: z.string(),
  bytes: z.number(),
})
export type RunCheckpoint = z.infer<typeof runCheckpointSchema>

/** Where a network came from that no run of this workspace made: a file, or what Subarc brings along. */
export const runOriginSchema = z.object({
  kind: z.enum(['file', 'pretrained']),
  /** The file's name, or the pretrained network's id. */
  name: z.string(),
  format: z.string(),
  sha256: z.string(),
})
export type RunOrigin = z.infer<typeof runOriginSchema>

/** A run whose weights another took over, with the weights' hash. */
export const runParentSchema = z.object({
  role: z.enum(['frozen-front', 'start', 'features']),
  runId: z.string(),
  runName: z.string(),
  checkpoint: z.enum(['best', 'last']),
  sha256: z.string(),
})
export type RunParent = z.infer<typeof runParentSchema>

export const runRecordSchema = z.object({
  version: z.literal(1),
  id: z.string(),
  name: z.string(),
  status: statusSchema,
  jobId: z.string().nullable(),
  /** Null: trained here; records from before there was any other kind lack it. */
  origin: runOriginSchema.nullable().default(null),
  /** Null: trained elsewhere, on what no dataset of this workspace holds. */
  datasetId: z.string().nullable(),
  datasetName: z.string(),
  presetId: z.string(),
  network: z.string(),
  parameters: z.number().int(),
  device: z.string(),
  seed: z.number().int(),
  createdAt: z.string(),
  /** Time that was spent training, pauses included, over all starts. */
  durationSeconds: z.number(),
  epoch: z.number().int(),
  epochs: z.number().int(),
  step: z.number().int(),
  best: z.object({ psnr: z.number(), ssim: z.number(), epoch: z.number().int(), step: z.number().int() }).nullable(),
  /** Of a classifier alone. */
  bestClass: z
    .object({
      crossEntropy: z.number(),
      accuracy: z.number(),
      auc: z.number().nullable(),
      epoch: z.number().int(),
      step: z.number().int(),
    })
    .nullish(),
  notes: z.string(),
  tags: z.array(z.string()),
  config: z.record(z.string(), z.unknown()),
  data: z.record(z.string(), z.unknown()),
  environment: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  peakMemoryBytes: z.number().nullable(),
  datasetHash: z.string(),
  splitHash: z.string(),
  /** The run that this one was started to repeat. */
  againOf: z.string().optional(),
  checkpoints: z.array(runCheckpointSchema),
  /** None in records from before there were stages. */
  parents: z.array(runParentSchema).default([]),
  /** The group of runs that it was started in: a recipe of several stages, or a sweep. */
  groupId: z.string().nullable().default(null),
  error: z.object({ code: z.string(), message: z.string(), details: z.record(z.string(), z.unknown()) }).nullable(),
})
export type RunRecord = z.infer<typeof runRecordSchema>

/** In the table's column: no dataset's id. */
const NO_DATASET = ''

export function saveRun(db: DatabaseSync, run: RunRecord): void {
  const search = [
    run.name,
    run.notes,
    run.tags.join(' '),
    run.datasetName,
    run.network,
    run.presetId,
    run.origin?.name ?? '',
  ].join('\n')
  const best = run.best ?? { psnr: null, ssim: null }
  db.prepare(
    `INSERT INTO runs (id, created_at, name, status, dataset_id, dataset_name, psnr, ssim, duration, search, record, revision)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ${nextRevision})
     ON CONFLICT (id) DO UPDATE SET name = excluded.name, status = excluded.status, dataset_name = excluded.dataset_name,
       psnr = excluded.psnr, ssim = excluded.ssim, duration = excluded.duration, search = excluded.search,
       record = excluded.record, revision = excluded.revision`,
  ).run(
    run.id,
    run.createdAt,
    run.name,
    run.status,
    run.datasetId ?? NO_DATASET,
    run.datasetName,
    best.psnr,
    best.ssim,
    run.durationSeconds,
    search.toLowerCase(),
    JSON.stringify(run),
  )
}

/** The run, whether or not it lies in the trash. */
export function findRun(db: DatabaseSync, id: string): { run: RunRecord; removedAt: string | null } | undefined {
  const row = db.prepare('SELECT record, removed_at FROM runs WHERE id = ?').get(id)
  return row && { run: fromRow(row), removedAt: row.removed_at === null ? null : String(row.removed_at) }
}

/** Column of each order that a caller may ask for. */
const sortColumns = {
  createdAt: 'created_at',
  name: 'name COLLATE NOCASE',
  psnr: 'psnr',
  ssim: 'ssim',
  duration: 'duration',
  status: 'status',
  dataset: 'dataset_name COLLATE NOCASE',
} as const

export interface RunQuery {
  /** Words that must all occur in name, notes, tags, dataset or network. */
  readonly search: string
  readonly status?: RunRecord['status'] | undefined
  readonly datasetId?: string | undefined
  readonly sort: keyof typeof sortColumns
  readonly descending: boolean
  readonly offset: number
  readonly limit: number
}

/** Runs outside of the trash; those without a value of the sort column come last in either direction. */
export function listRuns(db: DatabaseSync, query: RunQuery): { total: number; runs: RunRecord[] } {
  const words = query.search.toLowerCase().split(/\s+/).filter(Boolean)
  const conditions = ['removed_at IS NULL', ...words.map(() => 'instr(search, ?) > 0')]
  const values: SQLInputValue[] = [...words]
  if (query.status !== undefined) {
    conditions.push('status = ?')
    values.push(query.status)
  }
  if (query.datasetId !== undefined) {
    conditions.push('dataset_id = ?')
    values.push(query.datasetId)
  }
  const where = conditions.join(' AND ')
  const order = `${sortColumns[query.sort]} ${query.descending ? 'DESC' : 'ASC'} NULLS LAST, created_at DESC, id`
  const total = Number(db.prepare(`SELECT count(*) AS n FROM runs WHERE ${where}`).get(...values)?.n)
  const rows = db
    .prepare(`SELECT record FROM runs WHERE ${where} ORDER BY ${order} LIMIT ? OFFSET ?`)
    .all(...values, query.limit, query.offset)
  return { total, runs: rows.map(fromRow) }
}

/** Runs outside of the trash that were started to repeat this one, oldest first. */
export function listRepeats(db: DatabaseSync, id: string): RunRecord[] {
  return db
    .prepare(
      `SELECT record FROM runs WHERE json_extract(record, '$.againOf') = ? AND removed_at IS NULL ORDER BY created_at, id`,
    )
    .all(id)
    .map(fromRow)
}

/** What lies in the trash, latest first. */
export function listRemovedRuns(db: DatabaseSync): { run: RunRecord; removedAt: string }[] {
  return db
    .prepare('SELECT record, removed_at FROM runs WHERE removed_at IS NOT NULL ORDER BY removed_at DESC, id')
    .all()
    .map(row => ({ run: fromRow(row), removedAt: String(row.removed_at) }))
}

/** Into the trash, or out of it with null. */
export function markRunRemoved(db: DatabaseSync, id: string, removedAt: string | null): void {
  db.prepare(`UPDATE runs SET removed_at = ?, revision = ${nextRevision} WHERE id = ?`).run(removedAt, id)
}

/** Out of the table's sight, or back into it with null. */
export function markRunArchived(db: DatabaseSync, id: string, archivedAt: string | null): void {
  db.prepare(`UPDATE runs SET archived_at = ?, revision = ${nextRevision} WHERE id = ?`).run(archivedAt, id)
}

/** What belongs to the run has changed: its numbers or its scores. */
export function touchRun(db: DatabaseSync, id: string): void {
  db.prepare(`UPDATE runs SET revision = ${nextRevision} WHERE id = ?`).run(id)
}

export interface ChangedRun {
  readonly run: RunRecord
  readonly revision: number
  readonly removed: boolean
  readonly archived: boolean
  /** Lower-case text of what a search looks through. */
  readonly search: string
}

/** Runs that have changed since a revision, in the order of their changes; those in the trash too. */
export function listChangedRuns(db: DatabaseSync, since: number): ChangedRun[] {
  return db
    .prepare(
      `SELECT record, revision, removed_at IS NOT NULL AS removed, archived_at IS NOT NULL AS archived, search
       FROM runs WHERE revision > ? ORDER BY revision`,
    )
    .all(since)
    .map(row => ({
      run: fromRow(row),
      revision: Number(row.revision),
      removed: row.removed === 1,
      archived: row.archived === 1,
      search: String(row.search),
    }))
}

/** Runs that were queued, running or paused when they were last written. */
export function listLiveRuns(db: DatabaseSync): RunRecord[] {
  const marks = liveStatuses.map(() => '?').join(', ')
  return db
    .prepare(`SELECT record FROM runs WHERE status IN (${marks})`)
    .all(...liveStatuses)
    .map(fromRow)
}

function fromRow(row: Record<string, unknown>): RunRecord {
  return runRecordSchema.parse(JSON.parse(String(row.record)))
}
