import { type SquareSymmetry, squareSymmetries } from '../../domain/augment.ts'
import { AppError } from '../../domain/errors.ts'
import { createRandom } from '../../domain/random.ts'

/** One sample of a batch: its index in the stacks and the symmetry of the square it is shown in (0: as it is). */
export interface BatchEntry {
  readonly sample: number
  readonly symmetry: SquareSymmetry
}

/**
 * Sizes of an epoch's batches. A last batch of one sample is joined to the batch before it: batch norm learns its
 * statistics from the batch, and those of a single image would be that image's alone.
 * @throws AppError 'bad-input' for fewer than two samples or a batch size below two
 */
export function batchSizes(samples: number, batchSize: number): number[] {
  if (!Number.isInteger(batchSize) || batchSize < 2) {
    throw new AppError('bad-input', `The batch size is ${batchSize}; batch norm needs at least 2 images a batch.`, {
      batchSize,
    })
  }
  if (samples < 2) {
    throw new AppError('bad-input', `There are ${samples} training images; batch norm needs at least 2.`, { samples })
  }
  if (samples <= batchSize) return [samples]
  const sizes = Array.from({ length: Math.floor(samples / batchSize) }, () => batchSize)
  const rest = samples % batchSize
  if (rest === 1) sizes[sizes.length - 1] = batchSize + 1
  else if (rest > 1) sizes.push(rest)
  return sizes
}

/** First random stream of training; the streams below it belong to the network's initialisation. */
const FIRST_STREAM = 2 ** 32

/**
 * The batches of one epoch: a pure function of (seed, epoch), so that a resumed run needs no generator's state.
 * @param train the training samples' indices
 * @param augment draws one of the square's symmetries for each sample
 */
export function epochBatches(
  train: readonly number[],
  batchSize: number,
  seed: number,
  epoch: number,
  augment: boolean,
): BatchEntry[][] {
  const order = createRandom(seed, FIRST_STREAM + 2 * epoch).shuffle(train.length)
  const draw = createRandom(seed, FIRST_STREAM + 2 * epoch + 1)
  // Drawn by sample, not by place: a sample's symmetry does not change with the batch size.
  const drawn = train.map(() => squareSymmetries[augment ? draw.integer(squareSymmetries.length) : 0])
  let start = 0
  return batchSizes(train.length, batchSize).map(size => {
    const entries = Array.from(order.subarray(start, start + size), i => ({ sample: train[i], symmetry: drawn[i] }))
    start += size
    return entries
  })
}
