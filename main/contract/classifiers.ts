import { z } from 'zod'
import { optimiserSchema, scheduleSchema } from './losses.ts'

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

export const classifierAugmentationSchema = z
  .object({
    symmetries: z.boolean().describe('random symmetries of the square'),
    rotation: z.boolean().describe('by any angle about the middle'),
    scaling: z
      .object({ low: z.number().gt(0).max(1), high: z.number().min(1).max(4) })
      .strict()
      .nullable()
      .describe('magnified about the middle by a factor between these'),
  })
  .strict()

/** What of the settings of a training is a classifier's too, and its augmentation. */
export const classifierSettingsSchema = z
  .object({
    epochs: z.number().int().min(1).max(100_000),
    batchSize: z.number().int().min(2).max(512),
    learningRate: z.number().gt(0).max(1),
    schedule: scheduleSchema,
    optimiser: optimiserSchema.optional(),
    clipNorm: z.number().positive().optional(),
    averageDecay: z.number().gt(0).lt(1).optional(),
    augmentation: classifierAugmentationSchema,
    earlyStopPatience: z.number().int().min(1).optional(),
    validateEveryEpochs: z.number().int().min(1),
    checkpointEverySeconds: z.number().min(1),
    seed: z.number().int().min(0),
  })
  .strict()
