import type { Tensor4D } from '@tensorflow/tfjs-core'
import * as tf from '@tensorflow/tfjs-core'

/** How pixels of two sizes lie over each other: their centres at half pixels, their upper left edges, or their corners. */
export type ResizeGrid = 'centres' | 'edges' | 'corners'
export type ResizeMethod = 'nearest' | 'bilinear' | 'bicubic'

/** Keys 1981's parameter as PyTorch and OpenCV have it; -0.5 is Keys's own choice, exact for parabolas. */
const BICUBIC_A = -0.75

/** Weights along one side. */
export interface ResizeMatrix {
  readonly from: number
  readonly to: number
  /** [to, from], row-major */
  readonly weights: Float32Array
}

/**
 * Row i holds the weights of the source pixels in pixel i of the result; beyond the edges the edge pixel is taken, as in
 * PyTorch (align_corners = False is 'centres').
 */
export function resizeMatrix(
  from: number,
  to: number,
  method: ResizeMethod,
  grid: ResizeGrid,
  a = BICUBIC_A,
): ResizeMatrix {
  const weights = new Float32Array(from * to)
  for (let row = 0; row < to; row++) {
    for (const [place, weight] of taps(sourcePlace(row, from, to, grid), method, grid, a)) {
      weights[row * from + Math.min(Math.max(place, 0), from - 1)] += weight
    }
  }
  return { from, to, weights }
}

function sourcePlace(row: number, from: number, to: number, grid: ResizeGrid): number {
  if (grid === 'corners') return to > 1 ? (row * (from - 1)) / (to - 1) : 0
  const factor = from / to
  return grid === 'centres' ? (row + 0.5) * factor - 0.5 : row * factor
}

function taps(at: number, method: ResizeMethod, grid: ResizeGrid, a: number): [place: number, weight: number][] {
  // tfjs's nearest pixel is that under the result's place, counted from the edges.
  if (method === 'nearest') return [[Math.floor(grid === 'edges' ? at : at + 0.5), 1]]
  const first = Math.floor(at)
  const t = at - first
  if (method === 'bilinear') {
    return [
      [first, 1 - t],
      [first + 1, t],
    ]
  }
  return [-1, 0, 1, 2].map(k => [first + k, cubic(Math.abs(t - k), a)])
}

/** The piecewise cubic of Keys 1981. */
function cubic(x: number, a: number): number {
  if (x <= 1) return ((a + 2) * x - (a + 3)) * x * x + 1
  return x < 2 ? ((a * x - 5 * a) * x + 8 * a) * x - 4 * a : 0
}

/**
 * Both sides resized by two products with constant matrices; `transpose` goes back.
 * x: [batch, height, width, channel] -> [batch, rows.to, columns.to, channel], or from `to` to `from`.
 */
export function applyResize(x: Tensor4D, rows: ResizeMatrix, columns: ResizeMatrix, transpose = false): Tensor4D {
  const [batch, height, width, channels] = x.shape
  const [newHeight, newWidth] = transpose ? [rows.from, columns.from] : [rows.to, columns.to]
  const matrix = ({ to, from, weights }: ResizeMatrix) => tf.tensor3d(weights, [1, to, from])
  const flat = tf.reshape(x, [batch, height, width * channels])
  const tall = tf.matMul(matrix(rows), flat, transpose, false) // [batch, newHeight, width * channel]
  const lines = tf.reshape(tall, [batch * newHeight, width, channels])
  const wide = tf.matMul(matrix(columns), lines, transpose, false)
  return tf.reshape(wide, [batch, newHeight, newWidth, channels])
}

/**
 * Bicubic interpolation (Keys 1981) with half-pixel centres, as torch.nn.functional.interpolate without antialiasing.
 * x: [batch, height, width, channel] -> [batch, size[0], size[1], channel]
 */
export function resizeBicubic(x: Tensor4D, [height, width]: readonly [number, number], a = BICUBIC_A): Tensor4D {
  const rows = resizeMatrix(x.shape[1], height, 'bicubic', 'centres', a)
  return applyResize(x, rows, resizeMatrix(x.shape[2], width, 'bicubic', 'centres', a))
}

/**
 * Bicubic interpolation by a whole factor is the same at each pixel: row `phase` holds the weights of the pixels from 2
 * before to 2 behind, for the new pixels of that phase. [r][5]
 */
export function bicubicPhases(r: number): number[][] {
  return Array.from({ length: r }, (_, phase) => {
    const row = [0, 0, 0, 0, 0]
    for (const [place, weight] of taps(sourcePlace(phase, 1, r, 'centres'), 'bicubic', 'centres', BICUBIC_A)) {
      row[place + 2] += weight
    }
    return row
  })
}
