import type { DatabaseSync } from 'node:sqlite'
import { z } from 'zod'

/**
 * Scores of single images, one row each: an evaluation has hundreds to thousands, and most who ask for an evaluation
 * do not ask for them.
 */
const createImageScoreTable = `
  CREATE TABLE image_scores (
    evaluation_id TEXT NOT NULL REFERENCES evaluations (id) ON DELETE CASCADE,
    method TEXT NOT NULL,
    sample INTEGER NOT NULL,
    name TEXT NOT NULL,
    mse REAL,
    psnr REAL,
    ssim REAL,
    lens_psnr REAL,
    lens_ssim REAL,
    PRIMARY KEY (evaluation_id, method, sample)
  ) STRICT, WITHOUT ROWID`

/** Version 2 of evaluations: the scores of their images leave the record. */
export const moveImageScores: readonly string[] = [
  createImageScoreTable,
  `INSERT INTO image_scores
     SELECT e.id, i.value ->> 'method', i.value ->> 'sample', i.value ->> 'name', i.value ->> 'mse', i.value ->> 'psnr',
       i.value ->> 'ssim', i.value ->> 'lensPsnr', i.value ->> 'lensSsim'
     FROM evaluations e, json_each(e.record, '$.images') i`,
  `UPDATE evaluations SET record = json_set(json_remove(record, '$.images'), '$.version', 2)`,
]

export const imageScoreSchema = z.object({
  sample: z.number().int(),
  name: z.string(),
  method: z.string(),
  mse: z.number(),
  psnr: z.number(),
  ssim: z.number(),
  /** Where the source's light is; null where this image shows none. */
  lensPsnr: z.number().nullable(),
  lensSsim: z.number().nullable(),
})
export type ImageScore = z.infer<typeof imageScoreSchema>

/** Replaces the scores of an evaluation. To be called within a transaction. */
export function saveImageScores(db: DatabaseSync, evaluationId: string, scores: readonly ImageScore[]): void {
  db.prepare('DELETE FROM image_scores WHERE evaluation_id = ?').run(evaluationId)
  const insert = db.prepare('INSERT INTO image_scores VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)')
  for (const { method, sample, name, mse, psnr, ssim, lensPsnr, lensSsim } of scores) {
    insert.run(evaluationId, method, sample, name, mse, psnr, ssim, lensPsnr, lensSsim)
  }
}

/** Of all methods or of one, by method and sample. */
export function listImageScores(db: DatabaseSync, evaluationId: string, method?: string): ImageScore[] {
  const of = method === undefined ? '' : 'AND method = ?'
  return db
    .prepare(
      `SELECT sample, name, method, mse, psnr, ssim, lens_psnr AS lensPsnr, lens_ssim AS lensSsim FROM image_scores
       WHERE evaluation_id = ? ${of} ORDER BY method, sample`,
    )
    .all(evaluationId, ...(method === undefined ? [] : [method]))
    .map(row => ({
      sample: Number(row.sample),
      name: String(row.name),
      method: String(row.method),
      mse: number(row.mse),
      psnr: number(row.psnr),
      ssim: number(row.ssim),
      lensPsnr: row.lensPsnr === null ? null : Number(row.lensPsnr),
      lensSsim: row.lensSsim === null ? null : Number(row.lensSsim),
    }))
}

/** SQLite stores NaN as null. */
const number = (value: unknown): number => (value === null ? Number.NaN : Number(value))
