import type { Scalar, Tensor, Tensor2D } from '@tensorflow/tfjs-core'
import * as tf from '@tensorflow/tfjs-core'
import './gradients.ts'

/** Cross-entropy of logits and classes as torch.nn.CrossEntropyLoss; both [batch, class], `truth` 1 at the image's class. */
export function crossEntropy(logits: Tensor2D, truth: Tensor2D): Scalar {
  return tf.neg(tf.mean(tf.sum(tf.mul(tf.logSoftmax(logits), truth), 1)))
}

/**
 * Binary cross-entropy of logits as torch.nn.BCEWithLogitsLoss, in a form that no logit overflows; `truth` is 1 or 0, of the
 * logits' shape.
 */
export function binaryCrossEntropy(logits: Tensor, truth: Tensor): Scalar {
  const softplus = tf.add(tf.relu(logits), tf.log1p(tf.exp(tf.neg(tf.abs(logits)))))
  return tf.mean(tf.sub(softplus, tf.mul(logits, truth)))
}
