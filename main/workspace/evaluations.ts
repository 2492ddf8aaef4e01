import type { DatabaseSync } from 'node:sqlite'
import { z } from 'zod'

/** Evaluations of a run's checkpoint on one side of a split. Their images lie in `evaluations/<id>/`. */
export const createEvaluationTable = `
  CREATE TABLE evaluations (
    id TEXT PRIMARY KEY,
    run_id TEXT NOT NULL,
    created_at TEXT NOT NULL,
    record TEXT NOT NULL
  ) STRICT;
  CREATE INDEX evaluations_by_run ON evaluations (run_id, created_at)`

const summarySchema = z.object({
  mean: z.number(),
  std: z.number().nullable(),
  interval: z.object({ low: z.number(), high: z.number() }).nullable(),
})
const metricsSchema = z.object({ mse: summarySchema, psnr: summarySchema, ssim: summarySchema })

export const evaluationRecordSchema = z.object({
  version: z.literal(1),
  id: z.string(),
  runId: z.string(),
  datasetId: z.string(),
  checkpoint: z.enum(['best', 'last']),
  weightsSha256: z.string(),
  side: z.enum(['train', 'validation', 'test']),
  heldOut: z.boolean(),
  peak: z.number(),
  ssimWindow: z.enum(['uniform', 'gaussian']),
  createdAt: z.string(),
  samples: z.array(z.object({ sample: z.number().int(), name: z.string() })),
  methods: z.array(
    z.object({
      id: z.string(),
      title: z.string(),
      note: z.string(),
      whole: metricsSchema,
      lens: metricsSchema.nullable(),
    }),
  ),
  images: z.array(
    z.object({
      sample: z.number().int(),
      name: z.string(),
      method: z.string(),
      mse: z.number(),
      psnr: z.number(),
      ssim: z.number(),
      lensPsnr: z.number().nullable(),
      lensSsim: z.number().nullable(),
    }),
  ),
  consistency: z
    .object({
      reducedChiSquare: z.number(),
      fluxRatio: z.number(),
      perImage: z.array(z.object({ sample: z.number().int(), reducedChiSquare: z.number(), fluxRatio: z.number() })),
    })
    .nullable(),
  consistencyMissing: z.string().nullable(),
  warnings: z.array(z.string()),
})
export type EvaluationRecord = z.infer<typeof evaluationRecordSchema>

export function saveEvaluation(db: DatabaseSync, evaluation: EvaluationRecord): void {
  db.prepare('INSERT INTO evaluations VALUES (?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET record = excluded.record').run(
    evaluation.id,
    evaluation.runId,
    evaluation.createdAt,
    JSON.stringify(evaluation),
  )
}

export function findEvaluation(db: DatabaseSync, id: string): EvaluationRecord | undefined {
  const row = db.prepare('SELECT record FROM evaluations WHERE id = ?').get(id)
  return row && fromRow(row)
}

/** Newest first; of one run, or of all. */
export function listEvaluations(db: DatabaseSync, runId?: string): EvaluationRecord[] {
  const rows =
    runId === undefined
      ? db.prepare('SELECT record FROM evaluations ORDER BY created_at DESC, id').all()
      : db.prepare('SELECT record FROM evaluations WHERE run_id = ? ORDER BY created_at DESC, id').all(runId)
  return rows.map(fromRow)
}

function fromRow(row: Record<string, unknown>): EvaluationRecord {
  return evaluationRecordSchema.parse(JSON.parse(String(row.record)))
}
