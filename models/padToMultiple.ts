import type { Tensor4D } from '@tensorflow/tfjs-core'
import * as tf from '@tensorflow/tfjs-core'

/**
 * The image mirrored over its last row and column until its sides are multiples of `side`, as PyTorch's reflection padding;
 * images too small for that are mirrored several times. x: [batch, height, width, channel]
 */
export function padToMultiple(x: Tensor4D, side: number): Tensor4D {
  const missing = (n: number) => (side - (n % side)) % side
  let padded = x
  let [rows, columns] = [missing(x.shape[1]), missing(x.shape[2])]
  while (rows > 0 || columns > 0) {
    // A reflection has no more pixels than lie before the edge; a single pixel is repeated instead.
    const [, height, width] = padded.shape
    const [down, right] = [Math.min(rows, Math.max(1, height - 1)), Math.min(columns, Math.max(1, width - 1))]
    const mode = height === 1 || width === 1 ? 'symmetric' : 'reflect'
    padded = tf.mirrorPad(
      padded,
      [
        [0, 0],
        [0, down],
        [0, right],
        [0, 0],
      ],
      mode,
    )
    rows -= down
    columns -= right
  }
  return padded
}

/** The upper left part of an image, as large as `padToMultiple` began with, `factor` times a side. */
export function cropped(x: Tensor4D, height: number, width: number, factor: number): Tensor4D {
  const [batch, tall, wide, channels] = x.shape
  if (tall === height * factor && wide === width * factor) return x
  return tf.slice(x, [0, 0, 0, 0], [batch, height * factor, width * factor, channels])
}
