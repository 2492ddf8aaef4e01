import type { Scalar, Tensor, Tensor4D } from '@tensorflow/tfjs-core'
import * as tf from '@tensorflow/tfjs-core'
import '../gradients.ts'

/**
 * The mean over a batch of |mean of the prediction - mean of the target| of each image: how much its flux is off, in units in
 * which a pixel's value is linear in its flux. Of all terms this alone pulls at the sum, which MSE weighs by single pixels.
 *
 * @param mask [batch, height, width, 1], 1 where a pixel counts; an image of which none does adds nothing
 */
export function fluxLoss(prediction: Tensor4D, target: Tensor4D, mask?: Tensor4D): Scalar {
  const difference = tf.sub(prediction, target)
  const axes = [1, 2, 3]
  const means: Tensor =
    mask === undefined
      ? tf.mean(difference, axes)
      : tf.div(tf.sum(tf.mul(difference, mask), axes), tf.maximum(tf.sum(mask, axes), 1))
  return tf.mean(tf.abs(means))
}
