import type { Scalar, Tensor } from '@tensorflow/tfjs-core'
import * as tf from '@tensorflow/tfjs-core'

export interface AdamOptions {
  readonly beta1: number
  readonly beta2: number
  readonly epsilon: number
}

/** PyTorch's defaults, which are those of the paper. */
export const defaultAdam: AdamOptions = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8 }

export type AdamMoments = { readonly m: Tensor; readonly v: Tensor }

/**
 * One parameter's step of Adam (Kingma & Ba 2015, algorithm 1) as torch.optim.Adam takes it: both moments corrected
 * for their bias, epsilon outside the root.
 * @param step optimizer steps done, this one included (from 1)
 */
export function adamStep(
  parameter: Tensor,
  gradient: Tensor,
  moments: AdamMoments,
  step: number,
  learningRate: number,
  { beta1, beta2, epsilon }: AdamOptions,
): { parameter: Tensor; m: Tensor; v: Tensor } {
  const m = tf.add(tf.mul(moments.m, beta1), tf.mul(gradient, 1 - beta1))
  const v = tf.add(tf.mul(moments.v, beta2), tf.mul(tf.square(gradient), 1 - beta2))
  const denominator = tf.add(tf.div(tf.sqrt(v), Math.sqrt(1 - beta2 ** step)), epsilon)
  const change = tf.div(tf.mul(m, learningRate / (1 - beta1 ** step)), denominator)
  return { parameter: tf.sub(parameter, change), m, v }
}

/** The norm of all gradients together. */
export function globalNorm(gradients: readonly Tensor[]): Scalar {
  return tf.sqrt(tf.addN(gradients.map(gradient => tf.sum(tf.square(gradient))))) as Scalar
}

/** Gradients scaled down to the global norm `clipNorm` where they exceed it, as torch.nn.utils.clip_grad_norm_ does. */
export function clipByGlobalNorm(gradients: readonly Tensor[], norm: Scalar, clipNorm: number): Tensor[] {
  const factor = tf.minimum(tf.div(clipNorm, tf.add(norm, 1e-6)), 1)
  return gradients.map(gradient => tf.mul(gradient, factor))
}
