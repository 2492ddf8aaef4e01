import { oc } from '@orpc/contract'
import { z } from 'zod'
import { classifierSchema, classifierSettingsSchema, leastStepsSchema } from './classifiers.ts'
import { idSchema, scalingKindSchema, splitRatiosSchema } from './common.ts'
import { adversarialSettingsSchema, discriminatorSchema } from './losses.ts'
import { networkSchema } from './networks.ts'
import { trainingSettingsSchema } from './trainingSettings.ts'

/** What a stage takes over of an earlier one. */
export const stageUseSchema = z.strictObject({
  stage: idSchema.describe('id of the earlier stage'),
  as: z
    .enum(['frozen-front', 'start', 'features'])
    .describe(
      'frozen-front: its network, in evaluation mode, stands before this one; start: its weights are the first; ' +
        'features: the first layers of its classifier judge the images in the loss',
    ),
})

const stageFields = {
  id: idSchema,
  title: z.string().min(1).max(80),
  data: z
    .enum(['dataset_1', 'dataset_2', 'classes'])
    .nullable()
    .default(null)
    .describe("the study's data that it was trained on; null: it is no stage of the study"),
  from: z.array(stageUseSchema).max(4).default([]).describe('what it takes over of earlier stages'),
  reasons: z.record(z.string(), z.string()).default({}).describe('why each field has its value, by field name'),
}
const imageFields = {
  ...stageFields,
  network: networkSchema,
  settings: trainingSettingsSchema,
  steps: z
    .number()
    .int()
    .min(1)
    .max(10_000_000)
    .optional()
    .describe('optimizer steps, in the place of epochs: as many epochs as make them on the data at hand'),
}

export const recipeStageSchema = z.discriminatedUnion('task', [
  z.strictObject({ task: z.literal('super-resolve').describe('HR from LR'), ...imageFields }),
  z.strictObject({ task: z.literal('denoise').describe('LR from LR with noise added'), ...imageFields }),
  z.strictObject({
    task: z.literal('adversarial').describe('HR from LR, against a discriminator'),
    ...imageFields,
    adversarial: adversarialSettingsSchema,
    discriminator: discriminatorSchema,
  }),
  z.strictObject({
    task: z.literal('classify').describe('the class of an image'),
    ...stageFields,
    classifier: classifierSchema,
    settings: classifierSettingsSchema,
    leastSteps: leastStepsSchema.optional(),
  }),
])
export type RecipeStage = z.infer<typeof recipeStageSchema>
export type ImageStage = Exclude<RecipeStage, { task: 'classify' }>

/** Where a recipe departs from its published form, and why. */
export const differenceSchema = z.strictObject({
  flaw: z
    .number()
    .int()
    .min(1)
    .max(7)
    .nullable()
    .describe("number in the list of the study's flaws; null: none of them"),
  text: z.string().min(1),
})

export const RECIPE_FORMAT = 'subarc-recipe'

/** All that makes a training: what it needs, its stages in order, what it is scored by. */
export const recipeSchema = z
  .strictObject({
    format: z.literal(RECIPE_FORMAT),
    version: z.literal(1),
    id: idSchema,
    title: z.string().min(1).max(80),
    description: z.string().min(1).max(2000),
    form: z
      .enum(['corrected', 'published'])
      .describe('published: as in the study, what Subarc keeps of its flaws included'),
    row: z.string().nullable().default(null).describe("the row of the study's tables that it makes"),
    counterpart: idSchema.nullable().default(null).describe('the same row in its other form'),
    published: z
      .record(z.string(), z.number())
      .nullable()
      .default(null)
      .describe('the scores that the study published for the row, by metric'),
    differs: z.array(differenceSchema).default([]).describe('where it departs from the study, and why'),
    needs: z
      .strictObject({
        images: z.enum(['pairs', 'classes']).default('pairs'),
        magnification: z.number().int().min(1).nullable().default(null).describe('null: any'),
        calibrated: z.boolean().default(false).describe('whether only data with photometry do'),
        classes: z.array(z.string()).nullable().default(null).describe('of a classifier'),
      })
      .prefault({}),
    split: splitRatiosSchema
      .default({ train: 80, validation: 10, test: 10 })
      .describe('shares of a dataset that is split for it'),
    scaling: scalingKindSchema
      .nullable()
      .default(null)
      .describe('values that the network sees; null: as the dataset says'),
    metrics: z.array(z.string()).min(1).default(['psnr', 'ssim', 'mse']),
    stages: z.array(recipeStageSchema).min(1).max(6),
  })
  .superRefine(({ stages }, context) => {
    for (const [i, stage] of stages.entries()) {
      const earlier = new Set(stages.slice(0, i).map(other => other.id))
      if (stages.findIndex(other => other.id === stage.id) < i)
        context.addIssue({ code: 'custom', path: ['stages', i, 'id'], message: `two stages are named "${stage.id}"` })
      for (const [j, { stage: id }] of stage.from.entries()) {
        if (!earlier.has(id))
          context.addIssue({
            code: 'custom',
            path: ['stages', i, 'from', j],
            message: `no earlier stage is named "${id}"`,
          })
      }
    }
  })
export type Recipe = z.infer<typeof recipeSchema>
export type RecipeInput = z.input<typeof recipeSchema>

export const recipesContract = {
  /** Every shipped recipe, the default first. */
  list: oc.output(z.array(recipeSchema)),
  get: oc.input(z.object({ id: z.string() })).output(recipeSchema),
}
