import type { Scalar, Tensor } from '@tensorflow/tfjs-core'
import * as tf from '@tensorflow/tfjs-core'

/** Optimisers as functions of tensors: what changes from step to step is handed in, so that one graph serves a run. */

export interface AdamOptions {
  readonly beta1: number
  readonly beta2: number
  readonly epsilon: number
}

/** PyTorch's defaults, which are those of the paper. */
export const defaultAdam: AdamOptions = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8 }

export type AdamMoments = { readonly m: Tensor; readonly v: Tensor }

type AdamStep = { readonly parameter: Tensor; readonly m: Tensor; readonly v: Tensor }

/** What a step's number and rate come to. */
export interface AdamRates<T> {
  /** rate / (1 - beta1^t) */
  readonly stepSize: T
  /** sqrt(1 - beta2^t) */
  readonly correction: T
}

/**
 * The rates of step t (from 1), in double precision: in float32 the difference 1 - beta2^t loses four digits in the
 * first steps.
 */
export function adamRates(t: number, rate: number, { beta1, beta2 }: AdamOptions): AdamRates<number> {
  return { stepSize: rate / (1 - beta1 ** t), correction: Math.sqrt(1 - beta2 ** t) }
}

/**
 * Adam (Kingma & Ba 2015, algorithm 1) as torch.optim.Adam takes it: both moments corrected for their bias, epsilon
 * outside the root.
 */
export function adamStep(
  parameter: Tensor,
  gradient: Tensor,
  moments: AdamMoments,
  { stepSize, correction }: AdamRates<Tensor | number>,
  { beta1, beta2, epsilon }: AdamOptions,
): AdamStep {
  const m = tf.add(tf.mul(moments.m, beta1), tf.mul(gradient, 1 - beta1))
  const v = tf.add(tf.mul(moments.v, beta2), tf.mul(tf.square(gradient), 1 - beta2))
  const denominator = tf.add(tf.div(tf.sqrt(v), correction), epsilon)
  return { parameter: tf.sub(parameter, tf.mul(stepSize, tf.div(m, denominator))), m, v }
}

/**
 * AdamW (Loshchilov & Hutter 2019) as torch.optim.AdamW: Adam on weights that were first scaled by `keep`, which is
 * 1 - rate * weight decay.
 */
export function adamWStep(
  parameter: Tensor,
  gradient: Tensor,
  moments: AdamMoments,
  { keep, ...rates }: AdamRates<Tensor | number> & { readonly keep: Tensor | number },
  options: AdamOptions,
): AdamStep {
  return adamStep(tf.mul(parameter, keep), gradient, moments, rates, options)
}

/** Gradient descent with momentum as torch.optim.SGD (no dampening); the momentum starts at zero. */
export function sgdStep(
  parameter: Tensor,
  gradient: Tensor,
  velocity: Tensor,
  rate: Tensor | number,
  { momentum, nesterov = false }: { readonly momentum: number; readonly nesterov?: boolean },
): { parameter: Tensor; velocity: Tensor } {
  const next = tf.add(tf.mul(velocity, momentum), gradient)
  const direction = nesterov ? tf.add(gradient, tf.mul(next, momentum)) : next
  return { parameter: tf.sub(parameter, tf.mul(direction, rate)), velocity: next }
}

/** The norm of all gradients together. */
export function globalNorm(gradients: readonly Tensor[]): Scalar {
  return tf.sqrt(tf.addN(gradients.map(gradient => tf.sum(tf.square(gradient))))) as Scalar
}

/** Gradients scaled down to the global norm `limit` where they exceed it, as torch.nn.utils.clip_grad_norm_ does. */
export function clipByGlobalNorm(gradients: readonly Tensor[], norm: Scalar, limit: number): Tensor[] {
  const factor = tf.minimum(tf.div(limit, tf.add(norm, 1e-6)), 1)
  return gradients.map(gradient => tf.mul(gradient, factor))
}

/** An exponential moving average of weights (Polyak & Juditsky 1992). */
export function movingAverage(average: Tensor, weights: Tensor, decay: Tensor | number): Tensor {
  return tf.add(tf.mul(average, decay), tf.mul(weights, tf.sub(1, decay)))
}
