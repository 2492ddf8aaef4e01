import type { DatabaseSync } from 'node:sqlite'
import { z } from 'zod'

/** What classifiers are scored by: in training, on a side of a split, and as judges of super-resolved images. */
export const createClassifierTables: readonly string[] = [
  `CREATE TABLE class_validations (
    run_id TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    step INTEGER NOT NULL,
    epoch REAL NOT NULL,
    cross_entropy REAL NOT NULL,
    accuracy REAL NOT NULL,
    auc REAL,
    PRIMARY KEY (run_id, step)
  ) STRICT, WITHOUT ROWID`,
  `CREATE TABLE class_evaluations (
    id TEXT PRIMARY KEY,
    run_id TEXT NOT NULL,
    created_at TEXT NOT NULL,
    record TEXT NOT NULL
  ) STRICT`,
  'CREATE INDEX class_evaluations_by_run ON class_evaluations (run_id, created_at)',
  `CREATE TABLE judgements (
    id TEXT PRIMARY KEY,
    run_id TEXT NOT NULL,
    created_at TEXT NOT NULL,
    record TEXT NOT NULL
  ) STRICT`,
  'CREATE INDEX judgements_by_run ON judgements (run_id, created_at)',
]

export interface ClassValidation {
  readonly step: number
  readonly epoch: number
  readonly crossEntropy: number
  readonly accuracy: number
  readonly auc: number | null
}

export function addClassValidation(db: DatabaseSync, runId: string, v: ClassValidation): void {
  db.prepare('INSERT OR REPLACE INTO class_validations VALUES (?, ?, ?, ?, ?, ?)').run(
    runId,
    v.step,
    v.epoch,
    v.crossEntropy,
    v.accuracy,
    v.auc,
  )
}

export function listClassValidations(db: DatabaseSync, runId: string): ClassValidation[] {
  return db
    .prepare('SELECT step, epoch, cross_entropy, accuracy, auc FROM class_validations WHERE run_id = ? ORDER BY step')
    .all(runId)
    .map(row => ({
      step: Number(row.step),
      epoch: Number(row.epoch),
      crossEntropy: Number(row.cross_entropy),
      accuracy: Number(row.accuracy),
      auc: row.auc === null ? null : Number(row.auc),
    }))
}

/** Forgets what came after `step`: a run that goes on from its checkpoint makes those steps anew. */
export function trimClassValidations(db: DatabaseSync, runId: string, step: number): void {
  db.prepare('DELETE FROM class_validations WHERE run_id = ? AND step > ?').run(runId, step)
}

const bandSchema = z.object({ low: z.number(), high: z.number() })

const scoresSchema = z.object({
  accuracy: z.number(),
  accuracyBand: bandSchema,
  meanAuc: z.number().nullable(),
  meanAucBand: bandSchema.nullable(),
  crossEntropy: z.number(),
  curves: z.array(
    z
      .object({
        falsePositiveRate: z.array(z.number()),
        truePositiveRate: z.array(z.number()),
        auc: z.number(),
        band: z.object({
          falsePositiveRate: z.array(z.number()),
          low: z.array(z.number()),
          high: z.array(z.number()),
          auc: bandSchema,
        }),
      })
      .nullable(),
  ),
  confusion: z.array(z.array(z.number())),
  calibration: z.object({
    bins: z.array(z.object({ count: z.number(), confidence: z.number(), accuracy: z.number() })),
    expectedError: z.number(),
  }),
})

const classEvaluationRecordSchema = z.object({
  version: z.literal(1),
  id: z.string(),
  runId: z.string(),
  datasetId: z.string(),
  checkpoint: z.enum(['best', 'last']),
  weightsSha256: z.string(),
  side: z.enum(['train', 'validation', 'test']),
  heldOut: z.boolean(),
  createdAt: z.string(),
  classes: z.array(z.string()),
  images: z.array(
    z.object({ sample: z.number(), name: z.string(), label: z.string(), probabilities: z.array(z.number()) }),
  ),
  scores: scoresSchema,
  warnings: z.array(z.string()),
})
export type ClassEvaluationRecord = z.infer<typeof classEvaluationRecordSchema>

const judgementRecordSchema = z.object({
  version: z.literal(1),
  id: z.string(),
  evaluationId: z.string(),
  runId: z.string(),
  classifierRunId: z.string(),
  classifierName: z.string(),
  createdAt: z.string(),
  classes: z.array(z.string()),
  samples: z.number(),
  kinds: z.array(z.object({ id: z.enum(['lr-bicubic', 'sr', 'hr']), title: z.string(), scores: scoresSchema })),
  warnings: z.array(z.string()),
})
export type JudgementRecord = z.infer<typeof judgementRecordSchema>

/** Records of one kind, each in the row of its id. */
function table<R extends { readonly id: string; readonly runId: string; readonly createdAt: string }>(
  name: 'class_evaluations' | 'judgements',
  parse: (record: unknown) => R,
) {
  const read = (row: Record<string, unknown>): R => parse(JSON.parse(String(row.record)))
  return {
    save: (db: DatabaseSync, record: R): void => {
      const { id, runId, createdAt } = record
      db.prepare(`INSERT INTO ${name} VALUES (?, ?, ?, ?)`).run(id, runId, createdAt, JSON.stringify(record))
    },
    find: (db: DatabaseSync, id: string): R | undefined => {
      const row = db.prepare(`SELECT record FROM ${name} WHERE id = ?`).get(id)
      return row && read(row)
    },
    /** Newest first. */
    list: (db: DatabaseSync, runId: string): R[] =>
      db.prepare(`SELECT record FROM ${name} WHERE run_id = ? ORDER BY created_at DESC, id`).all(runId).map(read),
  }
}

export const classEvaluations = table('class_evaluations', record => classEvaluationRecordSchema.parse(record))
/** By the run of the super-resolution network. */
export const judgements = table('judgements', record => judgementRecordSchema.parse(record))
