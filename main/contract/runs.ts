import { oc } from '@orpc/contract'
import { z } from 'zod'
import { classifierConfigSchema } from './classifiers.ts'
import { errorSchema, idSchema, splitSideSchema } from './common.ts'
import { jobStatusSchema } from './jobs.ts'
import { runNetworkSchema } from './networks.ts'
import { trainingConfigSchema } from './training.ts'
import { trainingSettingsSchema } from './trainingSettings.ts'

/** The dataset's name where not even that is known. */
export const TRAINED_ELSEWHERE = 'trained elsewhere'

export const checkpointSchema = z.object({
  which: z.enum(['best', 'last']),
  step: z.number().int(),
  epoch: z.number().int(),
  sha256: z.string(),
  bytes: z.number(),
})

/** Where a network came from that was not trained in this workspace. */
export const runOriginSchema = z.object({
  kind: z.enum(['file', 'pretrained']),
  /** The file's name, or the pretrained network's id. */
  name: z.string(),
  format: z.string(),
  sha256: z.string(),
})

export const runSummarySchema = z.object({
  id: idSchema,
  name: z.string(),
  status: jobStatusSchema,
  jobId: idSchema.nullable(),
  /** Null: trained here. */
  origin: runOriginSchema.nullable(),
  /** Null: trained elsewhere, on what no dataset of this workspace holds. */
  datasetId: idSchema.nullable(),
  datasetName: z.string(),
  presetId: z.string(),
  /** 'ResnetSISR 3 x 32, x2' */
  network: z.string(),
  parameters: z.number().int(),
  device: z.string(),
  seed: z.number().int(),
  createdAt: z.string(),
  durationSeconds: z.number(),
  epoch: z.number().int(),
  epochs: z.number().int(),
  step: z.number().int(),
  best: z.object({ psnr: z.number(), ssim: z.number(), epoch: z.number().int(), step: z.number().int() }).nullable(),
  /** What is trained: images from images, or the classes of images. */
  kind: z.enum(['images', 'classifier']),
  /** Of a classifier's validation images. */
  bestClass: z
    .object({
      crossEntropy: z.number(),
      accuracy: z.number(),
      auc: z.number().nullable(),
      epoch: z.number().int(),
      step: z.number().int(),
    })
    .nullable(),
  notes: z.string(),
  tags: z.array(z.string()),
  /** The group that it was started in: a recipe of several stages, or a sweep. */
  groupId: idSchema.nullable(),
})
export type RunSummary = z.infer<typeof runSummarySchema>

/** As it was started; of a network that was brought along, dataset and settings are not known. */
export const runConfigSchema = trainingConfigSchema.extend({
  datasetId: idSchema.nullable(),
  network: runNetworkSchema,
  settings: trainingSettingsSchema.nullable(),
})
export type RunConfig = z.infer<typeof runConfigSchema>

export const runDetailSchema = runSummarySchema.extend({
  /** Null for a classifier. */
  config: runConfigSchema.nullable(),
  /** Null for what is no classifier. */
  classifier: classifierConfigSchema.nullable(),
  /** Scaling, flux factor, peak, offset and split as the engine got them. */
  data: z.record(z.string(), z.unknown()),
  environment: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  /** Peak memory of the engine process; null until the run has ended once. */
  peakMemoryBytes: z.number().nullable(),
  datasetHash: z.string(),
  splitHash: z.string(),
  checkpoints: z.array(checkpointSchema),
  /** Runs whose weights it took over, and as what. */
  parents: z.array(
    z.object({
      role: z.enum(['frozen-front', 'start', 'features']),
      runId: idSchema,
      runName: z.string(),
      checkpoint: z.enum(['best', 'last']),
      sha256: z.string(),
    }),
  ),
  previews: z.array(z.object({ step: z.number().int(), epoch: z.number().int(), sample: z.number().int() })),
  evaluations: z.array(
    z.object({
      id: idSchema,
      datasetId: idSchema,
      side: splitSideSchema,
      /** False on the side of the split that it was trained on. */
      heldOut: z.boolean(),
      checkpoint: z.enum(['best', 'last']),
      createdAt: z.string(),
    }),
  ),
  error: errorSchema.nullable(),
})
export type RunDetail = z.infer<typeof runDetailSchema>

/** Columns of equal length; validation columns have their own steps. */
export const runSeriesSchema = z.object({
  step: z.array(z.number()),
  epoch: z.array(z.number()),
  loss: z.array(z.number()),
  /** The terms of a loss that is a sum, unweighted, by name; null at steps that had no such term. */
  terms: z.record(z.string(), z.array(z.number().nullable())),
  gradientNorm: z.array(z.number()),
  learningRate: z.array(z.number()),
  imagesPerSecond: z.array(z.number()),
  validation: z.object({
    step: z.array(z.number()),
    epoch: z.array(z.number()),
    mse: z.array(z.number()),
    psnr: z.array(z.number()),
    ssim: z.array(z.number()),
  }),
})
export type RunSeries = z.infer<typeof runSeriesSchema>

const runId = z.object({ id: idSchema })

export const runsContract = {
  list: oc
    .input(
      z.object({
        search: z.string().max(200).default(''),
        status: jobStatusSchema.optional(),
        datasetId: idSchema.optional(),
        sort: z.enum(['createdAt', 'name', 'psnr', 'ssim', 'duration', 'status', 'dataset']).default('createdAt'),
        descending: z.boolean().default(true),
        offset: z.number().int().min(0).default(0),
        limit: z.number().int().min(1).max(500).default(100),
      }),
    )
    .output(z.object({ total: z.number().int(), runs: z.array(runSummarySchema) })),
  get: oc.input(runId).output(runDetailSchema),
  /** At most `points` points: the loss is thinned, validations are kept. */
  series: oc
    .input(runId.extend({ points: z.number().int().min(10).max(20_000).default(2000) }))
    .output(runSeriesSchema),
  log: oc
    .input(runId)
    .output(z.array(z.object({ at: z.string(), level: z.enum(['info', 'warning', 'error']), message: z.string() }))),
  update: oc
    .input(
      runId.extend({
        name: z.string().trim().min(1).max(120).optional(),
        notes: z.string().max(20_000).optional(),
        tags: z.array(z.string().trim().min(1).max(40)).max(50).optional(),
      }),
    )
    .output(runSummarySchema),
  remove: oc.input(runId).output(z.object({ removed: z.boolean() })),
  trash: oc.output(z.array(runSummarySchema.extend({ removedAt: z.string() }))),
  restore: oc.input(runId).output(runSummarySchema),
  /** safetensors and a model card (JSON and Markdown) in a folder of the workspace's exports, or the one given. */
  exportWeights: oc
    .input(runId.extend({ which: z.enum(['best', 'last']).default('best'), folder: z.string().max(4096).optional() }))
    .output(z.object({ files: z.array(z.string()) })),
  /** The network for images of any size as an ONNX file: in the workspace's exports, or the file given. */
  exportOnnx: oc
    .input(runId.extend({ which: z.enum(['best', 'last']).default('best'), file: z.string().max(4096).optional() }))
    .output(z.object({ file: z.string(), irVersion: z.number().int(), opset: z.number().int() })),
}
