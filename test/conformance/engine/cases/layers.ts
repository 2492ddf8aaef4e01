import type { Tensor, Tensor3D, Tensor4D } from '@tensorflow/tfjs-core'
import * as tf from '@tensorflow/tfjs-core'
import fc from 'fast-check'
import { gelu, layerNorm, selfAttention } from '../../../../models/attention.ts'
import { batchNorm, pixelShuffle, pixelUnshuffle } from '../../../../models/layers.ts'
import { randomArray } from '../compare.ts'
import { gradientSample, type KernelCase, seeds, side } from './case.ts'

const transposes = fc.constantFrom([false, false], [false, true], [true, false], [true, true])

export const layerCases: readonly KernelCase[] = [
  {
    kernels: ['BatchMatMul'],
    title: 'matrix products with transposes and broadcast batches, values and gradients',
    samples: fc
      .tuple(fc.tuple(side, side, side, side), transposes, fc.boolean(), seeds)
      .map(([[batch, n, m, k], [ta, tb], shared, seed]) => {
        const a = [batch, ...(ta ? [k, n] : [n, k])]
        const b = [shared ? 1 : batch, ...(tb ? [m, k] : [k, m])]
        const inputs = { a: randomArray(a, seed), b: randomArray(b, seed + 1) }
        return gradientSample(inputs, ['a', 'b'], [batch, n, m], t => tf.matMul(t.a, t.b, ta, tb))
      }),
  },
  {
    kernels: ['Softmax', 'LogSoftmax'],
    title: 'softmax and its logarithm, values and gradients',
    samples: fc.tuple(side, side, side, seeds).map(([n, m, k, seed]) =>
      gradientSample({ x: randomArray([n, k, m], seed) }, ['x'], [n, m, k], ({ x }) => {
        const logits = tf.mul(tf.transpose(x, [0, 2, 1]), 30)
        return tf.add(tf.softmax(logits), tf.logSoftmax(logits))
      }),
    ),
    tolerance: 5e-6,
  },
  {
    kernels: ['Erf', 'Softmax', 'BatchMatMul'],
    title: 'attention, layer norm and GELU, values and gradients',
    samples: fc.tuple(side, side, seeds).map(([batch, tokens, seed]) => {
      const width = 8
      const inputs = {
        x: randomArray([batch, tokens, width], seed),
        projection: randomArray([3 * width, width], seed + 1),
        out: randomArray([width, width], seed + 2),
        norm: randomArray([width], seed + 3),
      }
      const params = (t: Record<string, Tensor>) => ({
        'attention.in_proj_weight': t.projection,
        'attention.in_proj_bias': tf.zeros([3 * width]),
        'attention.out_proj.weight': t.out,
        'attention.out_proj.bias': tf.zeros([width]),
        'norm.weight': t.norm,
        'norm.bias': tf.ones([width]),
      })
      return gradientSample(inputs, Object.keys(inputs), [batch, tokens, width], t => {
        const normal = layerNorm(params(t), 'norm', t.x) as Tensor3D
        return gelu(tf.add(selfAttention(params(t), 'attention', normal, 2), t.x))
      })
    }),
    // Softmax and layer norm pass rounding on enlarged.
    tolerance: 5e-5,
  },
  {
    kernels: [],
    title: 'batch norm in training, values and gradients',
    samples: fc.tuple(fc.integer({ min: 2, max: 4 }), side, side, seeds).map(([n, h, c, seed]) => {
      const inputs = {
        x: randomArray([n, h, 3, c], seed),
        w: randomArray([c], seed + 1),
        b: randomArray([c], seed + 2),
      }
      return gradientSample(inputs, ['x', 'w', 'b'], [n, h, 3, c], ({ x, w, b }) => {
        const statistics = { 'bn.running_mean': tf.zeros([c]), 'bn.running_var': tf.ones([c]) }
        return batchNorm({ 'bn.weight': w, 'bn.bias': b, ...statistics }, 'bn', x as Tensor4D, 'train', {})
      })
    }),
    tolerance: 1e-5,
  },
  {
    kernels: ['PixelShuffle'],
    title: 'pixel shuffle and its reverse, values and gradients',
    samples: fc
      .tuple(side, side, fc.constantFrom(1, 2, 8), fc.constantFrom(2, 3), seeds)
      .map(([h, w, c, r, seed]) =>
        gradientSample({ x: randomArray([2, h, w, c * r * r], seed) }, ['x'], [2, h, w, c * r * r], ({ x }) =>
          pixelUnshuffle(tf.square(pixelShuffle(tf.relu(x) as Tensor4D, r)), r),
        ),
      ),
  },
  {
    kernels: ['PhaseFilter', 'PhaseFilterGradient', 'PixelUnshuffle'],
    title: 'a pixel shuffle before a convolution into few channels, values and gradients',
    samples: fc
      .tuple(side, side, fc.constantFrom(1, 3), fc.constantFrom(2, 3), fc.constantFrom(1, 3, 5), seeds)
      .map(([h, w, c, r, k, seed]) => {
        const x = randomArray([2, h, w, c * r * r], seed)
        const inputs = { x, filter: randomArray([k, k, c, 1], seed + 1), bias: randomArray([c], seed + 2) }
        return gradientSample(inputs, ['x', 'filter', 'bias'], [2, h * r, w * r, 1], t => {
          const large = tf.relu(tf.add(pixelShuffle(t.x as Tensor4D, r), t.bias))
          return tf.conv2d(large as Tensor4D, t.filter as Tensor4D, 1, 'same')
        })
      }),
    tolerance: 1e-5,
  },
  {
    kernels: ['ChannelDot'],
    title: 'sums and means over pixels of products, values and gradients',
    samples: fc
      .tuple(fc.tuple(side, side, side, side), seeds)
      .map(([shape, seed]) =>
        gradientSample(
          { x: randomArray(shape, seed), y: randomArray(shape, seed + 1) },
          ['x', 'y'],
          [2, shape[3]],
          ({ x, y }) => tf.stack([tf.sum(tf.mul(x, y), [0, 1, 2]), tf.mean(tf.square(x), [0, 1, 2])]),
        ),
      ),
  },
]
