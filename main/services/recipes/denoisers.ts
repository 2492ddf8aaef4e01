import type { RecipeInput } from '../../contract/recipes.ts'
import {
  correctedDifferences,
  correctedSettings,
  frozenDifference,
  identity,
  keptEvenAsPublished,
  publishedReasons,
  publishedScores,
  publishedSettings,
  publishedSplit,
} from './parts.ts'
import { correctedNumbers, correctedSisrReasons, resnetSisr } from './sisr.ts'

type Form = RecipeInput['form']
type Stage = RecipeInput['stages'][number]

/** Standard deviations of the noise, on images scaled to a peak of 1, and the scores of the network behind that denoiser. */
const rows: readonly { std: number; scores: readonly [number, number, number] }[] = [
  { std: 0.1, scores: [0.00105, 0.814, 34.115] },
  { std: 0.2, scores: [0.00117, 0.779, 33.056] },
  { std: 0.3, scores: [0.00119, 0.794, 33.006] },
  { std: 0.4, scores: [0.00123, 0.774, 32.784] },
]

const BLOCKS = 10

function denoiserStage(std: number, form: Form): Stage {
  const shared = { id: 'denoiser', title: `Denoiser ${std}`, task: 'denoise', data: 'dataset_1' } as const
  const inputNoise = `Gaussian noise of a standard deviation of ${std}, drawn anew for each image and epoch; the target is the image without it.`
  if (form === 'published') {
    return {
      ...shared,
      network: resnetSisr(BLOCKS, true, 0),
      settings: publishedSettings({ epochs: 200, batchSize: 10, learningRate: 5e-6, inputNoise: std }),
      reasons: { ...publishedReasons, inputNoise },
    }
  }
  return {
    ...shared,
    network: resnetSisr(BLOCKS, false, 0),
    settings: correctedSettings({ ...correctedNumbers.dataset_1, inputNoise: std }),
    reasons: { ...correctedSisrReasons('dataset_1'), inputNoise },
  }
}

function sisrStage(std: number, form: Form): Stage {
  const shared: Pick<Stage, 'id' | 'title' | 'data' | 'from'> & { readonly task: 'super-resolve' } = {
    id: 'sr',
    title: `DenoisedSISR ${std}`,
    task: 'super-resolve',
    data: 'dataset_2',
    from: [{ stage: 'denoiser', as: 'frozen-front' }],
  }
  if (form === 'published') {
    return {
      ...shared,
      network: resnetSisr(BLOCKS, true),
      settings: publishedSettings({ epochs: 500, batchSize: 10, learningRate: 5e-7 }),
      reasons: publishedReasons,
    }
  }
  return {
    ...shared,
    network: resnetSisr(BLOCKS, false),
    settings: correctedSettings(correctedNumbers.dataset_2),
    reasons: correctedSisrReasons('dataset_2'),
  }
}

const asPublished = { form: 'published', split: publishedSplit, scaling: 'none' } as const
const suffix = (form: Form) => (form === 'published' ? '-published' : '')
const other = (form: Form) => suffix(form === 'published' ? 'corrected' : 'published')
const formWords = (form: Form) => (form === 'published' ? 'as published' : 'corrected')

function denoiser(std: number, form: Form): RecipeInput {
  return {
    ...identity,
    id: `denoiser-${std * 10}${suffix(form)}`,
    title: `Denoiser ${std}, ${formWords(form)}`,
    description: `ResnetSISR without magnification, trained to take Gaussian noise of a standard deviation of ${std} off images whose peak is 1. It stands before the network of DenoisedSISR ${std}.`,
    form,
    row: `Denoiser ${std}`,
    counterpart: `denoiser-${std * 10}${other(form)}`,
    differs: [...(form === 'published' ? keptEvenAsPublished : correctedDifferences)],
    ...(form === 'published' && asPublished),
    stages: [denoiserStage(std, form)],
  }
}

function denoisedSisr({ std, scores }: (typeof rows)[number], form: Form): RecipeInput {
  return {
    ...identity,
    id: `denoised-sisr-${std * 10}${suffix(form)}`,
    title: `DenoisedSISR ${std}, ${formWords(form)}`,
    description: `Two stages: a denoiser of noise ${std} is trained and frozen, then a ResnetSISR of ${BLOCKS} blocks on what it makes. The study trained the denoiser on clean simulated images (dataset_1) and the network on noisy real ones (dataset_2).`,
    form,
    row: `DenoisedSISR ${std}`,
    counterpart: `denoised-sisr-${std * 10}${other(form)}`,
    published: publishedScores(...scores),
    differs: [...(form === 'published' ? keptEvenAsPublished : correctedDifferences), frozenDifference],
    ...(form === 'published' && asPublished),
    stages: [denoiserStage(std, form), sisrStage(std, form)],
  }
}

const forms = ['corrected', 'published'] as const

export const denoiserRecipes: readonly RecipeInput[] = rows.flatMap(({ std }) => forms.map(form => denoiser(std, form)))

export const denoisedSisrRecipes: readonly RecipeInput[] = rows.flatMap(row =>
  forms.map(form => denoisedSisr(row, form)),
)
