import type { Tensor3D, Tensor4D, Tensor5D } from '@tensorflow/tfjs-core'
import * as tf from '@tensorflow/tfjs-core'
import { dense } from './attention.ts'
import { parameter } from './layers.ts'
import type { ParameterTensors } from './network.ts'
import { range } from './parameters.ts'

/**
 * Attention within windows (Liu et al. 2021, Swin): each pixel attends to the pixels of its own square, and in every
 * other block the squares are moved by half their side, so that what one holds reaches its neighbours.
 */
export interface Windows {
  /** Side of a square, LR pixels. */
  readonly side: number
  /** How far the squares are moved up and to the left. */
  readonly shift: number
  readonly heads: number
}

/** x: [batch, height, width, channel], both sides multiples of the window's; the same back, attention and projection done. */
export function windowAttention(params: ParameterTensors, name: string, x: Tensor4D, windows: Windows): Tensor4D {
  const [, height, width] = x.shape
  const { side, shift, heads } = windows
  const moved = rolled(x, -shift)
  const squares = partitioned(moved, side) // [batch * window, side * side, channel]
  const bias = positionBias(params, name, side, heads) // [1, head, side * side, side * side]
  const mask = shift === 0 ? undefined : shiftMask(height, width, side, shift)
  const attended = dense(params, `${name}.proj`, attend(params, name, squares, heads, bias, mask))
  return rolled(joined(attended, x.shape, side), shift)
}

function attend(
  params: ParameterTensors,
  name: string,
  x: Tensor3D,
  heads: number,
  bias: Tensor4D,
  mask: Tensor5D | undefined,
): Tensor3D {
  const [count, tokens, width] = x.shape
  const size = width / heads
  // [window, token, 3 * channel] -> [3, window, head, token, size]
  const parts = tf.reshape(dense(params, `${name}.qkv`, x), [count, tokens, 3, heads, size])
  const [query, key, value] = tf.unstack(tf.transpose(parts, [2, 0, 3, 1, 4]))
  let scores = tf.add(tf.matMul(tf.mul(query, 1 / Math.sqrt(size)), key, false, true), bias)
  if (mask !== undefined) {
    const places = mask.shape[1]
    const images = tf.reshape(scores, [count / places, places, heads, tokens, tokens])
    scores = tf.reshape(tf.add(images, mask), [count, heads, tokens, tokens])
  }
  const mixed = tf.transpose(tf.matMul(tf.softmax(scores), value), [0, 2, 1, 3])
  return tf.reshape(mixed, [count, tokens, width])
}

/** What a head adds to a score, by how far two pixels of a square lie apart; `{name}.relative_position_bias_table`. */
function positionBias(params: ParameterTensors, name: string, side: number, heads: number): Tensor4D {
  const tokens = side * side
  const table = parameter(params, `${name}.relative_position_bias_table`)
  const rows = tf.gather(table, tf.tensor1d(relativePlaces(side), 'int32')) // [tokens * tokens, head]
  return tf.reshape(tf.transpose(tf.reshape(rows, [tokens, tokens, heads]), [2, 0, 1]), [1, heads, tokens, tokens])
}

/** Row of the bias table for each pair of a square's pixels. */
export function relativePlaces(side: number): number[] {
  const span = 2 * side - 1
  const pixels = range(side * side)
  return pixels.flatMap(a =>
    pixels.map(b => {
      const rows = Math.floor(a / side) - Math.floor(b / side) + side - 1
      return rows * span + (a % side) - (b % side) + side - 1
    }),
  )
}

/** Of a moved square's pixels, those that came from the image's other edge must not attend to each other; PyTorch's -100. */
const FAR = -100

/** [1, window, 1, side * side, side * side]: 0 where both pixels lie in one piece of the image, FAR where not. */
function shiftMask(height: number, width: number, side: number, shift: number): Tensor5D {
  const piece = (at: number, length: number) => (at < length - side ? 0 : at < length - shift ? 1 : 2)
  const squares = range(height / side).flatMap(row => range(width / side).map(column => [row, column] as const))
  const tokens = range(side * side)
  const values = squares.flatMap(([row, column]) => {
    const pieces = tokens.map(t => {
      const y = row * side + Math.floor(t / side)
      return 3 * piece(y, height) + piece(column * side + (t % side), width)
    })
    return tokens.flatMap(a => tokens.map(b => (pieces[a] === pieces[b] ? 0 : FAR)))
  })
  return tf.tensor5d(Float32Array.from(values), [1, squares.length, 1, tokens.length, tokens.length])
}

/** [batch, height, width, channel] -> [batch * window, side * side, channel] */
function partitioned(x: Tensor4D, side: number): Tensor3D {
  const [batch, height, width, channels] = x.shape
  const split = tf.reshape(x, [batch, height / side, side, width / side, side, channels])
  return tf.reshape(tf.transpose(split, [0, 1, 3, 2, 4, 5]), [-1, side * side, channels])
}

/** Back from `partitioned`. */
function joined(x: Tensor3D, shape: Tensor4D['shape'], side: number): Tensor4D {
  const [batch, height, width, channels] = shape
  const split = tf.reshape(x, [batch, height / side, width / side, side, side, channels])
  return tf.reshape(tf.transpose(split, [0, 1, 3, 2, 4, 5]), shape)
}

/** As torch.roll along height and width: what leaves at one edge comes in at the other. */
function rolled(x: Tensor4D, by: number): Tensor4D {
  return by === 0 ? x : rolledAlong(rolledAlong(x, 1, by), 2, by)
}

function rolledAlong(x: Tensor4D, axis: 1 | 2, by: number): Tensor4D {
  const length = x.shape[axis]
  const cut = ((-by % length) + length) % length || 0
  const part = (begin: number, count: number) => {
    const begins: [number, number, number, number] = [0, 0, 0, 0]
    const sizes: Tensor4D['shape'] = [...x.shape]
    begins[axis] = begin
    sizes[axis] = count
    return tf.slice(x, begins, sizes)
  }
  return tf.concat([part(cut, length - cut), part(0, cut)], axis)
}
