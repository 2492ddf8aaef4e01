import type { Scalar, Tensor4D } from '@tensorflow/tfjs-core'
import * as tf from '@tensorflow/tfjs-core'
import './gradients.ts'

/** Softens the corner of the Charbonnier loss; the value of Lai et al. 2017 (LapSRN). */
const CHARBONNIER_EPSILON = 1e-3

/** Losses over all pixels of a batch; prediction and target: [batch, height, width, 1]. */
export const pixelLosses = {
  /** Mean squared error. */
  mse: (prediction: Tensor4D, target: Tensor4D): Scalar => tf.mean(tf.squaredDifference(prediction, target)),
  /** Mean absolute error. */
  l1: (prediction: Tensor4D, target: Tensor4D): Scalar => tf.mean(tf.abs(tf.sub(prediction, target))),
  /** Mean of sqrt(difference^2 + epsilon^2) (Charbonnier et al. 1994). */
  charbonnier: (prediction: Tensor4D, target: Tensor4D): Scalar =>
    tf.mean(tf.sqrt(tf.add(tf.squaredDifference(prediction, target), CHARBONNIER_EPSILON ** 2))),
}

export type PixelLossName = keyof typeof pixelLosses
