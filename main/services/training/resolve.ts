import type { DatasetDetail } from '../../contract/datasets.ts'
import type { NetworkChoice, NetworkKind } from '../../contract/networks.ts'
import {
  type Preset,
  type TrainingConfig,
  type TrainingRequest,
  type TrainingSettings,
  trainingConfigSchema,
} from '../../contract/training.ts'
import { AppError } from '../../domain/errors.ts'
import { smallSetGroups } from '../../domain/split.ts'
import { networkDefaults } from './networkDefaults.ts'
import { presets } from './presets.ts'

export interface Resolved {
  readonly config: TrainingConfig
  /** Why each field has its value, by field name. */
  readonly reasons: Record<string, string>
  readonly warnings: string[]
}

/** Fewer optimizer steps leave even a small network untrained, however few the images are. */
const LEAST_STEPS = 250
/** More validations than this cost time and tell nothing new. */
const MOST_VALIDATIONS = 50

/**
 * The configuration that a start would use: the preset, fitted to the dataset, overridden by what the user set.
 * `chosenDevice` is used where the request names none.
 * Errors: `not-found` for an unknown preset, `conflict` for a dataset that cannot be trained on as it is, `bad-input`
 * for a value that is absurd or does not fit the dataset.
 */
export function resolveTraining(request: TrainingRequest, dataset: DatasetDetail, chosenDevice: string): Resolved {
  const preset = presetById(request.presetId)
  const factor = trainableFactor(dataset)
  const train = trainingSide(dataset)
  const warnings: string[] = []
  const reasons: Record<string, string> = { ...preset.reasons }

  const base = networkBase(preset, request.network.kind, reasons)
  const network = { ...base, ...magnificationFor(factor), ...dropUndefined(request.network) }
  const magnified = network.magnification ** network.magnifications
  if (magnified !== factor) {
    throw new AppError(
      'bad-input',
      `The network would magnify ${magnified} times, but the HR images of "${dataset.name}" have ${factor} times the pixels of the LR ones. Set magnification and magnifications so that they make ${factor}.`,
      { magnified, factor },
    )
  }
  reasons.magnification = `The HR images have ${factor} times the pixels a side of the LR ones.`

  const settings = { ...preset.settings, ...fittedToSize(preset, train, reasons), ...dropUndefined(request.settings) }
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

  warnings.push(...aboutTheData(dataset, train))
  if (preset.form === 'published' && base === preset.network) {
    warnings.push('This repeats the published recipe, its flaws included; "Standard" is the corrected form of it.')
  }
  const config = {
    datasetId: dataset.id,
    presetId: preset.id,
    name: request.name ?? `${dataset.name}, ${preset.title.toLowerCase()}`.slice(0, 120),
    device: request.device ?? chosenDevice,
    network,
    settings,
  }
  return { config: checkedConfig(config), reasons, warnings }
}

export function presetById(id: string): Preset {
  const preset = presets.find(p => p.id === id)
  if (preset) return preset
  const known = presets.map(p => p.id).join(', ')
  throw new AppError('not-found', `There is no preset "${id}"; there are: ${known}.`, { id })
}

/** The preset's network, or where the user chose another kind, that kind's own values with their reasons. */
function networkBase(preset: Preset, kind: NetworkKind | undefined, reasons: Record<string, string>): NetworkChoice {
  if (kind === undefined || kind === preset.network.kind) return preset.network
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

function trainableFactor(dataset: DatasetDetail): number {
  if (dataset.state !== 'ok') {
    throw new AppError(
      'conflict',
      `Files of "${dataset.name}" ${dataset.state === 'changed' ? 'have changed since they were imported' : 'are missing'}. Put them back, or import the folder again as a new dataset.`,
      { datasetId: dataset.id, state: dataset.state },
    )
  }
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

/** Corrected presets are made for about a hundred pairs: fewer are shown more often. */
function fittedToSize(preset: Preset, train: number, reasons: Record<string, string>) {
  if (preset.form === 'published') return {}
  const { settings } = preset
  const stepsPerEpoch = Math.max(1, Math.ceil(train / Math.min(settings.batchSize, train)))
  const epochs = Math.max(settings.epochs, Math.ceil(LEAST_STEPS / stepsPerEpoch))
  if (epochs === settings.epochs) return {}
  const validateEveryEpochs = Math.max(settings.validateEveryEpochs, Math.ceil(epochs / MOST_VALIDATIONS))
  reasons.epochs = `Raised from ${settings.epochs}: with ${train} training images it takes ${epochs} epochs to make ${LEAST_STEPS} steps.`
  if (validateEveryEpochs > 1)
    reasons.validateEveryEpochs = `Epochs are short here: a validation every ${validateEveryEpochs}.`
  return { epochs, validateEveryEpochs }
}

/** A preset's warm-up takes at most a tenth of a run, however short the user made it. */
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

/** A form sends `undefined` for a field left alone; it must not overwrite the preset's value. */
function dropUndefined<T extends object>(values: T): Partial<T> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Partial<T>
}
