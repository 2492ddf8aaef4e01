import type { Tensor, Tensor4D } from '@tensorflow/tfjs-core'
import * as tf from '@tensorflow/tfjs-core'
import { z } from 'zod'
import { pytorchDefaultInit } from './initialise.ts'
import { batchNorm, convolution, pixelShuffle } from './layers.ts'
import type { ForwardResult, Network, NetworkMode, ParameterSpec, ParameterTensors } from './network.ts'
import { batchNormSpecs, convolutionSpecs, range } from './parameters.ts'
import { axisOf, countNamed, shuffleSide } from './recogniseShapes.ts'

/**
 * ResnetSISR, the single-image super-resolution network of "DeepLense_SR: Superresolution for Strong Gravitational
 * Lensing" (A. Shankar 2024), after SRResNet (Ledig et al. 2017). With `magnifications` 0 it is that study's Denoiser.
 */
export const resnetSisrSchema = z.strictObject({
  kind: z.literal('resnet-sisr'),
  /** Residual blocks; the study: 10 or 16. */
  blocks: z.int().min(1).max(64),
  /** Feature channels; the study: 64. */
  channels: z.int().min(1).max(256),
  /** Of one upsampling stage, along one side. */
  magnification: z.int().min(2).max(4),
  /** Upsampling stages; 0 keeps the size. */
  magnifications: z.int().min(0).max(3),
  /** Channels of the image, in and out; absent: 1. */
  bands: z.int().min(1).max(16).optional(),
  /** True as published; false lets the sky be negative, which the flux needs. */
  outputRelu: z.boolean(),
  /** Adds the bilinearly upsampled input to the output, so that the network learns the difference. */
  globalSkip: z.boolean().default(false),
})
export type ResnetSisrConfig = z.output<typeof resnetSisrSchema>

const kernelEnds = 9
const kernelInside = 3

export const resnetSisr: Network<ResnetSisrConfig> = {
  parameters,
  init: (config, random) => pytorchDefaultInit(parameters(config), random),
  forward,
  magnification,
  receptiveField,
  describe: config => {
    const name = config.magnifications === 0 ? 'Denoiser' : `ResnetSISR x${magnification(config)}`
    const options = [config.outputRelu ? 'ReLU output' : 'linear output', ...(config.globalSkip ? ['global skip'] : [])]
    return `${name}: ${config.blocks} blocks x ${config.channels} channels, ${options.join(', ')}`
  },
  recognise: shapes => {
    const channels = axisOf(shapes, 'conv1.weight', 0)
    const blocks = countNamed(shapes, i => `residual_layer_list.${i}.0.weight`)
    if (channels === undefined || blocks === 0) return undefined
    const magnifications = countNamed(shapes, i => `magnification_list.${i}.0.weight`, 8)
    const shuffled = axisOf(shapes, 'magnification_list.0.0.weight', 0)
    const magnification = magnifications === 0 ? 2 : shuffleSide(shuffled, channels)
    const bands = axisOf(shapes, 'conv1.weight', 1) ?? 1
    const stages = { magnification, magnifications, ...(bands > 1 && { bands }) }
    return { kind: 'resnet-sisr', blocks, channels, ...stages, outputRelu: true, globalSkip: false }
  },
  untold: ['outputRelu', 'globalSkip'],
}

function parameters({
  blocks,
  channels,
  magnification: r,
  magnifications,
  bands = 1,
}: ResnetSisrConfig): ParameterSpec[] {
  const block = (i: number) => [
    ...convolutionSpecs(`residual_layer_list.${i}.0`, channels, channels, kernelInside),
    ...batchNormSpecs(`residual_layer_list.${i}.1`, channels),
    ...convolutionSpecs(`residual_layer_list.${i}.3`, channels, channels, kernelInside),
    ...batchNormSpecs(`residual_layer_list.${i}.4`, channels),
  ]
  return [
    ...convolutionSpecs('conv1', channels, bands, kernelEnds),
    ...batchNormSpecs('bn_res', channels),
    ...range(blocks).flatMap(block),
    ...range(magnifications).flatMap(i =>
      convolutionSpecs(`magnification_list.${i}.0`, channels * r * r, channels, kernelInside),
    ),
    ...convolutionSpecs('conv2', channels, channels, kernelEnds),
    ...convolutionSpecs('conv3', bands, channels, kernelInside),
  ]
}

function forward(config: ResnetSisrConfig, params: ParameterTensors, x: Tensor4D, mode: NetworkMode): ForwardResult {
  const updates: Record<string, Tensor> = {}
  const conv = (name: string, input: Tensor4D) => convolution(params, name, input)
  const norm = (name: string, input: Tensor4D) => batchNorm(params, name, input, mode, updates)

  let y = tf.relu(conv('conv1', x)) // [batch, height, width, channels]
  const first = y
  for (const i of range(config.blocks)) {
    const block = `residual_layer_list.${i}`
    const inner = tf.relu(norm(`${block}.1`, conv(`${block}.0`, y)))
    y = tf.add(tf.relu(norm(`${block}.4`, conv(`${block}.3`, inner))), y)
  }
  y = tf.add(norm('bn_res', conv('conv2', y)), first)
  for (const i of range(config.magnifications)) {
    // [batch, h, w, channels] -> [batch, h, w, channels * r^2] -> [batch, h * r, w * r, channels]
    y = tf.relu(pixelShuffle(conv(`magnification_list.${i}.0`, y), config.magnification))
  }
  y = conv('conv3', y) // [batch, height * r^n, width * r^n, band]
  if (config.globalSkip) y = tf.add(y, upsample(x, magnification(config)))
  return { output: config.outputRelu ? tf.relu(y) : y, updates }
}

/** Bilinear with half-pixel centres, as the images are sampled. x: [batch, height, width, band]. */
function upsample(x: Tensor4D, r: number): Tensor4D {
  if (r === 1) return x
  return tf.image.resizeBilinear(x, [x.shape[1] * r, x.shape[2] * r], false, true)
}

function magnification({ magnification: r, magnifications }: ResnetSisrConfig): number {
  return r ** magnifications
}

/** The kernels' half widths added up, those after an upsampling stage counted in LR pixels. */
function receptiveField(config: ResnetSisrConfig): number {
  const inside = (kernelInside - 1) / 2
  const ends = (kernelEnds - 1) / 2
  const stages = range(config.magnifications).map(i => inside / config.magnification ** i)
  const radius =
    2 * ends + 2 * inside * config.blocks + stages.reduce((a, b) => a + b, 0) + inside / magnification(config)
  return Math.ceil(radius)
}
