import { oc } from '@orpc/contract'
import { z } from 'zod'
import { deviceIdSchema, errorSchema, idSchema, nameSchema } from './common.ts'
import { jobSchema, jobStatusSchema } from './jobs.ts'
import { recipeSchema } from './recipes.ts'
import { trainingConfigSchema, trainingRequestSchema } from './training.ts'

/** A changed field by its path: `epochs`, `network.blocks`, `denoiser.settings.epochs`. */
export const changedFieldsSchema = z.record(z.string().max(120), z.unknown())

/** A recipe on a dataset, all of its stages. */
export const recipeRequestSchema = z.object({
  datasetId: idSchema,
  /** Id of a shipped recipe. */
  presetId: z.string().default('quick'),
  /** A recipe of the user's own, in the place of a shipped one. */
  recipe: recipeSchema.optional(),
  /** Other datasets of single stages, by the stage's id. */
  datasets: z.record(idSchema, idSchema).default({}),
  /** Runs that stand for stages: those are not trained again. */
  parents: z.record(idSchema, idSchema).default({}),
  changes: changedFieldsSchema.default({}),
  name: nameSchema.optional(),
  device: deviceIdSchema.optional(),
  ignoreMemory: z.boolean().optional(),
  /** Score the last stage's network on held-out images when it is done. */
  evaluate: z.boolean().default(false),
})
export type RecipeRequest = z.infer<typeof recipeRequestSchema>

/** Values that a sweep tries for one field: some, or any between two. */
export const axisSchema = z.union([
  z.strictObject({ field: z.string().min(1).max(120), values: z.array(z.unknown()).min(1).max(100) }),
  z.strictObject({
    field: z.string().min(1).max(120),
    low: z.number(),
    high: z.number(),
    scale: z.enum(['linear', 'log']).default('linear'),
    integer: z.boolean().default(false),
  }),
])
export type Axis = z.infer<typeof axisSchema>

export const sweepRequestSchema = recipeRequestSchema.extend({
  axes: z.array(axisSchema).max(10).default([]),
  /** So many draws in the place of all combinations. */
  random: z.number().int().min(1).max(1000).nullable().default(null),
  /** Of the draws. */
  drawSeed: z.number().int().min(0).default(0),
  /** Each combination with so many seeds. */
  seeds: z.number().int().min(1).max(100).default(1),
})
export type SweepRequest = z.infer<typeof sweepRequestSchema>

export const groupKindSchema = z.enum(['recipe', 'sweep', 'study'])

const scoreSchema = z.object({ mean: z.number(), spread: z.number().nullable() })

export const groupSummarySchema = z.object({
  id: idSchema,
  kind: groupKindSchema,
  name: z.string(),
  status: jobStatusSchema,
  jobId: idSchema.nullable(),
  datasetId: idSchema,
  datasetName: z.string(),
  recipeTitle: z.string(),
  createdAt: z.string(),
  /** Runs that it makes, and those that are done. */
  runs: z.number().int(),
  done: z.number().int(),
  error: errorSchema.nullable(),
})
export type GroupSummary = z.infer<typeof groupSummarySchema>

export const groupMemberSchema = z.object({
  stage: idSchema,
  title: z.string(),
  datasetId: idSchema,
  runId: idSchema.nullable(),
  runName: z.string().nullable(),
  /** `waiting`: not begun. */
  status: z.enum(['waiting', ...jobStatusSchema.options]),
  /** Best validation score. */
  best: z.object({ psnr: z.number(), ssim: z.number() }).nullable(),
  /** Of a classifier. */
  accuracy: z.number().nullable(),
})

export const groupTrialSchema = z.object({
  recipeId: z.string(),
  recipeTitle: z.string(),
  changes: changedFieldsSchema,
  seed: z.number().int(),
  members: z.array(groupMemberSchema),
})

/** One combination of values over its seeds; best validation scores of the last stage. */
export const groupRowSchema = z.object({
  changes: changedFieldsSchema,
  /** Runs that are done, of so many. */
  done: z.number().int(),
  of: z.number().int(),
  psnr: scoreSchema.nullable(),
  ssim: scoreSchema.nullable(),
  /** Of classifiers, whose images are told rightly. */
  accuracy: scoreSchema.nullable(),
  seconds: z.number().nullable(),
  runIds: z.array(idSchema),
})
export type GroupRow = z.infer<typeof groupRowSchema>

export const groupDetailSchema = groupSummarySchema.extend({
  /** Fields that differ between its trials. */
  fields: z.array(z.string()),
  trials: z.array(groupTrialSchema),
  /** Best first; combinations without a score last. */
  summary: z.array(groupRowSchema),
})
export type GroupDetail = z.infer<typeof groupDetailSchema>

const groupId = z.object({ id: idSchema })
const started = z.object({ job: jobSchema, groupId: idSchema })

export const groupsContract = {
  list: oc.output(z.array(groupSummarySchema)),
  get: oc.input(groupId).output(groupDetailSchema),
  /** What each stage of a recipe would be on the dataset, with what would be worth knowing first. */
  resolve: oc.input(recipeRequestSchema).output(
    z.array(
      z.object({
        stage: idSchema,
        title: z.string(),
        datasetId: idSchema,
        /** A run that stands for it. */
        runId: idSchema.nullable(),
        config: trainingConfigSchema.nullable(),
        /** What starts it alone; null of a classifier, and where a run stands for it. */
        request: trainingRequestSchema.nullable(),
        warnings: z.array(z.string()),
        network: z.string(),
      }),
    ),
  ),
  startRecipe: oc.input(recipeRequestSchema).output(started),
  /** The combinations that a sweep would try. */
  planSweep: oc
    .input(sweepRequestSchema)
    .output(
      z.object({ runs: z.number().int(), combinations: z.array(changedFieldsSchema), seeds: z.array(z.number()) }),
    ),
  startSweep: oc.input(sweepRequestSchema).output(started),
  /** What is not done goes on or begins: runs from their last checkpoint, stages in their order. */
  continue: oc.input(groupId.extend({ ignoreMemory: z.boolean().optional() })).output(started),
  /** Forgets the group; its runs stay. */
  remove: oc.input(groupId).output(z.object({ removed: z.boolean() })),
}
