import type { Tensor, Tensor2D, Tensor4D } from '@tensorflow/tfjs-core'
import * as tf from '@tensorflow/tfjs-core'
import { z } from 'zod'
import { dropout } from './dropout.ts'
import { featureSpecs, features } from './featureMapper.ts'
import { pytorchDefaultInit } from './initialise.ts'
import { batchNorm, convolution, flatten, linear } from './layers.ts'
import type { ImageReader, NetworkMode, ParameterSpec, ParameterTensors } from './network.ts'
import { batchNormSpecs, convolutionSpecs, linearSpecs } from './parameters.ts'

/**
 * Resnet_simple, the study's classifier of substructure; logits, for the study's softmax before the cross-entropy's own
 * is a flaw. Its `conv6` and `bn6`, which a state dict of the study holds, take no part in anything and are left out.
 */
export const resnetSimpleSchema = z.strictObject({
  kind: z.literal('resnet-simple').default('resnet-simple'),
  /** Features of the first convolution, of which the other layers have multiples; the study: 16. */
  channels: z.int().min(1).max(256).default(16),
  /** Side of the square images; the study: 150. */
  side: z.int().min(46).max(2048).default(150),
  classes: z.int().min(2).max(1000).default(3),
  /** Share of the first dense layer's values that a training step drops. */
  dropout: z.number().min(0).lt(1).default(0.3),
})
export type ResnetSimpleConfig = z.output<typeof resnetSimpleSchema>

/** `forward` leaves dropout out; `resnetSimpleLogits` takes its noise. */
export const resnetSimple: ImageReader<ResnetSimpleConfig> = {
  parameters,
  init: (config, random) => pytorchDefaultInit(parameters(config), random),
  forward: (config, params, x, mode) => {
    const updates: Record<string, Tensor> = {}
    return { output: resnetSimpleLogits(config, params, x, mode, updates), updates }
  },
}

/** Width of the first dense layer: the noise of a training step is [batch, this]. */
export const denseWidth = ({ channels }: ResnetSimpleConfig): number => 16 * channels

function parameters(config: ResnetSimpleConfig): ParameterSpec[] {
  const c = config.channels
  const block = (i: number, out: number, inn: number) => [
    ...convolutionSpecs(`conv${i}`, out, inn, 3),
    ...batchNormSpecs(`bn${i}`, out),
  ]
  return [
    ...featureSpecs(config),
    ...block(3, 2 * c, 2 * c),
    ...block(4, 2 * c, 2 * c),
    ...block(5, 4 * c, 2 * c),
    ...block(7, 4 * c, 4 * c),
    ...block(8, 8 * c, 4 * c),
    ...linearSpecs('fc1', denseWidth(config), 8 * c * lastSide(config.side) ** 2),
    ...linearSpecs('fc2', 2 * c, denseWidth(config)),
    ...linearSpecs('fc3', config.classes, 2 * c),
    ...convolutionSpecs('convx1', 4 * c, 2 * c, 1),
    ...convolutionSpecs('convx2', 4 * c, 4 * c, 1),
  ]
}

/** Convolutions without padding take 4, 2, 2, 2 and 2 pixels; three pools halve between them. */
function lastSide(side: number): number {
  const pooled = [6, 2, 2].reduce((n, margin) => Math.floor((n - margin) / 2), side)
  return pooled - 2
}

/**
 * x: [batch, side, side, 1] -> [batch, classes].
 * @param noise uniform, [batch, denseWidth]; absent: nothing is dropped
 */
export function resnetSimpleLogits(
  config: ResnetSimpleConfig,
  params: ParameterTensors,
  x: Tensor4D,
  mode: NetworkMode,
  updates: Record<string, Tensor>,
  noise?: Tensor2D,
): Tensor2D {
  const layer = (i: number, input: Tensor4D, pad: number) =>
    tf.relu(batchNorm(params, `bn${i}`, convolution(params, `conv${i}`, input, { pad }), mode, updates))
  const pool = (input: Tensor4D) => tf.maxPool(input, 2, 2, 'valid')

  let y = features(params, x, mode, updates)
  y = pool(layer(3, y, 0))
  y = pool(layer(4, y, 0))
  y = tf.relu(tf.add(layer(5, y, 1), convolution(params, 'convx1', y)))
  y = tf.add(layer(7, y, 1), convolution(params, 'convx2', y))
  const flat = linear(params, 'fc1', flatten(layer(8, y, 0)))
  const kept = noise === undefined ? flat : (dropout(flat, noise, config.dropout) as Tensor2D)
  return linear(params, 'fc3', linear(params, 'fc2', kept))
}
