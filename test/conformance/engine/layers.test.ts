import '@tensorflow/tfjs-backend-cpu'
import type { Tensor, Tensor4D } from '@tensorflow/tfjs-core'
import * as tf from '@tensorflow/tfjs-core'
import { describe, expect, it } from 'vitest'
import { batchNorm, pixelShuffle } from '../../../models/layers.ts'
import { expectClose, randomArray, runCompiled, runEagerly, type Step, withGradients } from './compare.ts'

const target = { provider: 'cpu', block: 0 }

describe('a compiled layer', () => {
  it('trains batch norm with the gradients that autodiff finds through mean and variance', async () => {
    const shape = [3, 4, 5, 2]
    const inputs = {
      x: randomArray(shape, 1),
      w: randomArray([2], 2),
      b: randomArray([2], 3),
      weighting: randomArray(shape, 4),
    }
    const closed = withGradients(['x', 'w', 'b'], ({ x, w, b }) => {
      const statistics = { 'bn.running_mean': tf.zeros([2]), 'bn.running_var': tf.ones([2]) }
      return batchNorm({ 'bn.weight': w, 'bn.bias': b, ...statistics }, 'bn', x as Tensor4D, 'train', {})
    })
    const plain = withGradients(['x', 'w', 'b'], ({ x, w, b }) => {
      const centred = tf.sub(x, tf.mean(x, [0, 1, 2]))
      const inverse = tf.rsqrt(tf.add(tf.mean(tf.square(centred), [0, 1, 2]), 1e-5))
      return tf.add(tf.mul(tf.mul(centred, inverse), w), b)
    })
    expectClose(await runCompiled(inputs, closed, target), runEagerly(inputs, plain), 1e-5)
  })

  it('keeps the digits of batch norm on a bright sky, beside float64', async () => {
    const { data } = randomArray([4, 16, 16, 2], 1)
    const bright = data.map(v => v + 3000)
    const updates: Record<string, Tensor> = {}
    const step: Step = ({ x }) => {
      const one = tf.ones([2])
      const zero = tf.zeros([2])
      const params = { 'bn.weight': one, 'bn.bias': one, 'bn.running_mean': zero, 'bn.running_var': zero }
      batchNorm(params, 'bn', x as Tensor4D, 'train', updates)
      return { variance: tf.div(updates['bn.running_var'], 0.1) }
    }
    const { variance } = await runCompiled({ x: { shape: [4, 16, 16, 2], data: bright } }, step, target)
    for (const channel of [0, 1]) {
      const values = [...bright].filter((_, i) => i % 2 === channel)
      const mean = values.reduce((a, b) => a + b, 0) / values.length
      const expected = values.reduce((a, b) => a + (b - mean) ** 2, 0) / (values.length - 1)
      // E[x^2] - E[x]^2 in float32 would be off by about one.
      expect(Math.abs(variance.data[channel] / expected - 1)).toBeLessThan(1e-4)
    }
  })

  it("shuffles pixels in PyTorch's order of channels", async () => {
    const [h, w, c, r] = [3, 2, 2, 3]
    const x = randomArray([2, h, w, c * r * r], 1)
    const { y } = await runCompiled({ x }, i => ({ y: pixelShuffle(i.x as Tensor4D, r) }), target)
    const at = (n: number, row: number, column: number, channel: number) =>
      y.data[((n * h * r + row) * w * r + column) * c + channel]
    for (const [index, value] of x.data.entries()) {
      const from = index % (c * r * r)
      const [k, i, j] = [Math.floor(from / (r * r)), Math.floor(from / r) % r, from % r]
      const pixel = Math.floor(index / (c * r * r))
      const [n, row, column] = [Math.floor(pixel / (h * w)), Math.floor(pixel / w) % h, pixel % w]
      expect(at(n, row * r + i, column * r + j, k)).toBe(value)
    }
  })

  it('steps at zero: 0 at and below it, 1 above, down to 1e-37', async () => {
    const data = Float32Array.of(-1e30, -1, -1e-37, -0, 0, 1e-37, 1e-3, 1, 1e30)
    const { y } = await runCompiled({ x: { shape: [9], data } }, ({ x }) => ({ y: tf.step(x) }), target)
    expect(y.data).toEqual([0, 0, 0, 0, 0, 1, 1, 1, 1])
  })

  it('keeps the digits of log(1 + x) and exp(x) - 1 near zero', async () => {
    const data = Float32Array.of(1e-8, -3e-6, 2e-4, 0.3, -0.6, 5, 0)
    const step: Step = ({ x }) => ({ log: tf.log1p(x), exp: tf.expm1(x) })
    const { log, exp } = await runCompiled({ x: { shape: [7], data } }, step, target)
    const relative = (a: number, b: number) => (b === 0 ? Math.abs(a) : Math.abs(a / b - 1))
    for (const [i, x] of data.entries()) {
      expect(relative(log.data[i], Math.log1p(x)), `log(1 + ${x})`).toBeLessThan(5e-7)
      expect(relative(exp.data[i], Math.expm1(x)), `exp(${x}) - 1`).toBeLessThan(5e-7)
    }
  })
})
