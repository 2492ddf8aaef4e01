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
    `INSERT INTO runs VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL, ?)
     ON CONFLICT (id) DO UPDATE SET name = excluded.name, status = excluded.status, dataset_name = excluded.dataset_name,
       psnr = excluded.psnr, ssim = excluded.ssim, duration = excluded.duration, search = excluded.search,
       record = excluded.record`,
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
  db.prepare('UPDATE runs SET removed_at = ? WHERE id = ?').run(removedAt, id)
}

/** Runs that were queued, running or paused when they were last written. */
export function listLiveRuns(db: DatabaseSync): RunRecord[] {
  const marks = liveStatuses.map(() => '?').join(', ')
  return db
    .prepare(`SELECT record FROM runs WHERE status IN (${marks})`)
    .all(...liveStatuses)
    .map(fromRow)
}

export interface StepPoint {
  readonly step: number
  readonly epoch: number
  readonly loss: number
  readonly gradientNorm: number
  readonly learningRate: number
  readonly imagesPerSecond: number
}

export interface ValidationPoint {
  readonly step: number
  readonly epoch: number
  readonly mse: number
  readonly psnr: number
  readonly ssim: number
}

export interface PreviewPoint {
  readonly step: number
  readonly epoch: number
  readonly sample: number
  readonly file: string
}

/** Values that are not finite become null: SQLite stores NaN so in any case, and a column of numbers stays one. */
const stored = (value: number): number | null => (Number.isFinite(value) ? value : null)

export function addSteps(db: DatabaseSync, runId: string, points: readonly StepPoint[]): void {
  const insert = db.prepare('INSERT OR REPLACE INTO run_steps VALUES (?, ?, ?, ?, ?, ?, ?)')
  for (const p of points) {
    const { step, epoch, learningRate } = p
    insert.run(runId, step, epoch, stored(p.loss), stored(p.gradientNorm), learningRate, stored(p.imagesPerSecond))
  }
}

export function addValidation(db: DatabaseSync, runId: string, p: ValidationPoint): void {
  db.prepare('INSERT OR REPLACE INTO run_validations VALUES (?, ?, ?, ?, ?, ?)').run(
    runId,
    p.step,
    p.epoch,
    p.mse,
    p.psnr,
    p.ssim,
  )
}

export function addPreview(db: DatabaseSync, runId: string, p: PreviewPoint): void {
  db.prepare('INSERT OR REPLACE INTO run_previews VALUES (?, ?, ?, ?, ?)').run(runId, p.step, p.sample, p.epoch, p.file)
}

/** Forgets what came after `step`: a run that goes on from its checkpoint makes those steps anew. */
export function trimSeries(db: DatabaseSync, runId: string, step: number): void {
  for (const table of ['run_steps', 'run_validations', 'run_previews']) {
    db.prepare(`DELETE FROM ${table} WHERE run_id = ? AND step > ?`).run(runId, step)
  }
}

/**
 * At most `points` steps in order: of each of equal stretches the one with the lowest and the one with the highest
 * loss, so that a spike is never thinned away, and the first and the last step.
 */
export function thinnedSteps(db: DatabaseSync, runId: string, points: number): StepPoint[] {
  const count = Number(db.prepare('SELECT count(*) AS n FROM run_steps WHERE run_id = ?').get(runId)?.n)
  const columns = 'step, epoch, loss, gradient_norm, learning_rate, images_per_second'
  if (count <= points) {
    const all = db.prepare(`SELECT ${columns} FROM run_steps WHERE run_id = ? AND loss IS NOT NULL ORDER BY step`)
    return all.all(runId).map(stepFromRow)
  }
  const stretches = Math.max(1, Math.floor((points - 2) / 2))
  const rows = db
    .prepare(
      `WITH numbered AS (
         SELECT *, (row_number() OVER (ORDER BY step) - 1) * CAST(? AS INTEGER) / CAST(? AS INTEGER) AS stretch FROM run_steps WHERE run_id = ?
       ), ranked AS (
         SELECT *,
           row_number() OVER (PARTITION BY stretch ORDER BY loss, step) AS rise,
           row_number() OVER (PARTITION BY stretch ORDER BY loss DESC, step) AS fall,
           row_number() OVER (ORDER BY step) AS place
         FROM numbered WHERE loss IS NOT NULL
       )
       SELECT ${columns} FROM ranked
       WHERE rise = 1 OR fall = 1 OR place = 1 OR place = (SELECT max(place) FROM ranked) ORDER BY step`,
    )
    .all(stretches, count, runId)
  return rows.map(stepFromRow)
}

/** Every step that was kept, in order. */
export function listSteps(db: DatabaseSync, runId: string): StepPoint[] {
  const columns = 'step, epoch, loss, gradient_norm, learning_rate, images_per_second'
  return db.prepare(`SELECT ${columns} FROM run_steps WHERE run_id = ? ORDER BY step`).all(runId).map(stepFromRow)
}

export function listValidations(db: DatabaseSync, runId: string): ValidationPoint[] {
  return db
    .prepare('SELECT step, epoch, mse, psnr, ssim FROM run_validations WHERE run_id = ? ORDER BY step')
    .all(runId)
    .map(row => ({
      step: Number(row.step),
      epoch: Number(row.epoch),
      mse: Number(row.mse),
      psnr: Number(row.psnr),
      ssim: Number(row.ssim),
    }))
}

export function listPreviews(db: DatabaseSync, runId: string): PreviewPoint[] {
  return db
    .prepare('SELECT step, epoch, sample, file FROM run_previews WHERE run_id = ? ORDER BY step, sample')
    .all(runId)
    .map(row => ({
      step: Number(row.step),
      epoch: Number(row.epoch),
      sample: Number(row.sample),
      file: String(row.file),
    }))
}

function stepFromRow(row: Record<string, unknown>): StepPoint {
  return {
    step: Number(row.step),
    epoch: Number(row.epoch),
    loss: row.loss === null ? Number.NaN : Number(row.loss),
    gradientNorm: row.gradient_norm === null ? 0 : Number(row.gradient_norm),
    learningRate: Number(row.learning_rate),
    imagesPerSecond: row.images_per_second === null ? 0 : Number(row.images_per_second),
  }
}

function fromRow(row: Record<string, unknown>): RunRecord {
  return runRecordSchema.parse(JSON.parse(String(row.record)))
}
