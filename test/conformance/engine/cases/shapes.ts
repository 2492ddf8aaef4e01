import type { Tensor } from '@tensorflow/tfjs-core'
import * as tf from '@tensorflow/tfjs-core'
import fc from 'fast-check'
import { randomArray, randomPlaces, tiedArray } from '../compare.ts'
import { gradientSample, type KernelCase, permutation, permuted, seeds, shapes } from './case.ts'

type Reduce = (x: Tensor, axes: number[], keep: boolean) => Tensor

const reductions: Record<string, Reduce> = {
  Sum: tf.sum,
  Mean: tf.mean,
  Max: tf.max,
  Min: tf.min,
  Prod: tf.prod,
}

/** Axes by the bits of a number; none: the first. */
const axesOf = (shape: readonly number[], bits: number): number[] => {
  const axes = shape.map((_, i) => i).filter(i => (bits >> i) & 1)
  return axes.length > 0 ? axes : [0]
}

const reductionCases = Object.entries(reductions).map(
  ([kernel, op]): KernelCase => ({
    kernels: [kernel],
    title: `${kernel} over any axes in any layout, values and gradient`,
    samples: fc
      .tuple(
        fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 4 }),
        seeds,
        fc.nat({ max: 15 }),
        fc.boolean(),
      )
      .map(([shape, seed, bits, keep]) => {
        const perm = permutation(shape.length, seed)
        const axes = kernel === 'Prod' ? axesOf(shape, bits).slice(0, 2) : axesOf(shape, bits)
        const outShape = permuted(shape, perm).flatMap((n, i) => (axes.includes(i) ? (keep ? [1] : []) : [n]))
        return gradientSample({ x: randomArray(shape, seed) }, ['x'], outShape, ({ x }) =>
          op(tf.transpose(x, perm), axes, keep),
        )
      }),
    tolerance: 1e-5,
  }),
)

const margins = (shape: readonly number[], seed: number, limit: (n: number) => number): [number, number][] =>
  shape.map((n, i) => [(seed + i) % (limit(n) + 1), (seed + 3 * i + 1) % (limit(n) + 1)])

const FORGOTTEN = "tfjs's CPU backend forgets where a dropped axis begins, if another has a stride"

export const shapeCases: readonly KernelCase[] = [
  ...reductionCases,
  {
    kernels: ['All', 'Any', 'ArgMax', 'ArgMin'],
    title: 'All, Any and the places of extremes, the first of equals',
    samples: fc.tuple(shapes, seeds).map(([shape, seed]) => {
      const axis = seed % shape.length
      const perm = permutation(shape.length, seed)
      return {
        inputs: { x: tiedArray(shape, seed) },
        step: ({ x }) => {
          const turned = tf.transpose(x, perm)
          return {
            all: tf.all(tf.greater(turned, -1), axis),
            any: tf.any(tf.greater(turned, 1), axis, true),
            argMax: tf.argMax(turned, axis),
            argMin: tf.argMin(turned, axis),
          }
        },
      }
    }),
  },
  {
    kernels: ['Reshape', 'Transpose', 'ExpandDims', 'Identity'],
    title: 'any chain of reshapes and transposes, with its gradient',
    samples: fc
      .tuple(fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 2, maxLength: 4 }), seeds)
      .map(([shape, seed]) => {
        const size = shape.reduce((a, b) => a * b, 1)
        const other = shape.length > 2 ? [shape[0] * shape[1], ...shape.slice(2)] : [1, ...shape]
        return gradientSample({ x: randomArray(shape, seed) }, ['x'], [size], ({ x }) => {
          const turned = tf.transpose(x, permutation(shape.length, seed))
          const split = tf.reshape(tf.mul(turned, 2), other)
          const again = tf.transpose(split, permutation(other.length, seed + 3))
          return tf.reshape(tf.add(tf.clone(tf.expandDims(again, 1)), 1), [size])
        })
      }),
  },
  {
    kernels: ['Slice', 'Concat'],
    title: 'Slice and Concat in any layout, values and gradients',
    samples: fc.tuple(shapes, seeds).map(([shape, seed]) => {
      const perm = permutation(shape.length, seed)
      const turned = permuted(shape, perm)
      const begin = turned.map((n, i) => (seed + i) % n)
      const size = turned.map((n, i) => n - begin[i])
      const axis = seed % shape.length
      const outShape = size.map((n, i) => (i === axis ? n + 2 * turned[i] : n))
      const inputs = { x: randomArray(shape, seed), y: randomArray(turned, seed + 1) }
      return gradientSample(inputs, ['x', 'y'], outShape, ({ x, y }) => {
        const part = tf.slice(tf.transpose(x, perm), begin, size)
        const fitted = tf.slice(
          y,
          begin.map((b, i) => (i === axis ? 0 : b)),
          turned.map((n, i) => (i === axis ? n : size[i])),
        )
        return tf.concat([part, fitted, tf.square(fitted)], axis)
      })
    }),
  },
  {
    kernels: ['StridedSlice', 'Reverse'],
    title: 'strided slices forwards and backwards, and Reverse, values and gradients',
    samples: fc
      .tuple(fc.integer({ min: 3, max: 7 }), fc.integer({ min: 3, max: 7 }), fc.constantFrom(1, 2, 3, -1, -2), seeds)
      .map(([n, m, stride, seed]) => {
        const forwards = stride > 0
        const begin = forwards ? seed % 3 : n - 1 - (seed % 2)
        const count = forwards ? Math.ceil((n - begin) / stride) : Math.ceil((begin + 1) / -stride)
        // The end's mask: to the very end, whichever way.
        const cut = (x: Tensor) => tf.stridedSlice(x, [begin, 0, 1], [0, 0, 3], [stride, 2, 1], 0, 0b011)
        return gradientSample({ x: randomArray([n, m, 3], seed) }, ['x'], [count, Math.ceil(m / 2), 2], ({ x }) =>
          tf.mul(cut(x), cut(tf.reverse(x, [0, 2]))),
        )
      }),
  },
  {
    kernels: ['StridedSlice'],
    title: 'strided slices that drop an axis',
    samples: seeds.map(seed => ({
      inputs: { x: randomArray([3, 4, 3], seed) },
      step: ({ x }) => ({ y: tf.stridedSlice(x, [0, 0, 1], [3, 4, 2], [1, 2, 1], 0, 0, 0, 0, 0b100) }),
    })),
    fails: { 'onnx:cpu': FORGOTTEN, 'onnx:webgpu': FORGOTTEN },
  },
  {
    kernels: ['SplitV', 'Pack', 'Unpack'],
    title: 'Split, Pack and Unpack, values and gradients',
    samples: fc.tuple(shapes, seeds).map(([shape, seed]) => {
      const axis = seed % shape.length
      const doubled = shape.map((n, i) => (i === axis ? 2 * n + 1 : n))
      return gradientSample(
        { x: randomArray(doubled, seed) },
        ['x'],
        [shape[axis], ...shape.filter((_, i) => i !== axis), 2],
        ({ x }) => {
          const [a, b] = tf.split(x, [shape[axis], shape[axis] + 1], axis)
          const inside = tf.slice(
            b,
            shape.map(() => 0),
            shape,
          )
          return tf.stack(
            [a, inside].map(part => tf.stack(tf.unstack(part, axis).map(row => tf.mul(row, 2)))),
            -1,
          )
        },
      )
    }),
  },
  {
    kernels: ['PadV2'],
    title: 'PadV2 with any value, values and gradient',
    samples: fc.tuple(shapes, seeds).map(([shape, seed]) => {
      const perm = permutation(shape.length, seed)
      const turned = permuted(shape, perm)
      const paddings = margins(turned, seed, () => 2)
      const outShape = turned.map((n, i) => n + paddings[i][0] + paddings[i][1])
      return gradientSample({ x: randomArray(shape, seed) }, ['x'], outShape, ({ x }) =>
        tf.pad(tf.transpose(x, perm), paddings, 1.5),
      )
    }),
  },
  ...(['reflect', 'symmetric'] as const).map(
    (mode): KernelCase => ({
      kernels: ['MirrorPad'],
      title: `MirrorPad, ${mode}, values and gradient`,
      samples: fc.tuple(shapes, seeds).map(([shape, seed]) => {
        const perm = permutation(shape.length, seed)
        const turned = permuted(shape, perm)
        const paddings = margins(turned, seed, n => (mode === 'reflect' ? n - 1 : n))
        const outShape = turned.map((n, i) => n + paddings[i][0] + paddings[i][1])
        return gradientSample({ x: randomArray(shape, seed) }, ['x'], outShape, ({ x }) =>
          tf.mirrorPad(tf.transpose(x, perm), paddings, mode),
        )
      }),
      tolerance: 1e-5,
    }),
  ),
  {
    kernels: ['Tile', 'BroadcastTo'],
    title: 'Tile and BroadcastTo, values and gradients',
    samples: fc.tuple(shapes, seeds).map(([shape, seed]) => {
      const perm = permutation(shape.length, seed)
      const reps = shape.map((_, i) => 1 + ((seed + i) % 3))
      const tiled = permuted(shape, perm).map((n, i) => n * reps[i])
      const inputs = { x: randomArray(shape, seed), row: randomArray(tiled.slice(-1), seed + 1) }
      return gradientSample(inputs, ['x', 'row'], tiled, ({ x, row }) =>
        tf.mul(tf.tile(tf.transpose(x, perm), reps), tf.broadcastTo(row, tiled)),
      )
    }),
  },
  {
    kernels: ['Cumsum'],
    title: 'Cumsum in both directions, values and gradient',
    samples: fc.tuple(shapes, seeds, fc.boolean(), fc.boolean()).map(([shape, seed, exclusive, reverse]) => {
      const perm = permutation(shape.length, seed)
      return gradientSample({ x: randomArray(shape, seed) }, ['x'], permuted(shape, perm), ({ x }) =>
        tf.cumsum(tf.transpose(x, perm), seed % shape.length, exclusive, reverse),
      )
    }),
    tolerance: 5e-6,
  },
  {
    kernels: ['GatherV2', 'UnsortedSegmentSum', 'OneHot'],
    title: 'Gather along any axis, with its gradient, and OneHot',
    samples: fc.tuple(shapes, fc.integer({ min: 1, max: 6 }), seeds).map(([shape, count, seed]) => {
      const axis = seed % shape.length
      const outShape = [...shape.slice(0, axis), 2, count, ...shape.slice(axis + 1)]
      const inputs = { x: randomArray(shape, seed), places: randomPlaces([2, count], shape[axis], seed + 1) }
      const { step, ...sample } = gradientSample(inputs, ['x'], outShape, ({ x, places }) => tf.gather(x, places, axis))
      const sums = (tensors: Record<string, Tensor>) =>
        tf.unsortedSegmentSum(tf.cast(tensors.places, 'float32') as tf.Tensor2D, tf.tensor1d([1, 0], 'int32'), 3)
      return {
        inputs: sample.inputs,
        step: tensors => ({
          ...step(tensors),
          oneHot: tf.oneHot(tensors.places, shape[axis] + 1, 2, -1),
          sums: sums(tensors),
        }),
      }
    }),
  },
]
