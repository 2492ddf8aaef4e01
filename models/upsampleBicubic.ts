import type { Tensor4D } from '@tensorflow/tfjs-core'
import * as tf from '@tensorflow/tfjs-core'
import { pixelShuffle } from './layers.ts'
import { range } from './parameters.ts'
import { bicubicPhases } from './resize.ts'

/**
 * `resizeBicubic` by a whole factor, as a convolution with fixed filters: nothing in it depends on the image's size.
 * x: [batch, height, width, band] -> [batch, height * r, width * r, band]
 */
export function upsampleBicubic(x: Tensor4D, r: number): Tensor4D {
  if (r === 1) return x
  const bands = x.shape[3]
  const phases = bicubicPhases(r)
  const side = phases[0].length
  // [row, column, band, band * r * r]: each band goes into its own r * r channels and into no other's.
  const filter = new Float32Array(side * side * bands * bands * r * r)
  for (const row of range(side)) {
    for (const column of range(side)) {
      for (const band of range(bands)) {
        const first = (((row * side + column) * bands + band) * bands + band) * r * r
        for (const phase of range(r * r)) {
          filter[first + phase] = phases[Math.floor(phase / r)][row] * phases[phase % r][column]
        }
      }
    }
  }
  // The filter reaches over two pixels, and the edge's own is repeated there.
  const padded = repeatEdge(repeatEdge(x))
  return pixelShuffle(tf.conv2d(padded, tf.tensor4d(filter, [side, side, bands, bands * r * r]), 1, 'valid'), r)
}

/** One pixel to each side: mirrored, a single pixel is the edge's own. */
function repeatEdge(x: Tensor4D): Tensor4D {
  const one: [number, number] = [1, 1]
  return tf.mirrorPad(x, [[0, 0], one, one, [0, 0]], 'symmetric')
}
