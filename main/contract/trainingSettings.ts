import { z } from 'zod'
import { lossSchema, optimiserSchema, scheduleSchema } from './losses.ts'

/** How a network is trained. Titles, units and limits are those of the form, of `subarc train --set` and of docs/recipes.md. */
export const trainingSettingsSchema = z.strictObject({
  epochs: z.number().int().min(1).max(100_000).meta({ title: 'Epochs' }),
  batchSize: z.number().int().min(2).max(512).meta({ title: 'Batch size', unit: 'images' }),
  learningRate: z.number().gt(0).max(1).meta({ title: 'Learning rate' }),
  schedule: scheduleSchema.meta({ title: 'Learning rate schedule' }),
  loss: lossSchema.meta({ title: 'Loss', description: 'one loss, or a weighted sum of several' }),
  optimiser: optimiserSchema.optional().meta({ title: 'Optimiser', description: 'Adam where it is not said' }),
  clipNorm: z.number().positive().optional().meta({ title: 'Largest gradient norm' }),
  averageDecay: z.number().gt(0).lt(1).optional().meta({
    title: 'Decay of the averaged weights',
    description: 'of a moving average of the weights, which is then what is kept',
  }),
  inputNoise: z.number().gt(0).max(10).optional().meta({
    title: 'Noise added to the input',
    description: 'standard deviation of noise added to the LR, in network values',
  }),
  earlyStopPatience: z.number().int().min(1).optional().meta({ title: 'Stop after validations without gain' }),
  validateEveryEpochs: z.number().int().min(1).meta({ title: 'Validate every', unit: 'epochs' }),
  checkpointEverySeconds: z.number().min(1).meta({ title: 'Checkpoint every', unit: 's' }),
  seed: z.number().int().min(0).meta({ title: 'Seed' }),
  augmentSymmetries: z.boolean().meta({ title: 'Flip and turn the images at random' }),
})
export type TrainingSettings = z.infer<typeof trainingSettingsSchema>
