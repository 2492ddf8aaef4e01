import type { RecipeInput } from '../../contract/recipes.ts'
import { LEAST_STEPS } from '../classifiers/defaults.ts'
import { identity, publishedSplit, seedReason } from './parts.ts'

type Form = RecipeInput['form']
type ClassifierStage = Extract<RecipeInput['stages'][number], { task: 'classify' }>

/** The study's classes: lenses without substructure, with spherical (CDM) one, with axion vortices. */
export const studyClasses = ['no', 'sphere', 'vort']

interface Row {
  readonly id: string
  readonly row: string
  readonly classifier: ClassifierStage['classifier']
  readonly batchSize: number
  /** Areas under the ROC curves, one class against the rest, and their mean. */
  readonly auc: readonly [number, number, number, number]
}

const simple: Row = {
  id: 'resnet-simple',
  row: 'Resnet_simple',
  classifier: { kind: 'resnet-simple', channels: 16, side: 150, classes: studyClasses.length, dropout: 0.3 },
  batchSize: 64,
  auc: [0.951, 0.999, 0.995, 0.982],
}
const resnet18: Row = {
  id: 'resnet18',
  row: 'ResNet18',
  classifier: { kind: 'resnet18', channels: 64, classes: studyClasses.length },
  batchSize: 15,
  auc: [0.981, 1, 0.998, 0.993],
}

const housekeeping = { validateEveryEpochs: 1, checkpointEverySeconds: 60, seed: 0 }

const turnedAndMagnified = {
  rotation: true,
  scaling: { low: 0.8, high: 1.2 },
  interpolation: 'nearest',
} as const

const nearestReason =
  'Each pixel takes its nearest one: interpolation between pixels blurs the substructure that tells the classes apart.'
const leastReason = `Few images are shown in more epochs, until they make ${LEAST_STEPS} steps: after fewer this network is near chance.`

function publishedStage({ row, classifier, batchSize }: Row): ClassifierStage {
  return {
    id: 'classifier',
    title: row,
    task: 'classify',
    data: 'classes',
    classifier,
    settings: {
      epochs: 200,
      batchSize,
      learningRate: 1e-4,
      schedule: { kind: 'constant' },
      augmentation: { symmetries: false, ...turnedAndMagnified },
      ...housekeeping,
    },
    reasons: {
      epochs: '200, as published.',
      batchSize: 'As published.',
      learningRate: 'Adam at a constant 1e-4, as published.',
      schedule: 'Constant, as published.',
      augmentation: `Random rotation, and scaling by 0.8 to 1.2, as published. ${nearestReason} The study does not say how it did.`,
      ...housekeepingReasons,
    },
  }
}

const housekeepingReasons = {
  validateEveryEpochs: 'Each epoch, so that the best one is not missed.',
  checkpointEverySeconds: 'At most a minute of work is lost when the computer goes down.',
  seed: seedReason,
}

function correctedStage({ row, classifier, batchSize }: Row): ClassifierStage {
  return {
    id: 'classifier',
    title: row,
    task: 'classify',
    data: 'classes',
    classifier,
    leastSteps: LEAST_STEPS,
    settings: {
      epochs: 40,
      batchSize: Math.min(32, batchSize),
      learningRate: 1e-3,
      schedule: { kind: 'cosine', warmupSteps: 100, finalFraction: 0.01 },
      clipNorm: 1,
      augmentation: { symmetries: true, ...turnedAndMagnified },
      earlyStopPatience: 15,
      ...housekeeping,
    },
    reasons: {
      epochs: `40 in the place of 200: at ten times the rate, with a cosine, they are enough for the study's images. ${leastReason}`,
      batchSize: 'At most 32: many steps in little time.',
      learningRate: "1e-3, ten times the study's, since warm-up and clipping keep it safe.",
      schedule: 'A short warm-up while batch norm finds its statistics, then a cosine to almost zero.',
      clipNorm: 'A batch with one odd image cannot throw the weights away.',
      augmentation: `Rotation by any angle, scaling by 0.8 to 1.2 as published, and mirror images: a lens has no up. ${nearestReason}`,
      earlyStopPatience: 'Stops when 15 validations in a row were no better; the best weights are kept.',
      ...housekeepingReasons,
    },
  }
}

const logits = {
  flaw: null,
  text: "The study's network ends in a softmax, and its cross-entropy applies another: gradients shrink. Here the loss is on logits, in both forms.",
}
const heldOut = {
  flaw: 1,
  text: 'ROC curves and areas are of held-out images alone, by a seeded, saved split.',
}

export const classifierStage = (form: Form): ClassifierStage =>
  form === 'published' ? publishedStage(simple) : correctedStage(simple)

function recipe(row: Row, form: Form): RecipeInput {
  const published = form === 'published'
  const [no, sphere, vort, mean] = row.auc
  return {
    ...identity,
    id: published ? `${row.id}-published` : row.id,
    title: `${row.row}, ${published ? 'as published' : 'corrected'}`,
    description: `The study's classifier ${row.row}, which tells lenses without substructure from those with spherical and vortex substructure${published ? ', trained as there: for repeating the study' : ', trained as it should be'}.`,
    form,
    row: row.row,
    counterpart: published ? row.id : `${row.id}-published`,
    published: { 'auc no': no, 'auc sphere': sphere, 'auc vort': vort, 'auc mean': mean },
    differs: published
      ? [logits, heldOut]
      : [
          logits,
          heldOut,
          { flaw: 2, text: 'The best weights are a copy, taken when they were the best.' },
          { flaw: 7, text: 'Ten times the rate, with warm-up and cosine, needs a fifth of the epochs.' },
        ],
    needs: { images: 'classes', classes: studyClasses },
    ...(published && { split: publishedSplit }),
    metrics: ['auc', 'accuracy'],
    stages: [published ? publishedStage(row) : correctedStage(row)],
  }
}

/** Of Subarc's own, for any classes. */
export const bestClassifier: RecipeInput = {
  ...identity,
  id: 'best-classifier',
  title: 'Best, for classes',
  description:
    'The small classifier of the study, trained with every symmetry, a decaying rate and averaged weights: for telling classes of substructure apart, and to judge super-resolved images by.',
  form: 'corrected',
  needs: { images: 'classes' },
  metrics: ['auc', 'accuracy'],
  stages: [
    {
      ...correctedStage(simple),
      data: null,
      settings: { ...correctedStage(simple).settings, epochs: 60, averageDecay: 0.995 },
      reasons: {
        ...correctedStage(simple).reasons,
        epochs: `60, so that the averaged weights settle. ${leastReason}`,
        averageDecay: 'Weights averaged over about 200 steps judge more steadily than those of the last one.',
      },
    },
  ],
}

export const classifierRecipes: readonly RecipeInput[] = [simple, resnet18].flatMap(row => [
  recipe(row, 'corrected'),
  recipe(row, 'published'),
])
