import { type NetworkConfig, networkOf } from '../../../models/registry.ts'
import { AppError } from '../../domain/errors.ts'
import type { ImageStack, OptimisationSettings, TrainingData } from '../port.ts'

/**
 * Checks of a training job that need no file.
 * @throws AppError 'bad-input' for sizes that do not fit the network, samples that do not exist, or settings without sense
 */
export function checkTrainJob(
  { data, settings }: { readonly data: TrainingData; readonly settings: OptimisationSettings },
  network: NetworkConfig,
): void {
  checkSizes(data.lr, data.hr, networkOf(network).magnification(network))
  checkMask(data.lr, data.masks?.lr)
  checkMask(data.hr, data.masks?.hr)
  checkSamples(data, data.lr.count)
  checkSettings(settings)
}

function checkSizes(lr: ImageStack, hr: ImageStack, magnification: number): void {
  const fits = hr.height === lr.height * magnification && hr.width === lr.width * magnification
  if (fits && lr.count === hr.count) return
  throw new AppError(
    'bad-input',
    `The network magnifies ${magnification} times, but ${lr.count} LR images of ${lr.width}x${lr.height} stand beside ` +
      `${hr.count} HR images of ${hr.width}x${hr.height}. Choose a network of the data's magnification.`,
    { lr: { ...lr }, hr: { ...hr }, magnification },
  )
}

function checkMask(images: ImageStack, mask: ImageStack | null | undefined): void {
  if (!mask || (['count', 'height', 'width'] as const).every(key => mask[key] === images[key])) return
  throw new AppError(
    'bad-input',
    'The masks have another size or number than their images. Prepare the dataset again.',
    {
      images: { ...images },
      mask: { ...mask },
    },
  )
}

/** The images of a split: each of them there, none on two sides. */
export function checkSamples(
  data: {
    readonly train: readonly number[]
    readonly validation: readonly number[]
    readonly preview?: readonly number[]
  },
  count: number,
): void {
  const beyond = [...data.train, ...data.validation, ...(data.preview ?? [])].filter(
    index => !Number.isInteger(index) || index < 0 || index >= count,
  )
  if (beyond.length > 0) {
    throw new AppError('bad-input', `The split names sample ${beyond[0]}, but there are ${count} samples.`, {
      beyond,
    })
  }
  const train = new Set(data.train)
  const shared = data.validation.filter(index => train.has(index))
  if (shared.length > 0) {
    throw new AppError('bad-input', `Sample ${shared[0]} is both trained on and validated on: scores would flatter.`, {
      shared,
    })
  }
  if (train.size !== data.train.length) {
    throw new AppError('bad-input', 'A sample stands twice among the training samples.', {})
  }
}

/** Numbers that make no sense together, or alone. */
export function checkSettings(settings: OptimisationSettings): void {
  const { schedule, optimiser, averageDecay } = settings
  const rules: readonly [boolean, string][] = [
    [isCount(settings.epochs), 'epochs must be a whole number from 1'],
    [isCount(settings.validateEveryEpochs), 'validateEveryEpochs must be a whole number from 1'],
    [settings.learningRate > 0 && Number.isFinite(settings.learningRate), 'learningRate must be a positive number'],
    [settings.clipNorm === undefined || settings.clipNorm > 0, 'clipNorm must be positive'],
    [averageDecay === undefined || (averageDecay > 0 && averageDecay < 1), 'averageDecay must be between 0 and 1'],
    [optimiser?.kind !== 'adamw' || optimiser.weightDecay >= 0, 'weightDecay must not be negative'],
    [optimiser?.kind !== 'sgd' || (optimiser.momentum >= 0 && optimiser.momentum < 1), 'momentum must be from 0 to 1'],
    [
      settings.earlyStopPatience === undefined || isCount(settings.earlyStopPatience),
      'earlyStopPatience must be from 1',
    ],
    [settings.checkpointEverySeconds > 0, 'checkpointEverySeconds must be positive'],
    [Number.isSafeInteger(settings.seed), 'seed must be a whole number'],
    [schedule.kind !== 'cosine' || schedule.warmupSteps >= 0, 'warmupSteps must not be negative'],
    [schedule.kind !== 'plateau' || isCount(schedule.patience), 'the plateau patience must be a whole number from 1'],
    [
      schedule.kind !== 'plateau' || (schedule.factor > 0 && schedule.factor < 1),
      'the plateau factor must be between 0 and 1',
    ],
  ]
  const broken = rules.filter(([holds]) => !holds).map(([, rule]) => rule)
  if (broken.length > 0) {
    throw new AppError('bad-input', `The training settings make no sense: ${broken.join('; ')}.`, { broken })
  }
}

function isCount(value: number): boolean {
  return Number.isInteger(value) && value >= 1
}
