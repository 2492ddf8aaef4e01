import type { DatabaseSync } from 'node:sqlite'
import { LOSS_TERMS, type LossTermCurve } from '../domain/lossTermNames.ts'

const termColumns = Object.fromEntries(
  LOSS_TERMS.map(name => [`loss.${name}`, ['run_steps', `json_extract(terms, '$.${name}')`] as const]),
) as Record<LossTermCurve, readonly ['run_steps', string]>

/** What changes during a training, and in which table it is kept. */
const COLUMNS = {
  loss: ['run_steps', 'loss'],
  ...termColumns,
  gradientNorm: ['run_steps', 'gradient_norm'],
  rate: ['run_steps', 'learning_rate'],
  imagesPerSecond: ['run_steps', 'images_per_second'],
  psnr: ['run_validations', 'psnr'],
  ssim: ['run_validations', 'ssim'],
  mse: ['run_validations', 'mse'],
} as const

export type CurveName = keyof typeof COLUMNS
export const CURVE_NAMES = Object.keys(COLUMNS) as CurveName[]

/** A run's numbers over its training, in order; seconds are NaN where they are not known. */
export interface StoredCurve {
  readonly step: Float64Array
  readonly epoch: Float64Array
  readonly seconds: Float64Array
  readonly y: Float64Array
}

/** All points that have a value. */
export function readCurve(db: DatabaseSync, runId: string, name: CurveName): StoredCurve {
  const [table, column] = COLUMNS[name]
  const read = db.prepare(
    `SELECT step, epoch, seconds, ${column} FROM ${table} WHERE run_id = ? AND ${column} IS NOT NULL ORDER BY step`,
  )
  read.setReturnArrays(true)
  const rows = read.all(runId) as unknown as (number | null)[][]
  const of = (place: number) => Float64Array.from(rows, row => row[place] ?? Number.NaN)
  return { step: of(0), epoch: of(1), seconds: of(2), y: of(3) }
}

/** The terms of a run's loss that are curves: those of its last step, since a discriminator may have begun alone. */
export function recordedTerms(db: DatabaseSync, runId: string): LossTermCurve[] {
  const last = db.prepare('SELECT terms FROM run_steps WHERE run_id = ? ORDER BY step DESC LIMIT 1').get(runId)
  const terms: Record<string, unknown> = JSON.parse(String(last?.terms ?? '{}'))
  return LOSS_TERMS.filter(name => name in terms).map((name): LossTermCurve => `loss.${name}`)
}

export interface CurvePoint {
  readonly value: number
  readonly step: number
}

/** Finds the last point of a run's curve at or before a step. To be made once and asked for many runs. */
export function curvePoints(db: DatabaseSync, name: CurveName): (runId: string, step: number) => CurvePoint | null {
  const [table, column] = COLUMNS[name]
  const find = db.prepare(
    `SELECT ${column}, step FROM ${table} WHERE run_id = ? AND step <= ? AND ${column} IS NOT NULL ORDER BY step DESC LIMIT 1`,
  )
  find.setReturnArrays(true)
  return (runId, step) => {
    const row = find.get(runId, Math.min(step, Number.MAX_SAFE_INTEGER)) as unknown as [number, number] | undefined
    return row ? { value: row[0], step: row[1] } : null
  }
}
