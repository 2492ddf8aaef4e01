import type { RecipeInput } from '../../contract/recipes.ts'
import { classifierStage } from './classifiers.ts'
import {
  correctedDifferences,
  correctedReasons,
  correctedSettings,
  frozenDifference,
  GENERATOR_AVERAGE_DECAY,
  generatorAverageReason,
  identity,
  keptEvenAsPublished,
  publishedReasons,
  publishedScores,
  publishedSettings,
  publishedSplit,
} from './parts.ts'
import { correctedSisrReasons, resnetSisr, sparseStage } from './sisr.ts'

type Stage = RecipeInput['stages'][number]

const BLOCKS = 10
const from: Stage['from'] = [
  { stage: 'generator', as: 'start' },
  { stage: 'classifier', as: 'features' },
]

/**
 * What the study's SRGan came to: with both of the discriminator's targets 0, and a cross-entropy over one output that has no
 * gradient, the features' MSE alone moved the generator.
 */
const publishedGan: Stage = {
  id: 'gan',
  title: 'SRGan',
  task: 'super-resolve',
  data: 'dataset_2',
  from,
  network: resnetSisr(BLOCKS, true),
  settings: {
    ...publishedSettings({ epochs: 500, batchSize: 5, learningRate: 1e-6 }),
    loss: [{ kind: 'feature', weight: 1 }],
  },
  reasons: {
    ...publishedReasons,
    loss: "MSE of the classifier's features: the published adversarial term had no gradient, so this is all that moved the generator.",
  },
}

const correctedGan: Stage = {
  id: 'gan',
  title: 'SRGan',
  task: 'adversarial',
  data: 'dataset_2',
  from,
  network: resnetSisr(BLOCKS, false),
  settings: {
    ...correctedSettings({
      epochs: 40,
      batchSize: 8,
      learningRate: 1e-4,
      schedule: { kind: 'constant' },
      averageDecay: GENERATOR_AVERAGE_DECAY,
    }),
    loss: [
      { kind: 'feature', weight: 1 },
      { kind: 'mse', weight: 0.1 },
      { kind: 'flux', weight: 0.1 },
    ],
  },
  adversarial: {
    form: 'standard',
    weight: 1e-3,
    discriminatorRate: 1e-4,
    discriminatorFirstEpochs: 2,
    trained: 'both',
  },
  discriminator: { kind: 'discriminator', channels: 64, layers: 7 },
  reasons: {
    ...correctedReasons,
    ...correctedSisrReasons('dataset_2'),
    epochs: '40: neither of the two comes to rest; the average of the latest weights is what is used.',
    batchSize: '8: the discriminator has batch norm.',
    learningRate: '1e-4 for both: a trained generator is only to be nudged.',
    averageDecay: generatorAverageReason,
    schedule: 'Constant: each of the two has to keep up with the other.',
    loss: "MSE of the classifier's features, as published, with a small pixel loss and a flux loss, so that flux holds.",
    form: 'Binary cross-entropy on logits, real 1 and generated 0.',
    weight: '1e-3, as published.',
    discriminatorRate: "1e-4, the generator's.",
    discriminatorFirstEpochs: '2: the generator then meets a discriminator that judges.',
    trained: 'Both, in alternating steps.',
  },
}

const alike = {
  row: 'SRGan',
  published: publishedScores(0.01387, 0.564, 19.259),
}
const stagesTold =
  'Three stages: the classifier whose first layers judge images, the generator (ResnetSISR_sparse), and the generator again'

export const srganRecipes: readonly RecipeInput[] = [
  {
    ...identity,
    ...alike,
    id: 'srgan',
    title: 'SRGan, corrected',
    description: `${stagesTold} against a discriminator. The first stage needs a dataset with classes.`,
    form: 'corrected',
    counterpart: 'srgan-published',
    differs: [
      ...correctedDifferences,
      {
        flaw: 3,
        text: "The study's adversarial loss was 0 with no gradient, both targets of its discriminator were 0, and its validation read the training images. Here it is binary cross-entropy on logits, real 1 and generated 0, in alternating steps, with a small pixel loss and a flux loss so that flux holds.",
      },
      frozenDifference,
    ],
    stages: [classifierStage('corrected'), { ...sparseStage('corrected'), id: 'generator' }, correctedGan],
  },
  {
    ...identity,
    ...alike,
    id: 'srgan-published',
    title: 'SRGan, as published',
    description: `${stagesTold}, by the features alone: what the published training came to. The first stage needs a dataset with classes.`,
    form: 'published',
    counterpart: 'srgan',
    differs: [
      ...keptEvenAsPublished,
      {
        flaw: 3,
        text: 'The published adversarial term had no gradient. It is left out: what moved the weights is repeated, not the code that did nothing.',
      },
      frozenDifference,
    ],
    split: publishedSplit,
    scaling: 'none',
    stages: [classifierStage('published'), { ...sparseStage('published'), id: 'generator' }, publishedGan],
  },
]
