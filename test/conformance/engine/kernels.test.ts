import '@tensorflow/tfjs-backend-cpu'
import type { Tensor, Tensor4D } from '@tensorflow/tfjs-core'
import * as tf from '@tensorflow/tfjs-core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import '../../../models/gradients.ts'
import { findBlockSize } from '../../../main/engine/compiler/blockSize.ts'
import { batchNorm, pixelShuffle } from '../../../models/layers.ts'
import { expectSame, randomArray, runCompiled, type Step, withGradients } from './compare.ts'

tf.env().set('PROD', true)

const RUNS = 12
const side = fc.integer({ min: 1, max: 5 })
const shapes = fc.array(side, { minLength: 1, maxLength: 4 })
const seeds = fc.nat()

/** fast-check prints the seed and the smallest counterexample of what fails. */
const check = <T extends [unknown, ...unknown[]]>(
  arbitraries: { [K in keyof T]: fc.Arbitrary<T[K]> },
  test: (...args: T) => Promise<void>,
) =>
  fc.assert(
    fc.asyncProperty(fc.tuple<T>(...arbitraries), args => test(...args)),
    { numRuns: RUNS },
  )

const permutation = (rank: number, seed: number) =>
  Array.from({ length: rank }, (_, i) => i).sort((a, b) => ((a * 7 + seed) % 5) - ((b * 7 + seed) % 5) || a - b)

describe('element-wise kernels of one input, in any layout', () => {
  const positive = (x: Tensor) => tf.add(tf.square(x), 0.1)
  const cases: Record<string, (x: Tensor) => Tensor> = {
    Relu: tf.relu,
    Neg: tf.neg,
    Abs: tf.abs,
    Sign: tf.sign,
    Square: tf.square,
    Step: x => tf.step(x),
    Exp: tf.exp,
    Sqrt: x => tf.sqrt(positive(x)),
    Rsqrt: x => tf.rsqrt(positive(x)),
    Log: x => tf.log(positive(x)),
    Reciprocal: x => tf.reciprocal(positive(x)),
  }
  it.each(Object.entries(cases))('%s', (_name, op) =>
    check([shapes, seeds], async (shape, seed) => {
      const perm = permutation(shape.length, seed)
      await expectSame({ x: randomArray(shape, seed) }, ({ x }) => ({ y: op(tf.transpose(x, perm)), z: op(x) }))
    }),
  )

  it('Step is 0 at and below zero and 1 above, down to 1e-37', async () => {
    const data = Float32Array.of(-1e30, -1, -1e-37, -0, 0, 1e-37, 1e-3, 1, 1e30)
    const { y } = await runCompiled({ x: { shape: [9], data } }, ({ x }) => ({ y: tf.step(x) }), 0)
    expect([...y.data]).toEqual([0, 0, 0, 0, 0, 1, 1, 1, 1])
  })
})

describe('element-wise kernels of two inputs, broadcast, values and gradients', () => {
  const positive = (x: Tensor) => tf.add(tf.square(x), 0.5)
  const cases: Record<string, (a: Tensor, b: Tensor) => Tensor> = {
    Add: tf.add,
    Sub: tf.sub,
    Multiply: tf.mul,
    RealDiv: (a, b) => tf.div(a, positive(b)),
    SquaredDifference: tf.squaredDifference,
  }
  const broadcast = shapes.chain(shape =>
    fc.tuple(
      fc.constant(shape),
      fc.tuple(...shape.map(n => fc.constantFrom(n, 1))),
      fc.nat({ max: shape.length - 1 }),
      fc.boolean(),
    ),
  )
  it.each(Object.entries(cases))('%s', (_name, op) =>
    check([broadcast, seeds], async ([shape, ones, dropped, swap], seed) => {
      const small = ones.slice(dropped)
      const inputs = {
        a: randomArray(shape, seed),
        b: randomArray(small, seed + 1),
        weighting: randomArray(shape, seed + 2),
      }
      const step = withGradients(['a', 'b'], ({ a, b }) => (swap ? op(b, a) : op(a, b)))
      await expectSame(inputs, step, 0, 5e-6)
    }),
  )

  it.each([
    ['Maximum', tf.maximum],
    ['Minimum', tf.minimum],
  ] as const)('%s (values)', (_name, op) =>
    check([broadcast, seeds], async ([shape, ones], seed) => {
      await expectSame({ a: randomArray(shape, seed), b: randomArray(ones, seed + 1) }, ({ a, b }) => ({ y: op(a, b) }))
    }),
  )

  it('scalars that are constants fill the shape that they stand for', () =>
    check([shapes, seeds], async (shape, seed) => {
      const step: Step = ({ x }) => ({ y: tf.add(tf.mul(tf.fill([2, ...shape], 3), 2), x), z: tf.fill(shape, 4) })
      await expectSame({ x: randomArray(shape, seed) }, step)
    }))
})

describe('reductions and shapes', () => {
  it.each([
    ['Sum', tf.sum],
    ['Mean', tf.mean],
  ] as const)('%s over any axes in any layout, values and gradients', (_name, op) =>
    check([shapes, seeds, fc.nat({ max: 15 }), fc.boolean()], async (shape, seed, bits, keep) => {
      const perm = permutation(shape.length, seed)
      const axes = shape.map((_, i) => i).filter(i => (bits >> i) & 1)
      const f = ({ x }: Record<string, Tensor>) => op(tf.transpose(x, perm), axes, keep)
      const outShape = perm.map(p => shape[p]).flatMap((n, i) => (axes.includes(i) ? (keep ? [1] : []) : [n]))
      const inputs = { x: randomArray(shape, seed), weighting: randomArray(outShape, seed + 1) }
      await expectSame(inputs, withGradients(['x'], f))
    }),
  )

  it('any chain of reshapes and transposes, with its gradient', () =>
    check([fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 2, maxLength: 4 }), seeds], async (shape, seed) => {
      const size = shape.reduce((a, b) => a * b, 1)
      const other = shape.length > 2 ? [shape[0] * shape[1], ...shape.slice(2)] : [1, ...shape]
      const f = ({ x }: Record<string, Tensor>) => {
        const turned = tf.transpose(x, permutation(shape.length, seed))
        const split = tf.reshape(tf.mul(turned, 2), other)
        const again = tf.transpose(split, permutation(other.length, seed + 3))
        return tf.reshape(tf.add(again, 1), [size])
      }
      const inputs = { x: randomArray(shape, seed), weighting: randomArray([size], seed + 1) }
      await expectSame(inputs, withGradients(['x'], f))
    }))

  it('Slice and Concat', () =>
    check([shapes, seeds], async (shape, seed) => {
      const begin = shape.map((n, i) => (seed + i) % n)
      await expectSame({ x: randomArray(shape, seed), y: randomArray(shape, seed + 1) }, ({ x, y }) => {
        const perm = permutation(shape.length, seed)
        return {
          part: tf.slice(
            x,
            begin,
            shape.map((n, i) => n - begin[i]),
          ),
          joined: tf.concat([x, y, x], shape.length - 1),
          turned: tf.concat([tf.transpose(x, perm), tf.transpose(y, perm)], 0),
        }
      })
    }))

  it.each([[true], [false]])('ResizeBilinear with half-pixel centres: %s', half =>
    check([side, side, fc.integer({ min: 1, max: 3 }), seeds], async (h, w, r, seed) => {
      const resize = (x: Tensor) => tf.image.resizeBilinear(x as Tensor4D, [h * r, w * r], false, half)
      await expectSame({ x: randomArray([2, h, w, 1], seed) }, ({ x }) => ({ y: resize(x) }))
    }),
  )
})

describe.each([['plain'], ['blocked']])('convolutions, %s', form => {
  const channels = fc.constantFrom(1, 2, 3, 8, 16, 32)
  const kernels = fc.constantFrom(1, 2, 3, 5)
  const pads = fc.constantFrom('same' as const, 'valid' as const)
  const sizes = fc.tuple(fc.integer({ min: 5, max: 9 }), fc.integer({ min: 5, max: 9 }))
  const blockSize = () => (form === 'blocked' ? findBlockSize() : Promise.resolve(0))

  it('values and gradients by input, filter and bias', () =>
    check([sizes, channels, channels, kernels, kernels, pads, seeds], async ([h, w], inn, out, kh, kw, pad, seed) => {
      const outSize = pad === 'same' ? [h, w] : [h - kh + 1, w - kw + 1]
      const inputs = {
        x: randomArray([2, h, w, inn], seed),
        filter: randomArray([out, inn, kh, kw], seed + 1),
        bias: randomArray([out], seed + 2),
        weighting: randomArray([2, ...outSize, out], seed + 3),
      }
      const step = withGradients(['x', 'filter', 'bias'], ({ x, filter, bias }) =>
        tf.relu(tf.add(tf.conv2d(x as Tensor4D, tf.transpose(filter as Tensor4D, [2, 3, 1, 0]), 1, pad), bias)),
      )
      await expectSame(inputs, step, await blockSize(), 5e-6)
    }))

  it('values with strides, dilations and explicit padding', () =>
    check(
      [sizes, channels, channels, fc.constantFrom(1, 2, 3), fc.constantFrom(1, 2), seeds],
      async ([h, w], inn, out, k, stride, seed) => {
        const inputs = { x: randomArray([1, h, w, inn], seed), filter: randomArray([k, k, inn, out], seed + 1) }
        const step: Step = ({ x, filter }) => ({
          strided: tf.conv2d(x as Tensor4D, filter as Tensor4D, stride, 'same'),
          padded: tf.conv2d(x as Tensor4D, filter as Tensor4D, stride, 1, 'NHWC', 1, 'floor'),
          dilated: tf.conv2d(x as Tensor4D, filter as Tensor4D, 1, 'same', 'NHWC', 2),
        })
        await expectSame(inputs, step, await blockSize(), 5e-6)
      },
    ))
})

describe('layers', () => {
  it('batch norm trains with the values and gradients that autodiff finds through mean and variance', () =>
    check([fc.integer({ min: 2, max: 4 }), side, side, seeds], async (n, h, c, seed) => {
      const shape = [n, h, 3, c]
      const inputs = {
        x: randomArray(shape, seed),
        w: randomArray([c], seed + 1),
        b: randomArray([c], seed + 2),
        weighting: randomArray(shape, seed + 3),
      }
      const params = (i: Record<string, Tensor>) => ({
        'bn.weight': i.w,
        'bn.bias': i.b,
        'bn.running_mean': tf.zeros([c]),
        'bn.running_var': tf.ones([c]),
      })
      const closed = withGradients(['x', 'w', 'b'], i => batchNorm(params(i), 'bn', i.x as Tensor4D, 'train', {}))
      await expectSame(inputs, closed, 0, 1e-5)
      const plain = withGradients(['x', 'w', 'b'], ({ x, w, b }) => {
        const centred = tf.sub(x, tf.mean(x, [0, 1, 2]))
        const inverse = tf.rsqrt(tf.add(tf.mean(tf.square(centred), [0, 1, 2]), 1e-5))
        return tf.add(tf.mul(tf.mul(centred, inverse), w), b)
      })
      const [a, e] = [await runCompiled(inputs, closed, 0), await runCompiled(inputs, plain, 0)]
      for (const name of ['output', 'dx', 'dw', 'db']) {
        const scale = 1 + e[name].data.reduce((m, v) => Math.max(m, Math.abs(v)), 0)
        for (const [i, v] of e[name].data.entries()) expect(Math.abs(a[name].data[i] - v) / scale).toBeLessThan(2e-4)
      }
    }))

  it('batch norm keeps its digits on a bright sky, beside float64', async () => {
    const { data } = randomArray([4, 16, 16, 2], 1)
    const bright = data.map(v => v + 3000)
    const updates: Record<string, Tensor> = {}
    const step: Step = ({ x }) => {
      const one = tf.ones([2])
      const params = {
        'bn.weight': one,
        'bn.bias': one,
        'bn.running_mean': tf.zeros([2]),
        'bn.running_var': tf.zeros([2]),
      }
      batchNorm(params, 'bn', x as Tensor4D, 'train', updates)
      return { variance: tf.div(updates['bn.running_var'], 0.1) }
    }
    const { variance } = await runCompiled({ x: { shape: [4, 16, 16, 2], data: bright } }, step, 0)
    for (const channel of [0, 1]) {
      const values = [...bright].filter((_, i) => i % 2 === channel)
      const mean = values.reduce((a, b) => a + b, 0) / values.length
      const expected = values.reduce((a, b) => a + (b - mean) ** 2, 0) / (values.length - 1)
      // E[x^2] - E[x]^2 in float32 would be off by about one.
      expect(Math.abs(variance.data[channel] / expected - 1)).toBeLessThan(1e-4)
    }
  })

  it("pixel shuffle orders channels as PyTorch's does", () =>
    check([side, side, fc.constantFrom(1, 2, 8), fc.constantFrom(2, 3), seeds], async (h, w, c, r, seed) => {
      const x = randomArray([2, h, w, c * r * r], seed)
      const inputs = { x, weighting: randomArray([2, h * r, w * r, c], seed + 1) }
      await expectSame(
        inputs,
        withGradients(['x'], i => pixelShuffle(i.x as Tensor4D, r)),
      )
      const { y } = await runCompiled({ x }, i => ({ y: pixelShuffle(i.x as Tensor4D, r) }), 0)
      const at = (n: number, row: number, column: number, channel: number) =>
        y.data[((n * h * r + row) * w * r + column) * c + channel]
      for (const [index, value] of x.data.entries()) {
        const from = index % (c * r * r)
        const [k, i, j] = [Math.floor(from / (r * r)), Math.floor(from / r) % r, from % r]
        const pixel = Math.floor(index / (c * r * r))
        const [n, row, column] = [Math.floor(pixel / (h * w)), Math.floor(pixel / w) % h, pixel % w]
        expect(at(n, row * r + i, column * r + j, k)).toBe(value)
      }
    }))
})
