import type { Tensor, Tensor2D, Tensor4D } from '@tensorflow/tfjs-core'
import * as tf from '@tensorflow/tfjs-core'
import { z } from 'zod'
import { pytorchDefaultInit } from './initialise.ts'
import { batchNorm, convolution, linear } from './layers.ts'
import type { ImageReader, NetworkMode, ParameterSpec, ParameterTensors } from './network.ts'
import { batchNormSpecs, convolutionSpecs, linearSpecs, range } from './parameters.ts'

/**
 * The study's second classifier, called ResNet18 there: bottleneck blocks (He et al. 2016) two to a layer, with biases in
 * all convolutions and the stride in the 3x3 one. Answers with logits.
 */
export const resnet18Schema = z.strictObject({
  kind: z.literal('resnet18').default('resnet18'),
  /** Of the stem; the study: 64. */
  channels: z.int().min(1).max(256).default(64),
  classes: z.int().min(2).max(1000).default(3),
})
export type Resnet18Config = z.output<typeof resnet18Schema>

const expansion = 4
const blocksALayer = 2
const layers = 4

export const resnet18: ImageReader<Resnet18Config> = {
  parameters,
  init: (config, random) => pytorchDefaultInit(parameters(config), random),
  forward: (config, params, x, mode) => {
    const updates: Record<string, Tensor> = {}
    const y = through(blocks(config), params, x, mode, updates)
    return { output: linear(params, 'fc', tf.mean(y, [1, 2]) as Tensor2D), updates } // [batch, classes]
  },
}

/** x: [batch, height, width, 1] -> [batch, height / 4, width / 4, 4 * channels]: the stem and the first layer, in evaluation mode. */
export function resnet18Features(config: Resnet18Config, params: ParameterTensors, x: Tensor4D): Tensor4D {
  return through(firstLayer(config), params, x, 'eval', {})
}

export const resnet18FeatureSpecs = (config: Resnet18Config): ParameterSpec[] => [
  ...stemSpecs(config),
  ...firstLayer(config).flatMap(blockSpecs),
]

type Block = ReturnType<typeof blocks>[number]

const firstLayer = (config: Resnet18Config): Block[] => blocks(config).slice(0, blocksALayer)

function through(
  path: readonly Block[],
  params: ParameterTensors,
  x: Tensor4D,
  mode: NetworkMode,
  updates: Record<string, Tensor>,
): Tensor4D {
  const conv = (name: string, input: Tensor4D, stride = 1) => convolution(params, name, input, { stride })
  const norm = (name: string, input: Tensor4D) => batchNorm(params, name, input, mode, updates)
  const stem = tf.relu(norm('bn1', conv('conv1', x, 2)))
  let y = tf.maxPool(stem, 3, 2, 1, 'floor') // [batch, height / 4, width / 4, channels]
  for (const { name, stride, resized } of path) {
    const one = tf.relu(norm(`${name}.bn1`, conv(`${name}.conv1`, y)))
    const two = tf.relu(norm(`${name}.bn2`, conv(`${name}.conv2`, one, stride)))
    const three = norm(`${name}.bn3`, conv(`${name}.conv3`, two))
    const short = `${name}.identity_downsampling`
    y = tf.relu(tf.add(three, resized ? norm(`${short}.1`, conv(`${short}.0`, y, stride)) : y))
  }
  return y
}

/** The blocks in their order; the first of a layer changes size or channels, and its shortcut with it. */
function blocks({ channels }: Resnet18Config) {
  return range(layers).flatMap(layer =>
    range(blocksALayer).map(i => {
      const width = channels * 2 ** layer
      const inner = layer === 0 ? channels : (expansion * width) / 2
      return {
        name: `layer${layer + 1}.${i}`,
        stride: layer > 0 && i === 0 ? 2 : 1,
        resized: i === 0,
        width,
        inn: i === 0 ? inner : expansion * width,
      }
    }),
  )
}

const stemSpecs = ({ channels }: Resnet18Config): ParameterSpec[] => [
  ...convolutionSpecs('conv1', channels, 1, 7),
  ...batchNormSpecs('bn1', channels),
]

const blockSpecs = ({ name, width, inn, resized }: Block): ParameterSpec[] => [
  ...convolutionSpecs(`${name}.conv1`, width, inn, 1),
  ...batchNormSpecs(`${name}.bn1`, width),
  ...convolutionSpecs(`${name}.conv2`, width, width, 3),
  ...batchNormSpecs(`${name}.bn2`, width),
  ...convolutionSpecs(`${name}.conv3`, expansion * width, width, 1),
  ...batchNormSpecs(`${name}.bn3`, expansion * width),
  ...(resized ? convolutionSpecs(`${name}.identity_downsampling.0`, expansion * width, inn, 1) : []),
  ...(resized ? batchNormSpecs(`${name}.identity_downsampling.1`, expansion * width) : []),
]

function parameters(config: Resnet18Config): ParameterSpec[] {
  return [
    ...stemSpecs(config),
    ...blocks(config).flatMap(blockSpecs),
    ...linearSpecs('fc', config.classes, expansion * config.channels * 2 ** (layers - 1)),
  ]
}
