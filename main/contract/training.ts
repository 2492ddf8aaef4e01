import { oc } from '@orpc/contract'
import { z } from 'zod'
import { deviceIdSchema, idSchema, nameSchema } from './common.ts'
import { estimateSchema } from './estimate.ts'
import { jobSchema } from './jobs.ts'
import { adversarialSettingsSchema, discriminatorSchema } from './losses.ts'
import { networkChangesSchema, trainedNetworkSchema } from './networks.ts'
import { recipeSchema } from './recipes.ts'
import { trainingSettingsSchema } from './trainingSettings.ts'

export const trainingConfigSchema = z.object({
  datasetId: idSchema,
  presetId: z.string(),
  name: nameSchema,
  device: deviceIdSchema,
  /** The stage of the recipe that this is; absent: its only one. */
  stage: idSchema.optional(),
  task: z.enum(['super-resolve', 'denoise', 'adversarial']).default('super-resolve'),
  network: trainedNetworkSchema,
  settings: trainingSettingsSchema,
  /** Of the task 'adversarial'. */
  adversarial: adversarialSettingsSchema.optional(),
  discriminator: discriminatorSchema.optional(),
})
export type TrainingConfig = z.infer<typeof trainingConfigSchema>

/** A start with only what the user changed; the rest comes from the recipe and the dataset. */
export const trainingRequestSchema = z.object({
  datasetId: idSchema,
  /** Id of a shipped recipe. */
  presetId: z.string().default('quick'),
  /** A recipe of the user's own, in the place of a shipped one. */
  recipe: recipeSchema.optional(),
  /** Which of the recipe's stages; absent: the last one. */
  stage: idSchema.optional(),
  /** Runs of the earlier stages that this one begins from, by the stage's id. */
  parents: z.record(idSchema, idSchema).default({}),
  /** Weights to begin from, of any run: the network is then that run's. */
  from: z.object({ runId: idSchema, checkpoint: z.enum(['best', 'last']).default('best') }).optional(),
  name: nameSchema.optional(),
  device: deviceIdSchema.optional(),
  network: networkChangesSchema.default({}),
  settings: trainingSettingsSchema.partial().default({}),
  adversarial: adversarialSettingsSchema.partial().default({}),
  discriminator: discriminatorSchema.omit({ kind: true }).partial().default({}),
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
  estimate: oc.input(trainingRequestSchema).output(estimateSchema),
  start: oc.input(trainingRequestSchema).output(z.object({ job: jobSchema, runId: idSchema })),
  /** The same again: a new run with the configuration, seed and number of threads of an earlier one. */
  again: oc
    .input(z.object({ runId: idSchema, ignoreMemory: z.boolean().optional() }))
    .output(z.object({ job: jobSchema, runId: idSchema })),
  /** An interrupted, stopped or failed run goes on from its last checkpoint. */
  continue: oc
    .input(z.object({ runId: idSchema, ignoreMemory: z.boolean().optional() }))
    .output(z.object({ job: jobSchema, runId: idSchema })),
}
