import type { Tensor, Tensor4D } from '@tensorflow/tfjs-core'
import * as tf from '@tensorflow/tfjs-core'
import fc from 'fast-check'
import { resizeBicubic } from '../../../../models/resize.ts'
import { randomArray, tiedArray } from '../compare.ts'
import { gradientSample, type KernelCase, seeds } from './case.ts'

const channels = fc.constantFrom(1, 2, 3, 8, 16, 32)
const kernels = fc.constantFrom(1, 2, 3, 5)
const sizes = fc.tuple(fc.integer({ min: 5, max: 9 }), fc.integer({ min: 5, max: 9 }))
const strides = fc.constantFrom(1, 2, 3)
/** SAME, VALID, or pixels at each edge: top, bottom, left, right. */
const pads = fc.constantFrom<Pad>('same', 'valid', [1, 0, 2, 1])

type Pad = 'same' | 'valid' | readonly [number, number, number, number]
const tfjsPad = (pad: Pad) =>
  typeof pad === 'string'
    ? pad
    : ([
        [0, 0],
        [pad[0], pad[1]],
        [pad[2], pad[3]],
        [0, 0],
      ] as tf.backend_util.ExplicitPadding)

function outSize([h, w]: readonly number[], [kh, kw]: readonly number[], stride: number, pad: Pad): number[] {
  if (pad === 'same') return [Math.ceil(h / stride), Math.ceil(w / stride)]
  const [top, bottom, left, right] = pad === 'valid' ? [0, 0, 0, 0] : pad
  return [Math.floor((h + top + bottom - kh) / stride) + 1, Math.floor((w + left + right - kw) / stride) + 1]
}

/** Explicit padding must not reach past the kernel, as tfjs's own gradient assumes. */
const convolutions = fc.tuple(sizes, kernels, kernels, strides, pads, seeds)

export const imageCases: readonly KernelCase[] = [
  {
    kernels: ['Conv2D', 'Conv2DBackpropInput', 'Conv2DBackpropFilter'],
    title: 'large kernels between many channels, values and gradients',
    samples: fc
      .tuple(
        fc.tuple(fc.integer({ min: 9, max: 24 }), fc.integer({ min: 9, max: 24 })),
        fc.tuple(fc.constantFrom(7, 8, 9), fc.constantFrom(7, 9)),
        fc.constantFrom<Pad>('same', 'valid', [3, 0, 2, 1]),
        fc.tuple(fc.constant(16), fc.constantFrom(16, 20)),
        seeds,
      )
      .map(([size, [kh, kw], pad, [inn, out], seed]) => {
        const inputs = {
          x: randomArray([2, ...size, inn], seed),
          filter: randomArray([kh, kw, inn, out], seed + 1),
          bias: randomArray([out], seed + 2),
        }
        const shape = [2, ...outSize(size, [kh, kw], 1, pad), out]
        return gradientSample(inputs, ['x', 'filter', 'bias'], shape, t =>
          tf.add(tf.conv2d(t.x as Tensor4D, t.filter as Tensor4D, 1, tfjsPad(pad)), t.bias),
        )
      }),
    tolerance: 2e-5,
  },
  {
    kernels: ['Conv2D'],
    title: 'convolutions of many channels into few',
    samples: fc
      .tuple(convolutions, fc.constantFrom(32, 48), fc.constantFrom(1, 3, 4))
      .map(([[size, kh, kw, , pad, seed], inn, out]) => {
        const inputs = { x: randomArray([2, ...size, inn], seed), filter: randomArray([kh, kw, inn, out], seed + 1) }
        const shape = [2, ...outSize(size, [kh, kw], 1, pad), out]
        return gradientSample(inputs, ['x', 'filter'], shape, t =>
          tf.conv2d(t.x as Tensor4D, t.filter as Tensor4D, 1, tfjsPad(pad)),
        )
      }),
    tolerance: 1e-5,
  },
  {
    kernels: ['Conv2D', 'Conv2DBackpropInput', 'Conv2DBackpropFilter'],
    title: 'convolutions with any stride and padding, values and gradients by input, filter and bias',
    samples: fc.tuple(convolutions, channels, channels).map(([[size, kh, kw, stride, pad, seed], inn, out]) => {
      const inputs = {
        x: randomArray([2, ...size, inn], seed),
        filter: randomArray([out, inn, kh, kw], seed + 1),
        bias: randomArray([out], seed + 2),
      }
      const shape = [2, ...outSize(size, [kh, kw], stride, pad), out]
      return gradientSample(inputs, ['x', 'filter', 'bias'], shape, ({ x, filter, bias }) => {
        const turned = tf.transpose(filter as Tensor4D, [2, 3, 1, 0])
        return tf.relu(tf.add(tf.conv2d(x as Tensor4D, turned, stride, tfjsPad(pad)), bias))
      })
    }),
    tolerance: 5e-6,
  },
  {
    kernels: ['Conv2D'],
    title: 'chains of convolutions and what stands between them, values and gradients',
    samples: fc.tuple(sizes, fc.constantFrom(8, 16), seeds).map(([size, width, seed]) => {
      const inputs = {
        x: randomArray([2, ...size, width], seed),
        first: randomArray([3, 3, width, width], seed + 1),
        second: randomArray([3, 3, width, width], seed + 2),
        scale: randomArray([width], seed + 3),
      }
      const names = ['x', 'first', 'second', 'scale']
      return gradientSample(inputs, names, [2, ...size, width], ({ x, first, second, scale }) => {
        const inner = tf.relu(tf.mul(tf.conv2d(x as Tensor4D, first as Tensor4D, 1, 'same'), scale))
        const centred = tf.sub(inner, tf.mean(inner, [0, 1, 2])) as Tensor4D
        return tf.add(tf.conv2d(centred, second as Tensor4D, 1, 'same'), x)
      })
    }),
    tolerance: 1e-5,
  },
  {
    kernels: ['Conv2D'],
    title: 'dilated convolutions, values',
    samples: fc.tuple(sizes, fc.constantFrom(1, 2, 3), channels, seeds).map(([size, k, inn, seed]) => ({
      inputs: { x: randomArray([1, ...size, inn], seed), filter: randomArray([k, k, inn, 8], seed + 1) },
      step: ({ x, filter }) => ({
        dilated: tf.conv2d(x as Tensor4D, filter as Tensor4D, 1, 'same', 'NHWC', 2),
        padded: tf.conv2d(x as Tensor4D, filter as Tensor4D, 1, 2, 'NHWC', 2, 'floor'),
      }),
    })),
    tolerance: 5e-6,
  },
  {
    kernels: ['Conv2DBackpropInput'],
    title: 'transposed convolutions, values and gradients',
    samples: fc.tuple(sizes, kernels, strides, channels, channels, seeds).map(([[h, w], k, stride, inn, out, seed]) => {
      const shape: [number, number, number, number] = [2, (h - 1) * stride + k, (w - 1) * stride + k, out]
      const inputs = { x: randomArray([2, h, w, inn], seed), filter: randomArray([k, k, out, inn], seed + 1) }
      return gradientSample(inputs, ['x', 'filter'], shape, ({ x, filter }) =>
        tf.conv2dTranspose(x as Tensor4D, filter as Tensor4D, shape, stride, 'valid'),
      )
    }),
    tolerance: 5e-6,
  },
  {
    kernels: ['DepthwiseConv2dNative', 'DepthwiseConv2dNativeBackpropInput', 'DepthwiseConv2dNativeBackpropFilter'],
    title: 'depthwise convolutions, values and both gradients',
    samples: fc
      .tuple(convolutions, fc.constantFrom(1, 2, 5), fc.constantFrom(1, 2))
      .map(([[size, kh, kw, stride, pad, seed], inn, multiplier]) => {
        const inputs = {
          x: randomArray([2, ...size, inn], seed),
          filter: randomArray([kh, kw, inn, multiplier], seed + 1),
        }
        const shape = [2, ...outSize(size, [kh, kw], stride, pad), inn * multiplier]
        return gradientSample(inputs, ['x', 'filter'], shape, ({ x, filter }) =>
          tf.depthwiseConv2d(x as Tensor4D, filter as Tensor4D, stride, tfjsPad(pad)),
        )
      }),
    tolerance: 5e-6,
  },
  ...poolCases(),
  ...resizeCases(),
  {
    kernels: ['DepthToSpace'],
    title: "DepthToSpace in tfjs's order, values",
    samples: fc.tuple(sizes, fc.constantFrom(2, 3), seeds).map(([size, r, seed]) => ({
      inputs: { x: randomArray([2, ...size, 2 * r * r], seed) },
      step: ({ x }) => ({ y: tf.depthToSpace(x as Tensor4D, r) }),
    })),
  },
]

function poolCases(): KernelCase[] {
  const windows = fc.tuple(
    sizes,
    fc.constantFrom(2, 3),
    fc.constantFrom(1, 2, 3),
    fc.constantFrom('same', 'valid'),
    seeds,
  )
  return [
    {
      kernels: ['MaxPool', 'MaxPoolGrad'],
      title: 'max pools that overlap or not, with ties, values and gradient',
      samples: windows.map(([size, k, stride, pad, seed]) => {
        const shape = [2, ...outSize(size, [k, k], stride, pad as Pad), 3]
        return gradientSample({ x: tiedArray([2, ...size, 3], seed) }, ['x'], shape, ({ x }) =>
          tf.maxPool(x as Tensor4D, k, stride, pad as 'same'),
        )
      }),
    },
    {
      kernels: ['AvgPool'],
      title: 'average pools, values and gradient',
      samples: windows.map(([size, k, stride, pad, seed]) => {
        const shape = [2, ...outSize(size, [k, k], stride, pad as Pad), 3]
        return gradientSample({ x: randomArray([2, ...size, 3], seed) }, ['x'], shape, ({ x }) =>
          tf.avgPool(x as Tensor4D, k, stride, pad as 'same'),
        )
      }),
    },
  ]
}

function resizeCases(): KernelCase[] {
  const grids = fc.constantFrom([false, false], [false, true], [true, false])
  const samples = (resize: (x: Tensor4D, size: [number, number], corners: boolean, half: boolean) => Tensor) =>
    fc
      .tuple(sizes, sizes, grids, seeds)
      .map(([from, to, [corners, half], seed]) =>
        gradientSample({ x: randomArray([2, ...from, 2], seed) }, ['x'], [2, ...to, 2], ({ x }) =>
          resize(x as Tensor4D, to as [number, number], corners, half),
        ),
      )
  return [
    {
      kernels: ['ResizeBilinear'],
      title: 'bilinear resizing, values and gradient',
      samples: samples(tf.image.resizeBilinear),
      tolerance: 5e-6,
    },
    {
      kernels: ['ResizeNearestNeighbor'],
      title: 'nearest resizing, values and gradient',
      samples: samples(tf.image.resizeNearestNeighbor),
    },
    {
      kernels: [],
      title: 'bicubic resizing, values and gradient',
      samples: samples((x, size) => resizeBicubic(x, size)),
      tolerance: 5e-6,
    },
  ]
}
