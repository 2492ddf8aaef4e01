import { RECIPE_FORMAT, type Recipe, type RecipeInput } from '../../contract/recipes.ts'
import type { TrainingSettings } from '../../contract/trainingSettings.ts'

export const identity = { format: RECIPE_FORMAT, version: 1 } as const

/** Fields of a recipe's settings that only concern how often something is written down. */
const housekeeping = { validateEveryEpochs: 1, checkpointEverySeconds: 60, seed: 0 }

export const seedReason =
  'Fixes initialisation, order and augmentation: the same seed on one CPU device gives the same weights.'

const housekeepingReasons = {
  validateEveryEpochs: 'Each epoch, so that the best one is not missed.',
  checkpointEverySeconds: 'At most a minute of work is lost when the computer goes down.',
  seed: seedReason,
}

/** What a recipe states of its training when it is trained as it should be. */
export type CorrectedNumbers = Pick<TrainingSettings, 'epochs' | 'batchSize' | 'learningRate' | 'schedule'> &
  Partial<TrainingSettings>

export function correctedSettings(numbers: CorrectedNumbers): TrainingSettings {
  return { loss: 'charbonnier', clipNorm: 1, augmentSymmetries: true, ...housekeeping, ...numbers }
}

export const correctedReasons = {
  ...housekeepingReasons,
  loss: 'Charbonnier: near zero it is MSE, further out L1, so the few bright pixels do not outvote the faint arcs.',
  clipNorm: 'A batch with one odd image cannot throw the weights away.',
  augmentSymmetries: 'Eight views of each lens; switched off by itself where offset or PSF make them unsafe.',
  schedule: 'A short warm-up while Adam finds its scale, then a cosine to almost zero: the last steps polish.',
}

export function publishedSettings(
  numbers: Pick<TrainingSettings, 'epochs' | 'batchSize' | 'learningRate'> & { readonly inputNoise?: number },
): TrainingSettings {
  return { schedule: { kind: 'constant' }, loss: 'mse', augmentSymmetries: false, ...housekeeping, ...numbers }
}

export const publishedReasons = {
  kind: "The study's network.",
  blocks: 'As published.',
  channels: '64, as published.',
  outputRelu: 'As published. It forbids negative sky pixels and so biases flux.',
  globalSkip: 'None, as published.',
  epochs: 'As published.',
  batchSize: 'As published.',
  learningRate: 'Adam at a constant rate, as published: so low that it needs all of its epochs.',
  schedule: 'Constant, as published.',
  loss: 'MSE, as published.',
  augmentSymmetries: 'None, as published.',
  ...housekeepingReasons,
  validateEveryEpochs: 'The study validated each epoch; unlike there, the best weights are really kept.',
  seed: `${seedReason} The study had none.`,
}

/** Of a generator trained against a discriminator. */
export const GENERATOR_AVERAGE_DECAY = 0.995
export const generatorAverageReason =
  'A mean over about 200 steps, which evens out how each of the two chases the other: it is what is validated, and the latest of it is kept as the best.'

export const earlyStopReason = 'Stops when 20 validations in a row were no better; the best weights are kept.'

type Difference = Recipe['differs'][number]

/** What Subarc does otherwise even in a recipe as published: these cannot be switched off. */
export const keptEvenAsPublished: readonly Difference[] = [
  {
    flaw: 1,
    text: 'The study scored its networks on all images, trained-on ones included. Subarc scores held-out images alone, so a score here is lower than the published one at equal quality.',
  },
  {
    flaw: 2,
    text: 'What the study saved as its best weights were those of the last epoch. Here the best are a copy, taken when they were the best; the last ones are kept beside them.',
  },
]

export const frozenDifference: Difference = {
  flaw: 4,
  text: "The study's frozen networks stayed in training mode and their batch norm went on drifting. Here frozen is in evaluation mode, in both forms.",
}

/** What every corrected recipe changes of the network and the training. */
export const correctedDifferences: readonly Difference[] = [
  {
    flaw: 1,
    text: 'A seeded, saved split into train, validation and test; scores are of held-out images.',
  },
  { flaw: 2, text: 'The best weights are a copy, taken when they were the best.' },
  {
    flaw: 5,
    text: 'Linear output: the last ReLU of the published network forbids negative sky pixels and so biases flux.',
  },
  {
    flaw: 6,
    text: 'Each score stands beside nearest, bilinear, bicubic, Lanczos-3 and bicubic with the best affine flux fit.',
  },
  {
    flaw: 7,
    text: 'A rate a hundred times and more that of the study, with warm-up and cosine, needs a small part of its steps.',
  },
  {
    flaw: null,
    text: 'Charbonnier loss, gradients clipped at a norm of 1, and the eight symmetries of the square where the data allow them.',
  },
]

/** The scores that the study published, peak 1. */
export const publishedScores = (mse: number, ssim: number, psnr: number): NonNullable<RecipeInput['published']> => ({
  mse,
  ssim,
  psnr,
})

/** The study's split: 90 : 10, without a test side. */
export const publishedSplit = { train: 90, validation: 10, test: 0 }
