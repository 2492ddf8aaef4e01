import type { Scalar, Tensor4D } from '@tensorflow/tfjs-core'
import * as tf from '@tensorflow/tfjs-core'
import '../gradients.ts'

/** What takes an image on the HR grid to the LR. */
export interface Reobservation {
  /** HR pixels an LR pixel, along one side. */
  readonly factor: number
  /** From the HR's PSF to the LR's on the HR grid, [side, side], odd, sum 1; null: they are the same. */
  readonly kernel: { readonly side: number; readonly data: Float32Array } | null
}

/** LR pixels at each edge whose light comes in part from outside the HR image. */
export function lostMargin({ factor, kernel }: Reobservation): number {
  return kernel === null ? 0 : Math.ceil((kernel.side - 1) / 2 / factor)
}

/**
 * Forward consistency: the prediction, convolved with the PSF and binned to the LR's pixels, against that LR, as chi-square a
 * pixel. A perfect prediction scores near 1: below it draws the LR's noise. Pixels at the edge that the PSF fills from
 * outside are left out.
 *
 * @param prediction [batch, factor * height, factor * width, 1], in units linear in flux, an HR pixel at its LR pixel's level
 * @param lr the LR in the same units, [batch, height, width, 1]
 * @param sigma standard deviation of each LR pixel in those units, same shape
 * @param mask on the HR grid, 1 where a pixel counts: an LR pixel does where all of its HR pixels do
 */
export function consistencyLoss(
  prediction: Tensor4D,
  lr: Tensor4D,
  sigma: Tensor4D,
  reobservation: Reobservation,
  mask?: Tensor4D,
): Scalar {
  const { factor } = reobservation
  const margin = lostMargin(reobservation)
  const inner = (x: Tensor4D) => cropped(x, margin)
  const observed = tf.avgPool(blurred(prediction, reobservation, margin * factor), factor, factor, 'valid')
  const inSigma = tf.square(tf.div(tf.sub(observed, inner(lr)), inner(sigma)))
  if (mask === undefined) return tf.mean(inSigma)
  const share = inner(tf.avgPool(mask, factor, factor, 'valid'))
  const counts = tf.cast(tf.greater(share, 1 - 0.5 / factor ** 2), 'float32')
  return tf.div(tf.sum(tf.mul(inSigma, counts)), tf.maximum(tf.sum(counts), 1))
}

/** Convolved, and without `margin` pixels at each edge: none of what is left has seen an edge. */
function blurred(x: Tensor4D, { kernel }: Reobservation, margin: number): Tensor4D {
  if (kernel === null) return x
  const { side, data } = kernel
  // tfjs correlates: turned by 180 degrees that is a convolution.
  const filter = tf.tensor4d(data.toReversed(), [side, side, 1, 1])
  return cropped(tf.conv2d(x, filter, 1, 'valid'), margin - (side - 1) / 2)
}

function cropped(x: Tensor4D, margin: number): Tensor4D {
  if (margin === 0) return x
  const [batch, height, width, channels] = x.shape
  return tf.slice(x, [0, margin, margin, 0], [batch, height - 2 * margin, width - 2 * margin, channels])
}
