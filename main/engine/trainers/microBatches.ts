import { type NetworkConfig, networkOf } from '../../../models/registry.ts'
import type { TrainedPart } from '../compiler/descent.ts'
import { accumulationProgram, GRADIENT, summedDescentProgram } from '../compiler/microBatchPrograms.ts'
import type { TrainingStepSpec } from '../compiler/trainingStep.ts'
import type { ImageBatch, PairBatch } from '../devices/device.ts'
import { type Stepper, scalar } from '../devices/stepper.ts'
import { type LossSpec, lossTerms } from '../lossTerms.ts'

/** Batch norm takes no statistics from a single image. */
export const LEAST_WITH_STATISTICS = 2

/** A whole part, the rest of a batch, the rest of an epoch's last batch, and the step by their sum. */
export const MICRO_PROGRAMS = 4

export const gradientState = ({ weights }: TrainedPart): Record<string, Float32Array> => ({
  [GRADIENT]: new Float32Array(weights.length),
})

/**
 * Whether a batch in parts comes to the same step as the whole batch, but for rounding: it does unless batch norm takes
 * statistics from each part, or a mask makes several terms of a loss count different numbers of pixels.
 */
export function isExactInParts(network: NetworkConfig, loss: LossSpec, masked: boolean): boolean {
  return !learnsStatistics(network) && (!masked || countsPixels(loss))
}

/** Whether it has batch norm. */
function learnsStatistics(network: NetworkConfig): boolean {
  return networkOf(network)
    .parameters(network)
    .some(({ name }) => name.endsWith('.running_mean'))
}

/** Sizes of a batch's parts, at most `size` images each; a last one that is too small for batch norm is joined to the one before. */
export function partSizes(network: NetworkConfig, images: number, size: number): number[] {
  const whole = Math.floor(images / size)
  const rest = images % size
  const sizes = Array.from({ length: whole }, () => size)
  if (rest === 0) return sizes
  if (whole > 0 && rest < LEAST_WITH_STATISTICS && learnsStatistics(network)) sizes[whole - 1] += rest
  else sizes.push(rest)
  return sizes
}

/** One loss that is a mean over the pixels of a batch that count. */
function countsPixels(loss: LossSpec): boolean {
  const [first, ...others] = lossTerms(loss)
  return others.length === 0 && (first.kind === 'mse' || first.kind === 'l1' || first.kind === 'charbonnier')
}

/** One step on a batch that goes through the network in parts of at most `size` images; answers as a whole step does. */
export async function stepInParts(
  stepper: Stepper,
  spec: TrainingStepSpec,
  size: number,
  batch: PairBatch,
  rates: Readonly<Record<string, Float32Array>>,
): Promise<Record<string, Float32Array>> {
  const answers: Record<string, number> = {}
  let start = 0
  for (const count of partSizes(spec.network, batch.lr.count, size)) {
    const part = partOf(batch, start, count)
    const share = shareOf(part, batch, spec.loss)
    const answered = await stepper.run(accumulationProgram({ ...spec, batch: part.lr.count }), {
      ...feedsOf(part),
      keep: scalar(start === 0 ? 0 : 1),
      share: scalar(share),
    })
    start += count
    for (const [name, [value]] of Object.entries(answered)) answers[name] = (answers[name] ?? 0) + share * value
  }
  const { gradientNorm } = await stepper.run(summedDescentProgram(spec), rates)
  const means = Object.fromEntries(Object.entries(answers).map(([name, value]) => [name, scalar(value)]))
  return { ...means, gradientNorm }
}

const feedsOf = (batch: PairBatch): Record<string, Float32Array> =>
  Object.fromEntries(Object.entries(batch).map(([name, images]: [string, ImageBatch]) => [name, images.data]))

/** What a part's mean counts in the batch's: by its pixels that count, or by its images. */
function shareOf(part: PairBatch, batch: PairBatch, loss: LossSpec): number {
  if (part.mask === undefined || batch.mask === undefined || !countsPixels(loss)) return part.lr.count / batch.lr.count
  // As the loss does: of a part or a batch without a pixel that counts the mean is over one.
  return Math.max(1, sum(part.mask.data)) / Math.max(1, sum(batch.mask.data))
}

const sum = (values: Float32Array): number => values.reduce((total, value) => total + value, 0)

function partOf(batch: PairBatch, start: number, count: number): PairBatch {
  const cut = (images: ImageBatch): ImageBatch => {
    const pixels = images.height * images.width
    return { ...images, count, data: images.data.subarray(start * pixels, (start + count) * pixels) }
  }
  const { lr, hr, mask, sigma } = batch
  return { lr: cut(lr), hr: cut(hr), ...(mask && { mask: cut(mask) }), ...(sigma && { sigma: cut(sigma) }) }
}
