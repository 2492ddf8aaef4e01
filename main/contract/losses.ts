import { z } from 'zod'

export const pixelLosses = ['mse', 'l1', 'charbonnier'] as const

/** What a network may be asked to make small, and how much each counts beside the others. */
export const lossTermSchema = z
  .object({
    kind: z
      .enum([...pixelLosses, 'ssim', 'flux', 'consistency', 'feature'])
      .describe(
        'mse, l1, charbonnier: pixel by pixel; ssim: 1 - SSIM; flux: the mean of each image; consistency: SR degraded again ' +
          'against LR, in sigma; feature: what the first layers of a trained classifier make of both',
      ),
    weight: z.number().gt(0).max(1e6),
  })
  .strict()

/** One loss alone, or a weighted sum in which no kind stands twice. */
export const lossSchema = z.union([
  z.enum(pixelLosses),
  z
    .array(lossTermSchema)
    .min(1)
    .refine(terms => new Set(terms.map(term => term.kind)).size === terms.length, 'a loss stands twice in the sum'),
])

export const optimiserSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('adam') }).strict(),
  z.object({ kind: z.literal('adamw'), weightDecay: z.number().min(0).max(1) }).strict(),
  z.object({ kind: z.literal('sgd'), momentum: z.number().min(0).lt(1), nesterov: z.boolean() }).strict(),
])

export const scheduleSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('constant') }),
  z.object({
    kind: z.literal('cosine'),
    warmupSteps: z.number().int().min(0),
    finalFraction: z.number().min(0).max(1),
  }),
  z.object({ kind: z.literal('plateau'), factor: z.number().gt(0).lt(1), patience: z.number().int().min(1) }),
])

/** How a discriminator and a generator are trained against each other. */
export const adversarialSettingsSchema = z
  .object({
    form: z
      .enum(['standard', 'relativistic'])
      .describe('standard: real or generated; relativistic: more real than the mean of the others'),
    weight: z.number().gt(0).max(1e6).describe("of the adversarial term in the generator's loss"),
    discriminatorRate: z.number().gt(0).max(1),
    discriminatorFirstEpochs: z
      .number()
      .int()
      .min(0)
      .describe('epochs at the beginning in which the discriminator learns alone'),
    trained: z.enum(['both', 'generator', 'discriminator']).describe('the other stays as it is'),
  })
  .strict()

/** The study's discriminator, for images of any size. */
export const discriminatorSchema = z
  .object({
    kind: z.literal('discriminator'),
    channels: z.number().int().min(1).max(256),
    layers: z.number().int().min(1).max(9),
  })
  .strict()
