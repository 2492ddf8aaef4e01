import { oc } from '@orpc/contract'
import { z } from 'zod'
import { deviceIdSchema, idSchema, nameSchema, splitSideSchema } from './common.ts'
import { estimateSchema } from './estimate.ts'
import { jobSchema } from './jobs.ts'
import { trainingSettingsSchema } from './trainingSettings.ts'

const classes = z.number().int().min(2).max(1000)

/** Configurations of the classifiers that can be trained, by `kind`. */
export const classifierSchema = z.discriminatedUnion('kind', [
  z
    .object({
      kind: z.literal('resnet-simple'),
      channels: z.number().int().min(1).max(256).default(16),
      side: z.number().int().min(46).max(2048).describe('of the square images, pixels'),
      classes,
      dropout: z.number().min(0).lt(1).default(0.3),
    })
    .strict(),
  z
    .object({
      kind: z.literal('resnet18'),
      channels: z.number().int().min(1).max(256).default(64),
      classes,
    })
    .strict(),
])
export type ClassifierChoice = z.infer<typeof classifierSchema>
export const classifierKinds = ['resnet-simple', 'resnet18'] as const satisfies readonly ClassifierChoice['kind'][]

/** Which images of a sample are classified: the HR ones, or those of a dataset that has no others. */
const classifiedSideSchema = z.enum(['lr', 'hr'])

export const classifierAugmentationSchema = z
  .object({
    symmetries: z.boolean().describe('random symmetries of the square'),
    rotation: z.boolean().describe('by any angle about the middle'),
    scaling: z
      .object({ low: z.number().gt(0).max(1), high: z.number().min(1).max(4) })
      .strict()
      .nullable()
      .describe('magnified about the middle by a factor between these'),
    interpolation: z
      .enum(['bilinear', 'nearest'])
      .optional()
      .describe('of turned and magnified images; bilinear where it is not said, which blurs the finest structure'),
  })
  .strict()

/** What of the settings of a training is a classifier's too, and its augmentation. */
export const classifierSettingsSchema = trainingSettingsSchema
  .omit({ loss: true, inputNoise: true, augmentSymmetries: true })
  .extend({ augmentation: classifierAugmentationSchema.meta({ title: 'Augmentation' }) })
export type ClassifierSettings = z.infer<typeof classifierSettingsSchema>

export const leastStepsSchema = z
  .number()
  .int()
  .min(1)
  .max(10_000_000)
  .describe('optimizer steps that are made at least: few images are shown in more epochs')

/** A classifier's start with only what the user changed; the rest comes from the data and the defaults. */
export const classifierRequestSchema = z.object({
  datasetId: idSchema,
  /** The recipe that it belongs to, and the stage of it. */
  presetId: z.string().default('classifier'),
  stage: idSchema.optional(),
  name: nameSchema.optional(),
  device: deviceIdSchema.optional(),
  images: classifiedSideSchema.optional(),
  classifier: z
    .object({
      kind: z.enum(classifierKinds).default('resnet-simple'),
      channels: z.number().int().min(1).max(256).optional(),
      dropout: z.number().min(0).lt(1).optional(),
    })
    .strict()
    .prefault({}),
  settings: classifierSettingsSchema.partial().default({}),
  leastSteps: leastStepsSchema.optional(),
  /** Start even where the memory that is free would not do. */
  ignoreMemory: z.boolean().optional(),
})
export type ClassifierRequest = z.infer<typeof classifierRequestSchema>

/** As a classifier was started. */
export const classifierConfigSchema = z.object({
  task: z.literal('classify'),
  datasetId: idSchema,
  presetId: z.string(),
  stage: idSchema.optional(),
  name: nameSchema,
  device: deviceIdSchema,
  images: classifiedSideSchema,
  /** In the order of its logits. */
  classes: z.array(z.string()),
  classifier: classifierSchema,
  settings: classifierSettingsSchema,
})
export type ClassifierConfig = z.infer<typeof classifierConfigSchema>

const bandSchema = z.object({ low: z.number(), high: z.number() })

/** What a classifier makes of a set of labelled images; bands are 95 % bootstrap intervals. */
export const classScoresSchema = z.object({
  accuracy: z.number(),
  accuracyBand: bandSchema,
  /** Mean over the classes of the one-vs-rest area under the ROC curve; null where a class has no image. */
  meanAuc: z.number().nullable(),
  meanAucBand: bandSchema.nullable(),
  crossEntropy: z.number(),
  /** Of each class against all others; null where there is no image of it, or no other. */
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
  /** Rows: true class; columns: predicted one; counts of images. */
  confusion: z.array(z.array(z.number().int())),
  calibration: z.object({
    bins: z.array(z.object({ count: z.number().int(), confidence: z.number(), accuracy: z.number() })),
    expectedError: z.number(),
  }),
})
export type ClassScores = z.infer<typeof classScoresSchema>

export const classEvaluationSchema = z.object({
  id: idSchema,
  runId: idSchema,
  datasetId: idSchema,
  checkpoint: z.enum(['best', 'last']),
  weightsSha256: z.string(),
  side: splitSideSchema,
  /** False on the training side: such scores are not results. */
  heldOut: z.boolean(),
  createdAt: z.string(),
  classes: z.array(z.string()),
  images: z.array(
    z.object({
      sample: z.number().int(),
      name: z.string(),
      label: z.string(),
      /** Of each class. */
      probabilities: z.array(z.number()),
    }),
  ),
  scores: classScoresSchema,
  warnings: z.array(z.string()),
})
export type ClassEvaluation = z.infer<typeof classEvaluationSchema>

/** A super-resolution network judged by what a classifier can tell from its images, beside their LR and HR. */
export const judgementSchema = z.object({
  id: idSchema,
  /** Of the super-resolution network, whose images are judged. */
  evaluationId: idSchema,
  runId: idSchema,
  classifierRunId: idSchema,
  classifierName: z.string(),
  createdAt: z.string(),
  classes: z.array(z.string()),
  samples: z.number().int(),
  kinds: z.array(z.object({ id: z.enum(['lr-bicubic', 'sr', 'hr']), title: z.string(), scores: classScoresSchema })),
  warnings: z.array(z.string()),
})
export type Judgement = z.infer<typeof judgementSchema>

const runInput = z.object({ runId: idSchema })
const whichSchema = z.enum(['best', 'last']).default('best')

export const classifiersContract = {
  /** The configuration that a start would use. */
  resolve: oc.input(classifierRequestSchema).output(
    z.object({
      config: classifierConfigSchema,
      /** Why a field has another value than the recipe or the defaults say, by field name. */
      reasons: z.record(z.string(), z.string()),
      warnings: z.array(z.string()),
      network: z.string(),
      parameters: z.number().int(),
    }),
  ),
  /** As `training.estimate`: measured by a short warm-up on the device, `no-memory` where the plan says that it would not fit. */
  estimate: oc.input(classifierRequestSchema).output(estimateSchema),
  /** `no-memory` with the largest batch that fits, where that is known before it runs. */
  start: oc.input(classifierRequestSchema).output(z.object({ job: jobSchema, runId: idSchema })),
  /** Validations of a training, in columns of equal length. */
  validations: oc.input(runInput).output(
    z.object({
      step: z.array(z.number()),
      epoch: z.array(z.number()),
      crossEntropy: z.array(z.number()),
      accuracy: z.array(z.number()),
      auc: z.array(z.number().nullable()),
    }),
  ),
  evaluate: oc
    .input(runInput.extend({ checkpoint: whichSchema, side: splitSideSchema.default('test') }))
    .output(z.object({ job: jobSchema, evaluationId: idSchema })),
  evaluation: oc.input(z.object({ id: idSchema })).output(classEvaluationSchema),
  /** Newest first. */
  evaluations: oc
    .input(runInput)
    .output(
      z.array(classEvaluationSchema.pick({ id: true, side: true, checkpoint: true, heldOut: true, createdAt: true })),
    ),
  /** Shows a classifier the images of an evaluation: LR interpolated, SR and HR. */
  judge: oc
    .input(z.object({ evaluationId: idSchema, classifierRunId: idSchema, checkpoint: whichSchema }))
    .output(z.object({ job: jobSchema, judgementId: idSchema })),
  judgement: oc.input(z.object({ id: idSchema })).output(judgementSchema),
  /** Of a super-resolution network's run, newest first. */
  judgements: oc.input(runInput).output(z.array(judgementSchema)),
}
