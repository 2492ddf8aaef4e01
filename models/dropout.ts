import type { Tensor } from '@tensorflow/tfjs-core'
import * as tf from '@tensorflow/tfjs-core'
import './gradients.ts'
import { createRandom } from '../main/domain/random.ts'

/** More layers with noise than any network has. */
const LAYERS = 1024

/**
 * Uniform noise for one layer in one step, made on the host and handed to the graph: a function of seed, step and layer,
 * so a resumed run draws what an uninterrupted one would have.
 */
export function dropoutNoise(length: number, seed: number, step: number, layer: number): Float32Array {
  const random = createRandom(seed, step * LAYERS + layer)
  return Float32Array.from({ length }, () => random.uniform())
}

/** Dropout (Srivastava et al. 2014): values are zeroed with probability `rate`, the others scaled to keep the mean. */
export function dropout(x: Tensor, noise: Tensor, rate: number): Tensor {
  const kept = tf.cast(tf.greaterEqual(noise, rate), 'float32')
  return tf.mul(tf.mul(x, kept), 1 / (1 - rate))
}
