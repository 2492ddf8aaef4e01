import type { Tensor4D } from '@tensorflow/tfjs-core'
import * as tf from '@tensorflow/tfjs-core'
import { pixelShuffle } from './layers.ts'
import { bicubicPhases } from './resize.ts'

/**
 * `resizeBicubic` by a whole factor, as a convolution with fixed filters: nothing in it depends on the image's size.
 * x: [batch, height, width, 1] -> [batch, height * r, width * r, 1]
 */
export function upsampleBicubic(x: Tensor4D, r: number): Tensor4D {
  if (r === 1) return x
  const phases = bicubicPhases(r)
  const side = phases[0].length
  const filter = new Float32Array(side * side * r * r)
  for (let i = 0; i < filter.length; i++) {
    const [row, column] = [Math.floor(i / (r * r * side)), Math.floor(i / (r * r)) % side]
    filter[i] = phases[Math.floor(i / r) % r][row] * phases[i % r][column]
  }
  // The filter reaches over two pixels, and the edge's own is repeated there.
  const padded = repeatEdge(repeatEdge(x))
  return pixelShuffle(tf.conv2d(padded, tf.tensor4d(filter, [side, side, 1, r * r]), 1, 'valid'), r)
}

/** One pixel to each side: mirrored, a single pixel is the edge's own. */
function repeatEdge(x: Tensor4D): Tensor4D {
  const one: [number, number] = [1, 1]
  return tf.mirrorPad(x, [[0, 0], one, one, [0, 0]], 'symmetric')
}
