import type { Scalar, Tensor, Tensor4D } from '@tensorflow/tfjs-core'
import * as tf from '@tensorflow/tfjs-core'
import './gradients.ts'

/** Softens the corner of the Charbonnier loss; the value of Lai et al. 2017 (LapSRN). */
const CHARBONNIER_EPSILON = 1e-3

/** What each loss makes of a pixel's prediction and target; [batch, height, width, 1]. */
const pixelPenalties = {
  /** Squared error. */
  mse: (prediction: Tensor4D, target: Tensor4D): Tensor => tf.squaredDifference(prediction, target),
  /** Absolute error. */
  l1: (prediction: Tensor4D, target: Tensor4D): Tensor => tf.abs(tf.sub(prediction, target)),
  /** sqrt(difference^2 + epsilon^2) (Charbonnier et al. 1994). */
  charbonnier: (prediction: Tensor4D, target: Tensor4D): Tensor =>
    tf.sqrt(tf.add(tf.squaredDifference(prediction, target), CHARBONNIER_EPSILON ** 2)),
}

export type PixelLossName = keyof typeof pixelPenalties

/**
 * The mean of a loss over the pixels of a batch; prediction and target: [batch, height, width, 1].
 *
 * @param mask of that shape too, 1 where a pixel counts and 0 where not: the mean is over those that count, of the whole
 * batch together, and 0 where none does. Absent: all count.
 */
export function pixelLoss(name: PixelLossName, prediction: Tensor4D, target: Tensor4D, mask?: Tensor4D): Scalar {
  const penalties = pixelPenalties[name](prediction, target)
  if (mask === undefined) return tf.mean(penalties)
  return tf.div(tf.sum(tf.mul(penalties, mask)), tf.maximum(tf.sum(mask), 1))
}
