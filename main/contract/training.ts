import { oc } from '@orpc/contract'
import { z } from 'zod'
import { deviceIdSchema, idSchema, nameSchema } from './common.ts'
import { jobSchema } from './jobs.ts'
import { lossSchema, optimiserSchema, scheduleSchema } from './losses.ts'
import { networkChangesSchema, networkSchema } from './networks.ts'

export const trainingSettingsSchema = z
  .object({
    epochs: z.number().int().min(1).max(100_000),
    batchSize: z.number().int().min(2).max(512),
    learningRate: z.number().gt(0).max(1),
    schedule: scheduleSchema,
    loss: lossSchema,
    optimiser: optimiserSchema.optional(),
    clipNorm: z.number().positive().optional(),
    averageDecay: z
      .number()
      .gt(0)
      .lt(1)
      .optional()
      .describe('of a moving average of the weights, which is then what is kept'),
    inputNoise: z
      .number()
      .gt(0)
      .max(10)
      .optional()
      .describe('standard deviation of noise added to the LR, in network values'),
    augmentSymmetries: z.boolean(),
    earlyStopPatience: z.number().int().min(1).optional(),
    validateEveryEpochs: z.number().int().min(1),
    checkpointEverySeconds: z.number().min(1),
    seed: z.number().int().min(0),
  })
  .strict()
export type TrainingSettings = z.infer<typeof trainingSettingsSchema>

export const presetSchema = z.object({
  id: z.string(),
  title: z.string(),
  description: z.string(),
  /** 'published' repeats the study, flaws included; 'corrected' is the default. */
  form: z.enum(['corrected', 'published']),
  network: networkSchema,
  settings: trainingSettingsSchema,
  /** Why each field has its value, by field name. */
  reasons: z.record(z.string(), z.string()),
})
export type Preset = z.infer<typeof presetSchema>

export const trainingConfigSchema = z.object({
  datasetId: idSchema,
  presetId: z.string(),
  name: nameSchema,
  device: deviceIdSchema,
  network: networkSchema,
  settings: trainingSettingsSchema,
})
export type TrainingConfig = z.infer<typeof trainingConfigSchema>

/** A start with only what the user changed; the rest comes from the preset and the dataset. */
export const trainingRequestSchema = z.object({
  datasetId: idSchema,
  presetId: z.string().default('quick'),
  name: nameSchema.optional(),
  device: deviceIdSchema.optional(),
  network: networkChangesSchema.default({}),
  settings: trainingSettingsSchema.partial().default({}),
  /** Start even where the memory that is free would not do. */
  ignoreMemory: z.boolean().optional(),
  /**
   * Images of a batch that go through the network at a time. Without batch norm that changes nothing but memory and time, and is
   * done by itself where a batch does not fit; with it, statistics are those of the parts: another training.
   */
  microBatch: z.number().int().min(1).max(1024).optional(),
})
export type TrainingRequest = z.infer<typeof trainingRequestSchema>

export const trainingContract = {
  presets: oc.output(z.array(presetSchema)),
  /** The configuration a start would use, with what would be worth knowing first. */
  resolve: oc.input(trainingRequestSchema).output(
    z.object({
      config: trainingConfigSchema,
      reasons: z.record(z.string(), z.string()),
      warnings: z.array(z.string()),
      /** The network in short, as the table of runs shows it. */
      network: z.string(),
      parameters: z.number().int(),
    }),
  ),
  /** Measured by a short warm-up on the device; `no-memory` where the plan of its memory says that it would not fit. */
  estimate: oc.input(trainingRequestSchema).output(
    z.object({
      secondsPerStep: z.number(),
      totalSeconds: z.number(),
      imagesPerSecond: z.number(),
      peakMemoryBytes: z.number(),
      availableMemoryBytes: z.number(),
      fits: z.boolean(),
      /** Images that would go through the network at a time, where not all of a batch do. */
      microBatch: z.number().int().nullable(),
    }),
  ),
  start: oc.input(trainingRequestSchema).output(z.object({ job: jobSchema, runId: idSchema })),
  /** An interrupted, stopped or failed run goes on from its last checkpoint. */
  continue: oc
    .input(z.object({ runId: idSchema, ignoreMemory: z.boolean().optional() }))
    .output(z.object({ job: jobSchema, runId: idSchema })),
}
