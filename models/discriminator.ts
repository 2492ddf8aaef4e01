import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core'
import * as tf from '@tensorflow/tfjs-core'
import { z } from 'zod'
import { pytorchDefaultInit } from './initialise.ts'
import { batchNorm, convolution, linear } from './layers.ts'
import type { ImageReader, ParameterSpec } from './network.ts'
import { batchNormSpecs, convolutionSpecs, linearSpecs, range } from './parameters.ts'

/**
 * The discriminator of the study's SRGan: a logit for each image, high for a real one (the study's sigmoid is the loss's
 * affair). The study flattens the last layer, a single pixel of its 128x128 images; the mean over the pixels that are left
 * is the same there, and holds for any size.
 */
export const discriminatorSchema = z.strictObject({
  kind: z.literal('discriminator').default('discriminator'),
  /** Of the first convolution; the study: 64. */
  channels: z.int().min(1).max(256).default(64),
  /** Layers that halve the size, of which the even ones double the channels; the study: 7. */
  layers: z.int().min(1).max(9).default(7),
})
export type DiscriminatorConfig = z.output<typeof discriminatorSchema>

const denseWidth = 64

export const discriminator: ImageReader<DiscriminatorConfig> = {
  parameters,
  init: (config, random) => pytorchDefaultInit(parameters(config), random),
  forward: (config, params, x, mode) => {
    const updates: Record<string, Tensor> = {}
    let y = tf.relu(convolution(params, 'conv1', x))
    for (const i of range(config.layers)) {
      // [batch, h, w, c] -> [batch, ceil(h / 2), ceil(w / 2), c or 2 * c]
      const halved = convolution(params, `conv_layers.${i}.0`, y, { stride: 2 })
      y = tf.relu(batchNorm(params, `conv_layers.${i}.1`, halved, mode, updates))
    }
    const hidden = tf.relu(linear(params, 'fc1', tf.mean(y, [1, 2]) as Tensor2D))
    return { output: linear(params, 'fc2', hidden), updates } // [batch, 1]
  },
}

function parameters({ channels, layers }: DiscriminatorConfig): ParameterSpec[] {
  const width = (layer: number) => channels * 2 ** Math.ceil(layer / 2)
  return [
    ...convolutionSpecs('conv1', channels, 1, 9),
    ...range(layers).flatMap(i => [
      ...convolutionSpecs(`conv_layers.${i}.0`, width(i + 1), width(i), 3),
      ...batchNormSpecs(`conv_layers.${i}.1`, width(i + 1)),
    ]),
    ...linearSpecs('fc1', denseWidth, width(layers)),
    ...linearSpecs('fc2', 1, denseWidth),
  ]
}
