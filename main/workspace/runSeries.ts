import type { DatabaseSync } from 'node:sqlite'

/** Time spent training at each point; null in points from before it was kept. */
export const addSeriesSeconds: readonly string[] = [
  'ALTER TABLE run_steps ADD COLUMN seconds REAL',
  'ALTER TABLE run_validations ADD COLUMN seconds REAL',
]

/** The terms of a loss that is a sum, unweighted, as JSON by name; null where there are none, or from before they were kept. */
export const addSeriesTerms = 'ALTER TABLE run_steps ADD COLUMN terms TEXT'

export interface StepPoint {
  readonly step: number
  readonly epoch: number
  readonly loss: number
  readonly gradientNorm: number
  readonly learningRate: number
  readonly imagesPerSecond: number
  /** The terms of a loss that is a sum, unweighted, by name. */
  readonly terms?: Readonly<Record<string, number>> | undefined
  /** Time that was spent training until then; absent where it is not known. */
  readonly seconds?: number | undefined
}

export interface ValidationPoint {
  readonly step: number
  readonly epoch: number
  readonly mse: number
  readonly psnr: number
  readonly ssim: number
  readonly seconds?: number | undefined
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
  const insert = db.prepare('INSERT OR REPLACE INTO run_steps VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)')
  for (const p of points) {
    const { step, epoch, learningRate, seconds = null } = p
    const numbers = [stored(p.loss), stored(p.gradientNorm), learningRate, stored(p.imagesPerSecond), seconds]
    // What is not finite becomes null here too.
    insert.run(runId, step, epoch, ...numbers, p.terms ? JSON.stringify(p.terms) : null)
  }
}

export function addValidation(db: DatabaseSync, runId: string, p: ValidationPoint): void {
  db.prepare('INSERT OR REPLACE INTO run_validations VALUES (?, ?, ?, ?, ?, ?, ?)').run(
    runId,
    p.step,
    p.epoch,
    p.mse,
    p.psnr,
    p.ssim,
    p.seconds ?? null,
  )
}

export function addPreview(db: DatabaseSync, runId: string, p: PreviewPoint): void {
  db.prepare('INSERT OR REPLACE INTO run_previews VALUES (?, ?, ?, ?, ?)').run(runId, p.step, p.sample, p.epoch, p.file)
}

/** Forgets a preview whose image is gone. */
export function removePreview(db: DatabaseSync, runId: string, { step, sample }: PreviewPoint): void {
  db.prepare('DELETE FROM run_previews WHERE run_id = ? AND step = ? AND sample = ?').run(runId, step, sample)
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
  const columns = 'step, epoch, loss, gradient_norm, learning_rate, images_per_second, terms'
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
  const columns = 'step, epoch, loss, gradient_norm, learning_rate, images_per_second, seconds, terms'
  return db.prepare(`SELECT ${columns} FROM run_steps WHERE run_id = ? ORDER BY step`).all(runId).map(stepFromRow)
}

export function listValidations(db: DatabaseSync, runId: string): ValidationPoint[] {
  return db
    .prepare('SELECT step, epoch, mse, psnr, ssim, seconds FROM run_validations WHERE run_id = ? ORDER BY step')
    .all(runId)
    .map(row => ({
      step: Number(row.step),
      epoch: Number(row.epoch),
      mse: Number(row.mse),
      psnr: Number(row.psnr),
      ssim: Number(row.ssim),
      ...secondsOf(row),
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
    ...secondsOf(row),
    ...termsOf(row),
  }
}

function termsOf({ terms }: Record<string, unknown>): { terms?: Record<string, number> } {
  if (typeof terms !== 'string') return {}
  const values = Object.entries<number | null>(JSON.parse(terms))
  return { terms: Object.fromEntries(values.map(([name, value]) => [name, value ?? Number.NaN])) }
}

const secondsOf = ({ seconds }: Record<string, unknown>): { seconds?: number } =>
  typeof seconds === 'number' ? { seconds } : {}
