import type { DatasetDetail, Split } from '../../contract/datasets.ts'
import type { TrainingConfig } from '../../contract/training.ts'
import { AppError } from '../../domain/errors.ts'
import type { FloatImage } from '../../domain/image.ts'
import { blanked } from '../../domain/mask.ts'
import { fitScaling, type Scaling } from '../../domain/scaling.ts'
import type { TrainingData } from '../../engine/port.ts'
import type { DatasetAccess } from './datasetAccess.ts'

/** A scaling fitted on more images than this is the same to the last digit that matters. */
const MOST_SCALING_IMAGES = 200
const PREVIEW_SAMPLES = 3

/**
 * What the engine gets of a dataset: its packed images, the split's sides, the scaling fitted to the LR images of the
 * training side alone (their pixels that count), the flux factor by the dataset's convention, and the stated peak.
 */
export async function trainingData(
  datasets: DatasetAccess,
  dataset: DatasetDetail,
  split: Split,
  task: TrainingConfig['task'] = 'super-resolve',
): Promise<TrainingData> {
  const { lr, hr, masks } = datasets.packed(dataset.id)
  if (task === 'denoise') return denoiserData(datasets, dataset, split)
  if (hr === null || dataset.peak === null) {
    throw new AppError('conflict', `"${dataset.name}" has no HR images to learn from.`, { datasetId: dataset.id })
  }
  return {
    lr,
    hr,
    ...((masks.lr || masks.hr) && { masks }),
    train: split.train,
    validation: split.validation,
    scaling: await fittedScaling(datasets, dataset, split.train),
    fluxFactor: fluxFactor(dataset),
    peak: dataset.peak,
    preview: evenly(split.validation.length > 0 ? split.validation : split.train, PREVIEW_SAMPLES),
  }
}

/** The target is the LR image itself; its peak is the stated one at the level of LR pixels. */
async function denoiserData(datasets: DatasetAccess, dataset: DatasetDetail, split: Split): Promise<TrainingData> {
  const { lr, masks } = datasets.packed(dataset.id)
  return {
    lr,
    hr: lr,
    ...(masks.lr && { masks: { lr: masks.lr, hr: null } }),
    train: split.train,
    validation: split.validation,
    scaling: await fittedScaling(datasets, dataset, split.train),
    fluxFactor: 1,
    peak: (dataset.peak ?? 1) * fluxFactor(dataset),
    preview: evenly(split.validation.length > 0 ? split.validation : split.train, PREVIEW_SAMPLES),
  }
}

/** r*r where a pixel holds flux; 1 where it holds brightness, or nobody knows and nothing is claimed. */
export function fluxFactor(dataset: Pick<DatasetDetail, 'calibration' | 'factor'>): number {
  return dataset.calibration.fluxConvention === 'sum' ? (dataset.factor ?? 1) ** 2 : 1
}

async function fittedScaling(
  datasets: DatasetAccess,
  dataset: DatasetDetail,
  train: readonly number[],
): Promise<Scaling> {
  const kind = dataset.scalingKind
  if (kind === 'none') return { kind }
  if (kind === 'per-image-minmax') return { kind: 'per-image', statistic: 'minmax' }
  if (kind === 'per-image-percentile') return { kind: 'per-image', statistic: 'percentile' }
  const images: FloatImage[] = []
  for (const sample of evenly(train, MOST_SCALING_IMAGES)) {
    const mask = await datasets.plane(dataset.id, sample, 'lr', 'mask')
    images.push(blanked(await datasets.image(dataset.id, sample, 'lr'), mask?.data ?? null))
  }
  return fitScaling(kind, images)
}

/** At most `count` of the values, spread evenly. */
export function evenly<T>(values: readonly T[], count: number): T[] {
  if (values.length <= count) return [...values]
  return Array.from({ length: count }, (_, i) => values[Math.floor((i * values.length) / count)])
}
