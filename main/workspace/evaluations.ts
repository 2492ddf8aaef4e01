import type { DatabaseSync } from 'node:sqlite'
import { z } from 'zod'
import { imageScoreSchema, listImageScores, saveImageScores } from './imageScores.ts'
import { touchRun } from './runs.ts'

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

export const storedEvaluationSchema = z.object({
  version: z.literal(2),
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
/** An evaluation without the scores of its single images. */
export type StoredEvaluation = z.infer<typeof storedEvaluationSchema>

/** With them: what is exchanged between workspaces, also from version 1 on, which kept them together. */
export const evaluationRecordSchema = storedEvaluationSchema.extend({
  version: z.literal([1, 2]).transform((): 2 => 2),
  images: z.array(imageScoreSchema),
})
export type EvaluationRecord = z.infer<typeof evaluationRecordSchema>

/** To be called within a transaction. */
export function saveEvaluation(db: DatabaseSync, { images, ...evaluation }: EvaluationRecord): void {
  db.prepare('INSERT INTO evaluations VALUES (?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET record = excluded.record').run(
    evaluation.id,
    evaluation.runId,
    evaluation.createdAt,
    JSON.stringify(evaluation),
  )
  saveImageScores(db, evaluation.id, images)
  touchRun(db, evaluation.runId)
}

export function findEvaluation(db: DatabaseSync, id: string): EvaluationRecord | undefined {
  const row = db.prepare('SELECT record FROM evaluations WHERE id = ?').get(id)
  return row && { ...fromRow(row), images: listImageScores(db, id) }
}

/** Without the scores of its images. */
export function findStoredEvaluation(db: DatabaseSync, id: string): StoredEvaluation | undefined {
  const row = db.prepare('SELECT record FROM evaluations WHERE id = ?').get(id)
  return row && fromRow(row)
}

/** Newest first; of one run, or of all. */
export function listEvaluations(db: DatabaseSync, runId?: string): StoredEvaluation[] {
  const rows =
    runId === undefined
      ? db.prepare('SELECT record FROM evaluations ORDER BY created_at DESC, id').all()
      : db.prepare('SELECT record FROM evaluations WHERE run_id = ? ORDER BY created_at DESC, id').all(runId)
  return rows.map(fromRow)
}

/** The same with the scores of their images. */
export const listEvaluationRecords = (db: DatabaseSync, runId: string): EvaluationRecord[] =>
  listEvaluations(db, runId).map(evaluation => ({ ...evaluation, images: listImageScores(db, evaluation.id) }))

/** What a list of evaluations shows. */
export type EvaluationHead = Pick<
  StoredEvaluation,
  'id' | 'runId' | 'datasetId' | 'checkpoint' | 'side' | 'heldOut' | 'createdAt'
>

/** Newest first; of one run, or of all. Reads no more of the records than that: there may be thousands. */
export function listEvaluationHeads(db: DatabaseSync, runId?: string): EvaluationHead[] {
  const fields = ['id', 'runId', 'datasetId', 'checkpoint', 'side', 'heldOut', 'createdAt']
  const head = `json_object(${fields.map(field => `'${field}', record -> '$.${field}'`).join(', ')}) AS head`
  const rows =
    runId === undefined
      ? db.prepare(`SELECT ${head} FROM evaluations ORDER BY created_at DESC, id`).all()
      : db.prepare(`SELECT ${head} FROM evaluations WHERE run_id = ? ORDER BY created_at DESC, id`).all(runId)
  return rows.map(row => JSON.parse(String(row.head)) as EvaluationHead)
}

/**
 * Whether these scores stand for the run: those of held-out images of the data that it was trained on; of a network that was
 * trained elsewhere, of any data. Scores on other data are not to be compared with them.
 */
export const standsFor = (
  { heldOut, datasetId }: Pick<StoredEvaluation, 'heldOut' | 'datasetId'>,
  run: { readonly datasetId: string | null },
): boolean => heldOut && (run.datasetId === null || run.datasetId === datasetId)

/** Mean scores of the methods of every evaluation that stands for the run, oldest first. */
export function listMeanScores(
  db: DatabaseSync,
  run: { readonly id: string; readonly datasetId: string | null },
): MeanScores[] {
  return db
    .prepare(
      `SELECT record ->> 'side' AS side, record -> 'methods' AS methods, json_array_length(record, '$.samples') AS images,
         record -> '$.consistency.reducedChiSquare' AS chi FROM evaluations
       WHERE run_id = ?1 AND record ->> 'heldOut' AND (?2 IS NULL OR record ->> 'datasetId' = ?2) ORDER BY created_at, id`,
    )
    .all(run.id, run.datasetId)
    .map(row => ({
      side: String(row.side),
      images: Number(row.images),
      reducedChiSquare: row.chi === null ? null : Number(row.chi),
      methods: JSON.parse(String(row.methods)) as StoredEvaluation['methods'],
    }))
}

export interface MeanScores {
  readonly side: string
  readonly images: number
  readonly reducedChiSquare: number | null
  readonly methods: StoredEvaluation['methods']
}

function fromRow(row: Record<string, unknown>): StoredEvaluation {
  return storedEvaluationSchema.parse(JSON.parse(String(row.record)))
}
