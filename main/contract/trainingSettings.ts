import { z } from 'zod'

export const scheduleSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('constant') }),
  z.object({
    kind: z.literal('cosine'),
    warmupSteps: z.number().int().min(0),
    finalFraction: z.number().min(0).max(1),
  }),
  z.object({ kind: z.literal('plateau'), factor: z.number().gt(0).lt(1), patience: z.number().int().min(1) }),
])

/** How a network is trained. Titles, units and limits are those of the form, of `subarc train --set` and of docs/recipes.md. */
export const trainingSettingsSchema = z.strictObject({
  epochs: z.number().int().min(1).max(100_000).meta({ title: 'Epochs' }),
  batchSize: z.number().int().min(2).max(512).meta({ title: 'Batch size', unit: 'images' }),
  learningRate: z.number().gt(0).max(1).meta({ title: 'Learning rate', description: 'of Adam' }),
  schedule: scheduleSchema.meta({ title: 'Learning rate schedule' }),
  loss: z.enum(['mse', 'l1', 'charbonnier']).meta({ title: 'Loss' }),
  clipNorm: z.number().positive().optional().meta({ title: 'Largest gradient norm' }),
  earlyStopPatience: z.number().int().min(1).optional().meta({ title: 'Stop after validations without gain' }),
  validateEveryEpochs: z.number().int().min(1).meta({ title: 'Validate every', unit: 'epochs' }),
  checkpointEverySeconds: z.number().min(1).meta({ title: 'Checkpoint every', unit: 's' }),
  seed: z.number().int().min(0).meta({ title: 'Seed' }),
  inputNoise: z.number().positive().max(10).optional().meta({
    title: 'Noise added to the input',
    description: 'standard deviation of Gaussian noise, in the values that the network sees',
  }),
  augmentSymmetries: z.boolean().meta({ title: 'Flip and turn the images at random' }),
})
export type TrainingSettings = z.infer<typeof trainingSettingsSchema>
