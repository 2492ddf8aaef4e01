import type { Scalar, Tensor4D } from '@tensorflow/tfjs-core'
import * as tf from '@tensorflow/tfjs-core'
import '../gradients.ts'

/** scikit-image's default, in which the product's scores are given: a uniform window, the sample's covariance. */
export const SSIM_WINDOW = 7
/** Wang et al. 2004 (IEEE Trans. Image Process. 13, 600), for a data range of 1. */
const C1 = 0.01 ** 2
const C2 = 0.03 ** 2

/**
 * 1 - SSIM, the mean over all windows of a batch that lie inside an image and count wholly; prediction and target: [batch,
 * height, width, channel] with a data range of 1, at least 7 pixels a side. 0 where no window counts.
 *
 * @param mask [batch, height, width, 1], 1 where a pixel counts
 */
export function ssimLoss(prediction: Tensor4D, target: Tensor4D, mask?: Tensor4D): Scalar {
  const windowed = (x: Tensor4D) => tf.avgPool(x, SSIM_WINDOW, 1, 'valid')
  // Around each image's mean, for E[x^2] - E[x]^2 cancels on a bright sky.
  const level = tf.mean(target, [1, 2], true)
  const x = tf.sub(prediction, level) as Tensor4D
  const y = tf.sub(target, level) as Tensor4D
  const [meanX, meanY] = [windowed(x), windowed(y)]
  const unbiased = SSIM_WINDOW ** 2 / (SSIM_WINDOW ** 2 - 1)
  const covariance = (a: Tensor4D, b: Tensor4D, meanA: Tensor4D, meanB: Tensor4D) =>
    tf.mul(tf.sub(windowed(tf.mul(a, b)), tf.mul(meanA, meanB)), unbiased)
  const [u, v] = [tf.add(meanX, level), tf.add(meanY, level)]
  const luminance = tf.div(tf.add(tf.mul(tf.mul(u, v), 2), C1), tf.add(tf.add(tf.square(u), tf.square(v)), C1))
  const contrast = tf.div(
    tf.add(tf.mul(covariance(x, y, meanX, meanY), 2), C2),
    tf.add(tf.add(covariance(x, x, meanX, meanX), covariance(y, y, meanY, meanY)), C2),
  )
  const lost = tf.sub(1, tf.mul(luminance, contrast))
  if (mask === undefined) return tf.mean(lost)
  // A window counts where its mean is 1, but for rounding.
  const whole = tf.cast(tf.greater(windowed(mask), 1 - 0.5 / SSIM_WINDOW ** 2), 'float32')
  return tf.div(tf.sum(tf.mul(lost, whole)), tf.maximum(tf.mul(tf.sum(whole), prediction.shape[3]), 1))
}
