import type { DatasetDetail } from '../../contract/datasets.ts'
import type { NetworkChoice, NetworkKind, TrainedNetwork } from '../../contract/networks.ts'
import type { ImageStage, Recipe, RecipeStage } from '../../contract/recipes.ts'
import { type TrainingConfig, type TrainingRequest, trainingConfigSchema } from '../../contract/training.ts'
import type { TrainingSettings } from '../../contract/trainingSettings.ts'
import { requireSense } from '../../domain/adversarialRules.ts'
import { AppError } from '../../domain/errors.ts'
import { smallSetGroups } from '../../domain/split.ts'
import { GENERATOR_AVERAGE_DECAY, generatorAverageReason } from '../recipes/parts.ts'
import { recipeById, stageOf } from '../recipes/recipes.ts'
import { fewerValidations, raisedToSteps, stepsPerEpoch } from './leastSteps.ts'
import { networkDefaults } from './networkDefaults.ts'

export interface Resolved {
  readonly config: TrainingConfig
  /** Why each field has its value, by field name. */
  readonly reasons: Record<string, string>
  readonly warnings: string[]
}

/** Fewer optimizer steps leave even a small network untrained, however few the images are. */
const LEAST_STEPS = 250

/**
 * The configuration that a start would use: the recipe's stage, fitted to the dataset, overridden by what the user set.
 * `chosenDevice` is used where the request names none.
 * @param earlier networks of earlier runs that this one takes over, where they are known; else they are the recipe's
 * Errors: `not-found` for an unknown recipe or stage, `conflict` for a dataset that cannot be trained on as it is,
 * `bad-input` for a value that is absurd or does not fit the dataset.
 */
export function resolveTraining(
  request: TrainingRequest,
  dataset: DatasetDetail,
  chosenDevice: string,
  earlier: EarlierNetworks = {},
): Resolved {
  const { recipe, stage } = requestedStage(request)
  const factor = stage.task === 'denoise' ? 1 : trainableFactor(dataset)
  requireTrainable(dataset)
  const train = trainingSide(dataset)
  const warnings: string[] = []
  const reasons: Record<string, string> = { ...stage.reasons }

  const base = earlier.start ?? networkBase(stage, request.network.kind, reasons)
  if (earlier.start) reasons.kind = 'That of the weights which it begins from.'
  const network = { ...base, ...magnificationFor(factor), ...dropUndefined(request.network) }
  checkMagnification(network.magnification ** network.magnifications, factor, dataset, stage)
  reasons.magnification =
    stage.task === 'denoise'
      ? 'None: a denoiser keeps the size.'
      : `The HR images have ${factor} times the pixels a side of the LR ones.`

  const settings = {
    ...stage.settings,
    ...fittedToSize(recipe, stage, train, reasons),
    ...dropUndefined(request.settings),
  }
  if (settings.batchSize > train) {
    warnings.push(`The batch of ${settings.batchSize} shrinks to the ${train} training images there are.`)
    settings.batchSize = train
  }
  if (request.settings.schedule === undefined) settings.schedule = shortWarmup(settings, train)
  if (settings.augmentSymmetries && !dataset.symmetries.allowed) {
    if (request.settings.augmentSymmetries) warnings.push(`Symmetries are not used: ${dataset.symmetries.reason}`)
    settings.augmentSymmetries = false
    reasons.augmentSymmetries = `Off: ${dataset.symmetries.reason}`
  }

  if (stage.task === 'adversarial' && settings.averageDecay === undefined) {
    settings.averageDecay = GENERATOR_AVERAGE_DECAY
    reasons.averageDecay = generatorAverageReason
  }

  warnings.push(...aboutTheData(dataset, train))
  if (recipe.form === 'published' && base === stage.network) {
    const better = recipe.counterpart === null ? '' : `; "${recipe.counterpart}" is the corrected form of it`
    warnings.push(`This repeats the published recipe, its flaws included${better}.`)
  }
  const config = {
    datasetId: dataset.id,
    presetId: recipe.id,
    name: request.name ?? runName(dataset, recipe, stage),
    device: request.device ?? chosenDevice,
    ...(recipe.stages.length > 1 && { stage: stage.id }),
    task: stage.task,
    network: behindFront(network, recipe, stage, earlier.front),
    settings,
    ...(stage.task === 'adversarial' && {
      adversarial: { ...stage.adversarial, ...dropUndefined(request.adversarial) },
      discriminator: { ...stage.discriminator, ...dropUndefined(request.discriminator) },
    }),
  }
  const checked = checkedConfig(config)
  if (checked.adversarial) requireSense(checked.adversarial, checked.settings.epochs)
  return { config: checked, reasons, warnings }
}

/** Networks of earlier runs: the one that stands frozen before this one, and the one whose weights are the first. */
export interface EarlierNetworks {
  readonly front?: TrainedNetwork | undefined
  readonly start?: NetworkChoice | undefined
}

/** The recipe and the stage that a request is of. */
export function requestedStage(request: TrainingRequest): { recipe: Recipe; stage: ImageStage } {
  const recipe = request.recipe ?? recipeById(request.presetId)
  return { recipe, stage: imageStage(recipe, request.stage) }
}

/** A stage whose network makes images. */
function imageStage(recipe: Recipe, id: string | undefined): ImageStage {
  const stage = stageOf(recipe, id)
  if (stage.task !== 'classify') return stage
  throw new AppError(
    'bad-input',
    `The recipe "${recipe.id}" trains a classifier: it needs a dataset with classes, and is started as such.`,
    { recipe: recipe.id },
  )
}

/** 'Lenses, quick'; of several stages also which. */
function runName(dataset: DatasetDetail, recipe: Recipe, stage: RecipeStage): string {
  const title = recipe.stages.length > 1 ? `${recipe.title}: ${stage.id}` : recipe.title
  return `${dataset.name}, ${inSentence(title)}`.slice(0, 120)
}

/** 'Quick' is 'quick' in the midst of a name; a name such as 'ResnetSISR' stays what it is. */
export const inSentence = (title: string): string =>
  /^[A-Z][a-z]+(?![\w])/.test(title) ? `${title.charAt(0).toLowerCase()}${title.slice(1)}` : title

function checkMagnification(magnified: number, factor: number, dataset: DatasetDetail, stage: RecipeStage): void {
  if (magnified === factor) return
  const reason =
    stage.task === 'denoise'
      ? 'a denoiser keeps the size. Set magnifications to 0.'
      : `the HR images of "${dataset.name}" have ${factor} times the pixels of the LR ones. Set magnification and magnifications so that they make ${factor}.`
  throw new AppError('bad-input', `The network would magnify ${magnified} times, but ${reason}`, { magnified, factor })
}

/** The network alone, or behind the frozen one of an earlier stage. */
function behindFront(network: unknown, recipe: Recipe, stage: RecipeStage, front: TrainedNetwork | undefined): unknown {
  const use = stage.from.find(({ as }) => as === 'frozen-front')
  if (use === undefined) return network
  const frozen = front ?? imageStage(recipe, use.stage).network
  return { kind: 'denoised-sisr', denoiser: frozen, sr: network }
}

/** The stage's network, or where the user chose another kind, that kind's own values with their reasons. */
function networkBase(stage: ImageStage, kind: NetworkKind | undefined, reasons: Record<string, string>): NetworkChoice {
  if (kind === undefined || kind === stage.network.kind) return stage.network
  const { network, reasons: own } = networkDefaults[kind]
  Object.assign(reasons, own)
  return network
}

/** `magnifications` stages of `magnification`: 4 is two stages of 2, as fine as possible; 1 is a denoiser. */
function magnificationFor(factor: number): { magnification: number; magnifications: number } {
  if (factor === 1) return { magnification: 2, magnifications: 0 }
  for (const magnification of [2, 3, 4]) {
    const magnifications = Math.round(Math.log(factor) / Math.log(magnification))
    if (magnifications <= 3 && magnification ** magnifications === factor) return { magnification, magnifications }
  }
  throw new AppError(
    'bad-input',
    `No network magnifies ${factor} times: 2, 3, 4, 8 and 9 are possible. Bin the HR images to one of them first.`,
    { factor },
  )
}

function requireTrainable(dataset: DatasetDetail): void {
  if (dataset.state !== 'ok') {
    throw new AppError(
      'conflict',
      `Files of "${dataset.name}" ${dataset.state === 'changed' ? 'have changed since they were imported' : 'are missing'}. Put them back, or import the folder again as a new dataset.`,
      { datasetId: dataset.id, state: dataset.state },
    )
  }
}

function trainableFactor(dataset: DatasetDetail): number {
  if (!dataset.paired || dataset.factor === null) {
    throw new AppError(
      'conflict',
      `"${dataset.name}" has no HR images to learn from. Import LR and HR together, or HR images alone and let Subarc make the LR ones.`,
      { datasetId: dataset.id },
    )
  }
  return dataset.factor
}

function trainingSide(dataset: DatasetDetail): number {
  if (!dataset.split) {
    throw new AppError(
      'conflict',
      `"${dataset.name}" is not split yet. Split it into train, validation and test first.`,
      {
        datasetId: dataset.id,
      },
    )
  }
  const train = dataset.split.train.length
  if (train >= 2) return train
  throw new AppError(
    'conflict',
    `The training side of "${dataset.name}" has ${train} image${train === 1 ? '' : 's'}; batch norm needs at least 2. Add images, or give the training side a larger share.`,
    { datasetId: dataset.id, train },
  )
}

/** Corrected recipes are made for about a hundred pairs: fewer are shown more often. One that counts steps gets its epochs here. */
function fittedToSize(
  { form }: Recipe,
  { settings, steps }: ImageStage,
  train: number,
  reasons: Record<string, string>,
) {
  if (steps !== undefined) {
    const epochs = Math.max(1, Math.round(steps / stepsPerEpoch(settings, train)))
    reasons.epochs = `The recipe takes ${steps} steps: ${epochs} epochs of the ${train} training images.`
    return { epochs, ...fewerValidations(settings, epochs, reasons) }
  }
  return form === 'published' ? {} : raisedToSteps(settings, train, LEAST_STEPS, reasons)
}

/** A recipe's warm-up takes at most a tenth of a run, however short the user made it. */
function shortWarmup({ schedule, epochs, batchSize }: TrainingSettings, train: number): TrainingSettings['schedule'] {
  if (schedule.kind !== 'cosine') return schedule
  const steps = epochs * Math.ceil(train / batchSize)
  return { ...schedule, warmupSteps: Math.min(schedule.warmupSteps, Math.ceil(steps / 10)) }
}

function aboutTheData(dataset: DatasetDetail, train: number): string[] {
  const warnings = [...(dataset.split?.warnings ?? [])]
  if (train < smallSetGroups) {
    warnings.push(`Only ${train} images to learn from: expect a network that knows these lenses and few others.`)
  }
  if (dataset.split?.validation.length === 0) {
    warnings.push('No validation images: the last weights are kept as the best, and nothing shows over-fitting.')
  }
  if (dataset.findings.errors > 0) {
    warnings.push(`The health report of "${dataset.name}" lists ${dataset.findings.errors} errors; look at them first.`)
  }
  if (!dataset.calibration.calibrated) {
    warnings.push('The data are uncalibrated: the network makes images, not photometry, and its products say so.')
  }
  return warnings
}

function checkedConfig(config: unknown): TrainingConfig {
  const parsed = trainingConfigSchema.safeParse(config)
  if (parsed.success) return parsed.data
  const problems = parsed.error.issues.map(issue => `${issue.path.join('.')}: ${issue.message}`)
  throw new AppError('bad-input', `This configuration is not possible. ${problems.join('; ')}.`, { problems })
}

/** A form sends `undefined` for a field left alone; it must not overwrite the recipe's value. */
function dropUndefined<T extends object>(values: T): Partial<T> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Partial<T>
}
