import {
  type ClassifierConfig,
  type ClassifierRequest,
  type ClassifierSettings,
  classifierConfigSchema,
} from '../../contract/classifiers.ts'
import type { DatasetDetail } from '../../contract/datasets.ts'
import { AppError } from '../../domain/errors.ts'
import { raisedToSteps } from '../training/leastSteps.ts'
import { classesOfDataset, usualSide } from './data.ts'
import { defaultClassifierSettings, LEAST_STEPS } from './defaults.ts'

export interface ResolvedClassifier {
  readonly config: ClassifierConfig
  /** Why a field has another value than the recipe or the defaults say, by field name. */
  readonly reasons: Record<string, string>
  readonly warnings: string[]
}

/** Fewer images of a class in training leave its score to chance. */
const FEW_OF_A_CLASS = 20

/**
 * The configuration that a start would use.
 * Errors: `conflict` for a dataset without classes, split or two training images; `bad-input` for values that do not fit.
 */
export function resolveClassifier(
  request: ClassifierRequest,
  dataset: DatasetDetail,
  labels: readonly (string | null)[],
  chosenDevice: string,
): ResolvedClassifier {
  const classes = classesOfDataset(dataset)
  const images = request.images ?? usualSide(dataset)
  const size = images === 'hr' ? dataset.hrSize : dataset.lrSize
  if (size === null) throw new AppError('conflict', `"${dataset.name}" has no HR images. Take its LR ones.`, {})
  const { width, height } = size
  if (width !== height) {
    throw new AppError(
      'bad-input',
      `The images of "${dataset.name}" have ${width} x ${height} pixels; a classifier takes square ones. Cut them to squares first.`,
      { width, height },
    )
  }
  const train = (dataset.split?.train ?? []).filter(sample => labels[sample] !== null)
  if (train.length < 2) {
    throw new AppError(
      'conflict',
      `"${dataset.name}" has ${train.length} labelled image${train.length === 1 ? '' : 's'} on its training side. Split it, and label its samples.`,
      { datasetId: dataset.id },
    )
  }
  const warnings: string[] = []
  const reasons: Record<string, string> = {}
  const asked: ClassifierSettings = { ...defaultClassifierSettings, ...withoutUndefined(request.settings) }
  const least = request.leastSteps ?? (request.settings.epochs === undefined ? LEAST_STEPS : 0)
  const settings = { ...asked, ...raisedToSteps(asked, train.length, least, reasons) }
  if (request.leastSteps !== undefined && settings.epochs > asked.epochs && settings.earlyStopPatience !== undefined) {
    settings.earlyStopPatience = undefined
    reasons.earlyStopPatience = 'Off: on few images the score stays near chance for hundreds of steps before it rises.'
  }
  if (settings.batchSize > train.length) {
    warnings.push(
      `The batch of ${settings.batchSize} shrinks to the ${train.length} labelled training images there are.`,
    )
    settings.batchSize = train.length
  }
  warnings.push(...aboutTheData(dataset, labels, train, classes))
  const { kind, ...changes } = request.classifier
  const config = {
    task: 'classify',
    datasetId: dataset.id,
    presetId: request.presetId,
    ...(request.stage !== undefined && { stage: request.stage }),
    name: request.name ?? `${dataset.name}, classifier`.slice(0, 120),
    device: request.device ?? chosenDevice,
    images,
    classes,
    classifier: classifierOfKind(kind, { ...withoutUndefined(changes), classes: classes.length }, width),
    settings,
  }
  const parsed = classifierConfigSchema.safeParse(config)
  if (parsed.success) return { config: parsed.data, reasons, warnings }
  const problems = parsed.error.issues.map(issue => `${issue.path.join('.')}: ${issue.message}`)
  throw new AppError('bad-input', `This classifier cannot be trained: ${problems.join('; ')}.`, { problems })
}

function classifierOfKind(
  kind: ClassifierRequest['classifier']['kind'],
  { dropout, ...common }: { dropout?: number; channels?: number; classes: number },
  side: number,
) {
  if (kind === 'resnet18') return { kind, ...common }
  return { kind, ...common, side, ...(dropout !== undefined && { dropout }) }
}

function aboutTheData(
  dataset: DatasetDetail,
  labels: readonly (string | null)[],
  train: readonly number[],
  classes: readonly string[],
): string[] {
  const few = classes.filter(c => train.filter(sample => labels[sample] === c).length < FEW_OF_A_CLASS)
  const without = dataset.samples - labels.filter(label => label !== null).length
  const validation = dataset.split?.validation.filter(sample => labels[sample] !== null).length ?? 0
  return [
    ...(few.length > 0 ? [`Fewer than ${FEW_OF_A_CLASS} training images are of the class ${few.join(', ')}.`] : []),
    ...(without > 0 ? [`${without} samples have no class and are left out.`] : []),
    ...(validation === 0
      ? ['The validation side has no labelled image: the weights of the last epoch count as the best.']
      : []),
  ]
}

function withoutUndefined<T extends object>(record: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>
  }
}
