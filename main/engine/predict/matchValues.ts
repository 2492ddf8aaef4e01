import { AppError } from '../../domain/errors.ts'
import type { FloatImage } from '../../domain/image.ts'
import { type ConcreteScaling, forward } from '../../domain/scaling.ts'
import { finiteStats } from '../../domain/stats.ts'
import type { TrainedOn } from '../modelRecord.ts'

/** An asinh scaling bends, so that one factor does not hit: a few more come within this of it. */
const CLOSE = 0.02
const MOST_STEPS = 40

/**
 * The factor by which an image's values are multiplied before the network and divided after it, so that their spread is in
 * the middle of the training images' (geometric mean of its range). A factor keeps the sky's zero and the flux.
 *
 * @throws AppError `bad-input` where the image is constant, or the weights do not say what they were trained on
 */
export function matchingFactor(
  image: FloatImage,
  scalingOf: (image: FloatImage) => ConcreteScaling,
  trainedOn: TrainedOn | undefined,
): number {
  if (!trainedOn) throw new AppError('bad-input', 'The weights do not say what values they were trained on.')
  const wanted = Math.sqrt(Math.max(trainedOn.std.low, trainedOn.std.high * 1e-3) * trainedOn.std.high)
  let factor = 1
  for (let step = 0; step < MOST_STEPS; step++) {
    const multiplied = multiply(image, factor)
    const { std } = finiteStats({ ...image, data: forward(scalingOf(multiplied), multiplied.data) })
    if (!(std > 0) || !Number.isFinite(std)) break
    if (Math.abs(std / wanted - 1) < CLOSE) return factor
    factor *= wanted / std
  }
  throw new AppError(
    'bad-input',
    'The values of this image cannot be matched to those that the network was trained on. Apply it without matching.',
    { factor },
  )
}

export const multiply = (image: FloatImage, factor: number): FloatImage =>
  factor === 1 ? image : { ...image, data: image.data.map(value => value * factor) }
