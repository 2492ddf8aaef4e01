import type { DatasetDetail, Split } from '../../contract/datasets.ts'
import { AppError } from '../../domain/errors.ts'
import type { ClassifierData, ImageStack } from '../../engine/port.ts'
import type { DatasetAccess } from '../training/datasetAccess.ts'

export type ClassifiedSide = 'lr' | 'hr'

/** The images that are classified: the HR ones, where there are any. */
export const usualSide = (dataset: DatasetDetail): ClassifiedSide => (dataset.hrSize === null ? 'lr' : 'hr')

/** The names of a dataset's classes, in the order of a classifier's logits. `conflict` where there are none. */
export function classesOfDataset(dataset: DatasetDetail): string[] {
  const classes = dataset.classes.map(({ label }) => label).sort()
  if (classes.length >= 2) return classes
  throw new AppError(
    'conflict',
    `"${dataset.name}" has no classes to tell apart. Label its samples first: by folders, by file names, by a table, or one by one.`,
    { datasetId: dataset.id },
  )
}

/** The stack of a dataset's images on one side; `conflict` where it has none. */
export function stackOf(datasets: DatasetAccess, dataset: DatasetDetail, images: ClassifiedSide): ImageStack {
  const stack = datasets.packed(dataset.id)[images]
  if (stack !== null) return stack
  throw new AppError('conflict', `"${dataset.name}" has no HR images to classify. Take its LR ones.`, {
    datasetId: dataset.id,
  })
}

/** The samples that have a class. */
export function labelled(samples: readonly number[], labels: readonly (string | null)[]): number[] {
  return samples.filter(sample => labels[sample] !== null && labels[sample] !== undefined)
}

/**
 * What the engine gets to train a classifier on. Each image is scaled by its own percentiles: what tells classes apart is an
 * image's shape, and SR, HR and interpolated images are then alike in their range.
 */
export function classifierData(
  datasets: DatasetAccess,
  dataset: DatasetDetail,
  split: Split,
  images: ClassifiedSide,
  classes: readonly string[],
): ClassifierData {
  const labels = datasets.labels(dataset.id)
  return {
    images: stackOf(datasets, dataset, images),
    classes,
    labels: labels.map(label => (label === null ? -1 : classes.indexOf(label))),
    train: labelled(split.train, labels),
    validation: labelled(split.validation, labels),
    scaling: { kind: 'per-image', statistic: 'percentile' },
  }
}
