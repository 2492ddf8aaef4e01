import type { Scalar, Tensor, Tensor4D } from '@tensorflow/tfjs-core'
import * as tf from '@tensorflow/tfjs-core'
import '../gradients.ts'

/**
 * Perceptual loss (Johnson et al. 2016): the mean squared difference of what a trained, frozen network's first layers make of
 * prediction and target, [batch, height, width, 1] both.
 *
 * @param featuresOf an image's features
 * @param mask 1 where a pixel counts: the target's other pixels stand in the prediction too, so that they differ in nothing
 */
export function featureLoss(
  prediction: Tensor4D,
  target: Tensor4D,
  featuresOf: (image: Tensor4D) => Tensor,
  mask?: Tensor4D,
): Scalar {
  const shown = mask === undefined ? prediction : tf.add(target, tf.mul(tf.sub(prediction, target), mask))
  return tf.mean(tf.squaredDifference(featuresOf(shown as Tensor4D), featuresOf(target)))
}
