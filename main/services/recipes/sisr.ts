import type { RecipeInput } from '../../contract/recipes.ts'
import {
  correctedDifferences,
  correctedReasons,
  correctedSettings,
  earlyStopReason,
  identity,
  keptEvenAsPublished,
  publishedReasons,
  publishedScores,
  publishedSettings,
  publishedSplit,
} from './parts.ts'

interface Row {
  readonly id: string
  readonly row: string
  readonly data: 'dataset_1' | 'dataset_2'
  readonly blocks: number
  readonly epochs: number
  readonly batchSize: number
  readonly learningRate: number
  /** MSE, SSIM, PSNR. */
  readonly scores: readonly [number, number, number]
}

/** The study's networks of one stage, with the numbers of its notebooks and its result tables. */
const rows: readonly Row[] = [
  {
    id: 'resnet-sisr',
    row: 'ResnetSISR',
    data: 'dataset_1',
    blocks: 10,
    epochs: 200,
    batchSize: 10,
    learningRate: 5e-6,
    scores: [8.08e-5, 0.9715, 40.96],
  },
  {
    id: 'resnet-sisr-sparse',
    row: 'ResnetSISR_sparse',
    data: 'dataset_2',
    blocks: 10,
    epochs: 500,
    batchSize: 5,
    learningRate: 1e-7,
    scores: [0.0011, 0.798, 33.604],
  },
  {
    id: 'resnet-sisr-sparse-deep',
    row: 'ResnetSISR_sparse_deep',
    data: 'dataset_2',
    blocks: 16,
    epochs: 500,
    batchSize: 5,
    learningRate: 1e-7,
    scores: [0.0014, 0.747, 32.403],
  },
]

/** The study's ResnetSISR, 1.23 million parameters at 10 blocks. */
export const resnetSisr = (blocks: number, outputRelu: boolean, magnifications = 1) =>
  ({
    kind: 'resnet-sisr',
    blocks,
    channels: 64,
    magnification: 2,
    magnifications,
    outputRelu,
    globalSkip: false,
  }) as const

/** Trained as it should be: on clean data as measured on simulated lenses; on few noisy ones more often and more slowly. */
export const correctedNumbers = {
  dataset_1: {
    epochs: 60,
    batchSize: 10,
    learningRate: 5e-4,
    schedule: { kind: 'cosine', warmupSteps: 100, finalFraction: 0.01 },
    earlyStopPatience: 20,
  },
  dataset_2: {
    epochs: 100,
    batchSize: 8,
    learningRate: 3e-4,
    schedule: { kind: 'cosine', warmupSteps: 100, finalFraction: 0.01 },
    earlyStopPatience: 20,
  },
} as const

export const correctedSisrReasons = (data: 'dataset_1' | 'dataset_2') => ({
  ...correctedReasons,
  kind: "The study's network.",
  blocks: 'As published.',
  channels: '64, as published.',
  outputRelu: 'A linear output: sky pixels scatter around zero, and cutting the negative ones would bias the flux.',
  earlyStopPatience: earlyStopReason,
  globalSkip: 'Off, as in the study: the network makes the whole image, not a correction of the interpolated one.',
  ...(data === 'dataset_1'
    ? {
        epochs: '60 in the place of 200: at this rate they are enough.',
        batchSize: '10, as published.',
        learningRate: "5e-4, a hundred times the study's: 5e-6 needs hundreds of epochs.",
      }
    : {
        epochs: '100 in the place of 500, about 3000 steps on 240 pairs.',
        batchSize: '8: with 5 images batch norm knows the statistics of a batch badly.',
        learningRate:
          "3e-4: hundreds of times the study's, lower than on clean data since the noise makes gradients scatter.",
      }),
})

type Stage = RecipeInput['stages'][number]

function publishedStage({ row, data, blocks, epochs, batchSize, learningRate }: Row): Stage {
  return {
    id: 'sr',
    title: row,
    task: 'super-resolve',
    data,
    network: resnetSisr(blocks, true),
    settings: publishedSettings({ epochs, batchSize, learningRate }),
    reasons: publishedReasons,
  }
}

function correctedStage({ row, data, blocks }: Row): Stage {
  return {
    id: 'sr',
    title: row,
    task: 'super-resolve',
    data,
    network: resnetSisr(blocks, false),
    settings: correctedSettings(correctedNumbers[data]),
    reasons: correctedSisrReasons(data),
  }
}

/** ResnetSISR_sparse: the generator that SRGan begins from. */
export function sparseStage(form: RecipeInput['form']): Stage {
  const sparse = rows[1]
  return form === 'published' ? publishedStage(sparse) : correctedStage(sparse)
}

function published(recipe: Row): RecipeInput {
  const { id, row, data, scores, blocks } = recipe
  return {
    ...identity,
    id: `${id}-published`,
    title: `${row}, as published`,
    description: `${row} of "DeepLense_SR" (A. Shankar 2024), ${blocks} blocks, trained as there on ${data}: for repeating the study. Slow, and its last ReLU biases faint flux.`,
    form: 'published',
    row,
    counterpart: id,
    published: publishedScores(...scores),
    differs: [...keptEvenAsPublished],
    split: publishedSplit,
    scaling: 'none',
    stages: [publishedStage(recipe)],
  }
}

function corrected(recipe: Row): RecipeInput {
  const { id, row, scores, blocks } = recipe
  return {
    ...identity,
    id,
    title: `${row}, corrected`,
    description: `The study's ${row}, ${blocks} blocks, trained as it should be: overnight on a CPU or within an hour on a GPU.`,
    form: 'corrected',
    row,
    counterpart: `${id}-published`,
    published: publishedScores(...scores),
    differs: [...correctedDifferences],
    stages: [correctedStage(recipe)],
  }
}

export const sisrRecipes: readonly RecipeInput[] = rows.flatMap(row => [corrected(row), published(row)])
