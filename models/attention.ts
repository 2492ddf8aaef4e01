import type { Tensor, Tensor3D } from '@tensorflow/tfjs-core'
import * as tf from '@tensorflow/tfjs-core'
import './gradients.ts'
import { parameter } from './layers.ts'
import type { ParameterTensors } from './network.ts'

/** A dense layer as torch.nn.Linear; x: [batch, token, in] -> [batch, token, out]; `{name}.weight`: [out, in]. */
export function dense(params: ParameterTensors, name: string, x: Tensor3D): Tensor3D {
  const weight = tf.expandDims(parameter(params, `${name}.weight`), 0)
  return tf.add(tf.matMul(x, weight, false, true), parameter(params, `${name}.bias`))
}

/** PyTorch's default. */
const LAYER_NORM_EPSILON = 1e-5

/** Layer normalisation (Ba et al. 2016) over the last axis; the variance is that of centred values. */
export function layerNorm(params: ParameterTensors, name: string, x: Tensor): Tensor {
  const centred = tf.sub(x, tf.mean(x, -1, true))
  const variance = tf.mean(tf.square(centred), -1, true)
  const normal = tf.mul(centred, tf.rsqrt(tf.add(variance, LAYER_NORM_EPSILON)))
  return tf.add(tf.mul(normal, parameter(params, `${name}.weight`)), parameter(params, `${name}.bias`))
}

/** The Gaussian error linear unit by the error function itself (Hendrycks & Gimpel 2016). */
export function gelu(x: Tensor): Tensor {
  return tf.mul(tf.mul(x, 0.5), tf.add(tf.erf(tf.mul(x, Math.SQRT1_2)), 1))
}

/**
 * Multi-head self-attention (Vaswani et al. 2017) as torch.nn.MultiheadAttention with batch_first.
 * x: [batch, token, width]; `{name}.in_proj_weight`: [3 * width, width], `{name}.out_proj`: a dense layer.
 */
export function selfAttention(params: ParameterTensors, name: string, x: Tensor3D, heads: number): Tensor3D {
  const [batch, tokens, width] = x.shape
  const size = width / heads
  const weight = tf.expandDims(parameter(params, `${name}.in_proj_weight`), 0)
  const projected = tf.add(tf.matMul(x, weight, false, true), parameter(params, `${name}.in_proj_bias`))
  // [batch, token, 3, head, size] -> [3, batch, head, token, size]
  const parts = tf.transpose(tf.reshape(projected, [batch, tokens, 3, heads, size]), [2, 0, 3, 1, 4])
  const [query, key, value] = tf.unstack(parts)
  const scores = tf.softmax(tf.matMul(tf.mul(query, 1 / Math.sqrt(size)), key, false, true))
  const mixed = tf.transpose(tf.matMul(scores, value), [0, 2, 1, 3]) // [batch, token, head, size]
  return dense(params, `${name}.out_proj`, tf.reshape(mixed, [batch, tokens, width]))
}
