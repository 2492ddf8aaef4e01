import type { DatabaseSync } from 'node:sqlite'
import { z } from 'zod'

/** A dataset is one row; its samples are rows of their own, so that a page of them is read without the others. */
export const createDatasetTables = `
  CREATE TABLE datasets (
    id TEXT PRIMARY KEY,
    created_at TEXT NOT NULL,
    removed_at TEXT,
    record TEXT NOT NULL
  ) STRICT;
  CREATE TABLE samples (
    dataset_id TEXT NOT NULL REFERENCES datasets (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    record TEXT NOT NULL,
    PRIMARY KEY (dataset_id, position)
  ) STRICT, WITHOUT ROWID`

const noPlanes = '{"error":null,"masked":0,"maskFrom":[],"psf":null}'
const noCounts = '{"lr":0,"hr":0}'

/**
 * Version 2 of both records: what stands beside each image. Nothing did in datasets of before, and each of their files
 * was read for its first image.
 */
export const addPlanesToDatasets: readonly string[] = [
  `UPDATE datasets SET record = json_set(record, '$.version', 2, '$.kinds', json('[]'), '$.qualityBits', NULL,
     '$.planes', json('{"error":${noCounts},"masked":${noCounts},"psf":${noCounts},"maskedShare":${noCounts}}'))`,
  `UPDATE samples SET record = json_set(record, '$.version', 2,
     '$.planes', json('{"lr":${noPlanes},"hr":${noPlanes}}'))`,
  ...['lr', 'hr'].map(
    side => `UPDATE samples SET record = json_set(record, '$.${side}.choice', json('{}'))
     WHERE json_type(record, '$.${side}') = 'object'`,
  ),
]

const sizeSchema = z.object({ width: z.number(), height: z.number() })

const statsSchema = z.object({
  min: z.number().nullable(),
  max: z.number().nullable(),
  mean: z.number().nullable(),
  std: z.number().nullable(),
  nonFinite: z.number(),
})

/** A file as it was when it was imported, so that a later change is noticed. */
const storedFileSchema = z.object({
  path: z.string(),
  bytes: z.number(),
  modifiedMillis: z.number(),
  sha256: z.string(),
})
export type StoredFile = z.infer<typeof storedFileSchema>

const storedImageSchema = z.object({
  file: storedFileSchema,
  /** Which image of the file, from 0. */
  plane: z.number(),
  /** Which HDU or array of the file, where it has several. */
  choice: z.object({ hdu: z.number().optional(), member: z.string().optional() }),
  stats: statsSchema,
})

/** A file, or a part of one (`[ERR]`), that belongs to an image. */
const planeSourceSchema = z.object({ file: storedFileSchema, label: z.string() })

const samplePlanesSchema = z.object({
  /** Of the standard deviations in the packed stack. */
  error: planeSourceSchema.nullable(),
  /** Pixels that do not count, missing ones among them; the mask is in the packed stack. */
  masked: z.number(),
  /** Of the mask, besides missing pixels. */
  maskFrom: z.array(planeSourceSchema),
  /** `name`: of its NPY file in the dataset's folder `psf`. */
  psf: planeSourceSchema.extend({ name: z.string() }).nullable(),
})
export type StoredSamplePlanes = z.infer<typeof samplePlanesSchema>

export const sampleRecordSchema = z.object({
  version: z.literal(2),
  /** Also the place of its images in the dataset's packed stacks. */
  index: z.number(),
  name: z.string(),
  group: z.string(),
  /** The class that the image belongs to, where it is known; samples of before have none. */
  label: z.string().nullable().default(null),
  /** Null where the LR image was made from the HR one on import. */
  lr: storedImageSchema.nullable(),
  hr: storedImageSchema.nullable(),
  lrStats: statsSchema,
  /** What stands beside each image. */
  planes: z.object({ lr: samplePlanesSchema, hr: samplePlanesSchema }),
  fluxRatio: z.number().nullable(),
  offset: z.object({ dx: z.number(), dy: z.number(), confidence: z.number() }).nullable(),
})
export type SampleRecord = z.infer<typeof sampleRecordSchema>

export const splitRecordSchema = z.object({
  seed: z.number(),
  ratios: z.object({ train: z.number(), validation: z.number(), test: z.number() }),
  train: z.array(z.number()),
  validation: z.array(z.number()),
  test: z.array(z.number()),
  hash: z.string(),
  warnings: z.array(z.string()),
})
export type SplitRecord = z.infer<typeof splitRecordSchema>

const countsSchema = z.object({ lr: z.number(), hr: z.number() })

export const datasetRecordSchema = z.object({
  version: z.literal(2),
  id: z.string(),
  name: z.string(),
  kind: z.enum(['imported', 'simulated']),
  createdAt: z.string(),
  /** For people: the folder, or what was dropped or simulated. */
  source: z.string(),
  layout: z.enum([
    'study-simulated',
    'study-real',
    'parallel-folders',
    'sky',
    'one-file',
    'pair',
    'hr-only',
    'lr-only',
  ]),
  unpaired: z.array(z.object({ file: z.string(), reason: z.string() })),
  samples: z.number(),
  lrSize: sizeSchema,
  hrSize: sizeSchema.nullable(),
  factor: z.number().nullable(),
  hash: z.string(),
  calibration: z.object({
    calibrated: z.boolean(),
    pixelScaleArcsec: z.number().nullable(),
    unit: z.string().nullable(),
    fluxConvention: z.enum(['sum', 'mean', 'unknown']),
    lrPsfFwhmArcsec: z.number().nullable(),
    hrPsfFwhmArcsec: z.number().nullable(),
    lrNoiseSigma: z.number().nullable(),
    peak: z.number().nullable(),
  }),
  scalingKind: z.enum(['none', 'linear', 'asinh', 'per-image-minmax', 'per-image-percentile']),
  register: z.boolean(),
  offset: z.object({ dx: z.number(), dy: z.number(), scatter: z.number() }).nullable(),
  health: z.array(
    z.object({
      kind: z.enum(['nan', 'constant', 'duplicate', 'odd-size', 'scale', 'flux-ratio', 'offset', 'mask', 'plane']),
      severity: z.enum(['info', 'warning', 'error']),
      sample: z.number().nullable(),
      message: z.string(),
    }),
  ),
  state: z.enum(['ok', 'changed', 'missing']),
  split: splitRecordSchema.nullable(),
  /** Largest HR value of the split's training side: the peak where the calibration states none. */
  measuredPeak: z.number().nullable(),
  /** What was taken as what on import. */
  kinds: z.array(
    z.object({
      kind: z.string(),
      role: z.enum(['science', 'error', 'variance', 'weight', 'quality', 'psf', 'ignore']),
      reason: z.string(),
      example: z.string(),
      count: z.number(),
      isPart: z.boolean(),
    }),
  ),
  /** Bits of a data quality value that made a pixel bad; null: any. */
  qualityBits: z.number().nullable(),
  /** How many samples have each plane, and which share of all pixels does not count. */
  planes: z.object({
    error: countsSchema,
    masked: countsSchema,
    psf: countsSchema,
    maskedShare: countsSchema,
  }),
  /** The samples' labels and how many have each, in the order of their first sample. */
  classes: z.array(z.object({ label: z.string(), count: z.number() })).default([]),
  groupPattern: z.string().nullable(),
  degradation: z.record(z.string(), z.unknown()).nullable(),
  simulation: z.record(z.string(), z.unknown()).nullable(),
})
export type DatasetRecord = z.infer<typeof datasetRecordSchema>

/** Writes a new dataset with all of its samples. To be called within a transaction. */
export function insertDataset(db: DatabaseSync, dataset: DatasetRecord, samples: readonly SampleRecord[]): void {
  db.prepare('INSERT INTO datasets VALUES (?, ?, NULL, ?)').run(dataset.id, dataset.createdAt, JSON.stringify(dataset))
  const insert = db.prepare('INSERT INTO samples VALUES (?, ?, ?)')
  for (const sample of samples) insert.run(dataset.id, sample.index, JSON.stringify(sample))
}

export function updateDataset(db: DatabaseSync, dataset: DatasetRecord): void {
  db.prepare('UPDATE datasets SET record = ? WHERE id = ?').run(JSON.stringify(dataset), dataset.id)
}

export function updateSample(db: DatabaseSync, datasetId: string, sample: SampleRecord): void {
  db.prepare('UPDATE samples SET record = ? WHERE dataset_id = ? AND position = ?').run(
    JSON.stringify(sample),
    datasetId,
    sample.index,
  )
}

/** A dataset that is not in the trash. */
export function findDataset(db: DatabaseSync, id: string): DatasetRecord | undefined {
  const row = db.prepare('SELECT record FROM datasets WHERE id = ? AND removed_at IS NULL').get(id)
  return row === undefined ? undefined : datasetRecordSchema.parse(JSON.parse(String(row.record)))
}

/** Newest first, without those in the trash. */
export function listDatasets(db: DatabaseSync): DatasetRecord[] {
  return db
    .prepare('SELECT record FROM datasets WHERE removed_at IS NULL ORDER BY created_at DESC, id DESC')
    .all()
    .map(row => datasetRecordSchema.parse(JSON.parse(String(row.record))))
}

/** Whether there was such a dataset outside of the trash. */
export function markDatasetRemoved(db: DatabaseSync, id: string, at: string): boolean {
  const result = db.prepare('UPDATE datasets SET removed_at = ? WHERE id = ? AND removed_at IS NULL').run(at, id)
  return result.changes > 0
}

/** Samples from position `offset` on, at most `limit` of them. */
export function listSamples(db: DatabaseSync, datasetId: string, offset = 0, limit = -1): SampleRecord[] {
  return db
    .prepare('SELECT record FROM samples WHERE dataset_id = ? AND position >= ? ORDER BY position LIMIT ?')
    .all(datasetId, offset, limit)
    .map(row => sampleRecordSchema.parse(JSON.parse(String(row.record))))
}

export function findSample(db: DatabaseSync, datasetId: string, index: number): SampleRecord | undefined {
  const row = db.prepare('SELECT record FROM samples WHERE dataset_id = ? AND position = ?').get(datasetId, index)
  return row === undefined ? undefined : sampleRecordSchema.parse(JSON.parse(String(row.record)))
}

/** Whether any dataset, also one in the trash, has files of this upload. */
export function isUploadUsed(db: DatabaseSync, uploadId: string): boolean {
  return (
    db.prepare('SELECT 1 FROM samples WHERE instr(record, ?) > 0 LIMIT 1').get(`uploads/${uploadId}/`) !== undefined
  )
}
