import '@tensorflow/tfjs-backend-cpu'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Tensor, Tensor3D, Tensor4D } from '@tensorflow/tfjs-core'
import * as tf from '@tensorflow/tfjs-core'
import { describe, expect, it } from 'vitest'
import { findBlockSize } from '../../../main/engine/compiler/blockSize.ts'
import { gelu, layerNorm, selfAttention } from '../../../models/attention.ts'
import {
  batchNorm,
  depthwiseConvolution,
  pixelShuffle,
  pixelUnshuffle,
  transposedConvolution,
} from '../../../models/layers.ts'
import {
  adamRates,
  adamStep,
  adamWStep,
  clipByGlobalNorm,
  defaultAdam,
  globalNorm,
  sgdStep,
} from '../../../models/optimisers.ts'
import { resizeBicubic } from '../../../models/resize.ts'
import {
  expectClose,
  type Result,
  runCompiled,
  runEagerly,
  type Step,
  type TestArray,
  withGradients,
} from './compare.ts'

tf.env().set('PROD', true)

type Tensors = Record<string, Tensor>

/** What torch_kernels.py wrote. */
const fixtures: Record<string, { inputs: Record<string, Result>; outputs: Record<string, Result> }> = JSON.parse(
  readFileSync(resolve(import.meta.dirname, '../../fixtures/torch_kernels.json'), 'utf8'),
)

/** PyTorch's images have their channels first. */
const images = (f: (x: Tensor4D, inputs: Tensors) => Tensor) => (inputs: Tensors) => {
  const y = f(tf.transpose(inputs.x as Tensor4D, [0, 2, 3, 1]), inputs)
  return tf.transpose(y, [0, 3, 1, 2])
}
const named = ({ weight, bias }: Tensors) => ({ 'layer.weight': weight, 'layer.bias': bias })

const functions: Record<string, (inputs: Tensors) => Tensor> = {
  'maxPool with ties': images(x => tf.maxPool(x, 3, 2, 'valid')),
  'maxPool that overlaps': images(x => tf.maxPool(x, 2, 1, 'valid')),
  avgPool: images(x => tf.avgPool(x, 3, 2, 1, 'floor')),
  reflect: images(x =>
    tf.mirrorPad(
      x,
      [
        [0, 0],
        [3, 2],
        [2, 1],
        [0, 0],
      ],
      'reflect',
    ),
  ),
  'bicubic up': images(x => resizeBicubic(x, [9, 11])),
  'bicubic down': images(x => resizeBicubic(x, [3, 4])),
  bilinear: images(x => tf.image.resizeBilinear(x, [8, 15], false, true)),
  'bilinear corners': images(x => tf.image.resizeBilinear(x, [7, 5], true)),
  nearest: images(x => tf.image.resizeNearestNeighbor(x, [8, 10])),
  pixelShuffle: images(x => pixelShuffle(x, 3)),
  pixelUnshuffle: images(x => pixelUnshuffle(x, 2)),
  convTranspose: images((x, inputs) => transposedConvolution(named(inputs), 'layer', x, { stride: 2, pad: 1 })),
  depthwise: images((x, inputs) => depthwiseConvolution(named(inputs), 'layer', x)),
  layerNorm: inputs => layerNorm(named(inputs), 'layer', inputs.x),
  gelu: ({ x }) => gelu(x),
  maximum: ({ a, b }) => tf.maximum(a, b),
  minimum: ({ a, b }) => tf.minimum(a, b),
  amax: ({ x }) => tf.max(x, [0, 2]),
  'prod with zeros': ({ x }) => tf.prod(x, 1),
  'clamp at its limits': ({ x }) => tf.clipByValue(x, -0.5, 0.5),
  prelu: ({ x, alpha }) => tf.prelu(x, tf.reshape(alpha, [3, 1])),
  elu: ({ x }) => tf.elu(x),
  selu: ({ x }) => tf.selu(x),
  softplus: ({ x }) => tf.softplus(x),
  logSoftmax: ({ x }) => tf.logSoftmax(x),
  'pow at zero': ({ a, b }) => tf.pow(a, b),
  attention: ({ x, w0, w1, w2, w3 }) => {
    const params = { 'a.in_proj_weight': w0, 'a.in_proj_bias': w1, 'a.out_proj.weight': w2, 'a.out_proj.bias': w3 }
    return selfAttention(params, 'a', x as Tensor3D, 2)
  },
}

const gradientSteps = Object.entries(functions).map(([name, f]): [string, Step] => {
  const names = Object.keys(fixtures[name].inputs).filter(input => input !== 'weighting')
  return [name, withGradients(names, f)]
})

/** Five steps as the fixtures took them: gradients clipped to a norm of 2, rate 0.01. */
function optimised(step: (parameter: Tensor, gradient: Tensor, t: number) => Tensor): Step {
  return ({ start, gradients }) => {
    const parameter = tf.unstack(gradients).reduce((p, gradient, i) => {
      const [clipped] = clipByGlobalNorm([gradient], globalNorm([gradient]), 2)
      return step(p, clipped, i + 1)
    }, start)
    return { parameter }
  }
}

const RATE = 0.01

function adam(step: typeof adamStep): Step {
  return inputs => {
    let moments = { m: tf.zeros([7]) as Tensor, v: tf.zeros([7]) as Tensor }
    return optimised((parameter, gradient, t) => {
      const next = step(parameter, gradient, moments, adamRates(t, RATE, defaultAdam), defaultAdam)
      moments = next
      return next.parameter
    })(inputs)
  }
}

function sgd(nesterov: boolean): Step {
  return inputs => {
    let velocity: Tensor = tf.zeros([7])
    return optimised((parameter, gradient) => {
      const next = sgdStep(parameter, gradient, velocity, RATE, { momentum: 0.9, nesterov })
      velocity = next.velocity
      return next.parameter
    })(inputs)
  }
}

const WEIGHT_DECAY = 0.1

const otherSteps: [string, Step][] = [
  ['adam', adam(adamStep)],
  ['adamW', adam((p, g, m, rates, o) => adamWStep(p, g, m, { ...rates, keep: 1 - RATE * WEIGHT_DECAY }, o))],
  ['sgd', sgd(false)],
  ['nesterov', sgd(true)],
  ['batchNorm', trainedBatchNorm],
]

function trainedBatchNorm(inputs: Tensors): Tensors {
  const updates: Tensors = {}
  const layer = images((x, { weight, bias }) => {
    const statistics = { 'bn.running_mean': tf.zeros([3]), 'bn.running_var': tf.ones([3]) }
    const now: Tensors = {}
    const y = batchNorm({ 'bn.weight': weight, 'bn.bias': bias, ...statistics }, 'bn', x, 'train', now)
    for (const [name, tensor] of Object.entries(now)) updates[name] = tf.keep(tensor)
    return y
  })
  const results = withGradients(['x', 'weight', 'bias'], layer)(inputs)
  return { ...results, mean: updates['bn.running_mean'], variance: updates['bn.running_var'] }
}

const inputsOf = (name: string): Record<string, TestArray> =>
  Object.fromEntries(
    Object.entries(fixtures[name].inputs).map(([key, { shape, data }]) => [
      key,
      { shape, data: Float32Array.from(data) },
    ]),
  )

/** tfjs's erf and softmax are good to 1.5e-7 and a few units; sums of products to a few more. */
const TOLERANCE = 1e-5

describe.each([...gradientSteps, ...otherSteps])('%s is what PyTorch computes, values and gradients', (name, step) => {
  it('on onnx:cpu', async () => {
    const target = { provider: 'cpu', block: await findBlockSize(), keepBlocks: true }
    expectClose(await runCompiled(inputsOf(name), step, target), fixtures[name].outputs, TOLERANCE)
  })
  it('on the reference', () => {
    expectClose(runEagerly(inputsOf(name), step), fixtures[name].outputs, TOLERANCE)
  })
})

it('every fixture is used', () => {
  const used = [...gradientSteps, ...otherSteps].map(([name]) => name)
  expect(Object.keys(fixtures).sort()).toEqual(used.sort())
})
