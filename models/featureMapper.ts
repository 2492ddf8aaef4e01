import type { Tensor, Tensor4D } from '@tensorflow/tfjs-core'
import * as tf from '@tensorflow/tfjs-core'
import { z } from 'zod'
import { pytorchDefaultInit } from './initialise.ts'
import { batchNorm, convolution } from './layers.ts'
import type { ImageReader, NetworkMode, ParameterSpec, ParameterTensors } from './network.ts'
import { batchNormSpecs, convolutionSpecs } from './parameters.ts'

/**
 * The first layers of the classifier Resnet_simple: what the study's SRGan compares images by. Its weights are a trained
 * classifier's, of which the other layers are left out.
 */
export const featureMapperSchema = z.strictObject({
  /** Features of the first convolution; the study: 16. */
  channels: z.int().min(1).max(256).default(16),
})
export type FeatureMapperConfig = z.output<typeof featureMapperSchema>

export const featureMapper: ImageReader<FeatureMapperConfig> = {
  parameters: featureSpecs,
  init: (config, random) => pytorchDefaultInit(featureSpecs(config), random),
  forward: (_config, params, x, mode) => {
    const updates: Record<string, Tensor> = {}
    return { output: features(params, x, mode, updates), updates }
  },
}

export function featureSpecs({ channels }: FeatureMapperConfig): ParameterSpec[] {
  return [
    ...convolutionSpecs('conv1', channels, 1, 5),
    ...batchNormSpecs('bn1', channels),
    ...convolutionSpecs('conv2', 2 * channels, channels, 3),
    ...batchNormSpecs('bn2', 2 * channels),
  ]
}

/** x: [batch, height, width, 1] -> [batch, (height - 6) / 2, (width - 6) / 2, 2 * channels]; convolutions without padding. */
export function features(
  params: ParameterTensors,
  x: Tensor4D,
  mode: NetworkMode,
  updates: Record<string, Tensor>,
): Tensor4D {
  const layer = (i: number, input: Tensor4D) =>
    tf.relu(batchNorm(params, `bn${i}`, convolution(params, `conv${i}`, input, { pad: 0 }), mode, updates))
  return tf.maxPool(layer(2, layer(1, x)), 2, 2, 'valid')
}
