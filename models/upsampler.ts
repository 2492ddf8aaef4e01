import type { Tensor4D } from '@tensorflow/tfjs-core'
import * as tf from '@tensorflow/tfjs-core'
import { z } from 'zod'
import { icnr, pytorchDefaultInit } from './initialise.ts'
import { convolution, pixelShuffle } from './layers.ts'
import type { ParameterArrays, ParameterSpec, ParameterTensors, ShapesByName, UniformRandom } from './network.ts'
import { convolutionSpecs, range } from './parameters.ts'
import { axisOf, countNamed, shuffleSide } from './recogniseShapes.ts'
import { upsampleBicubic } from './upsampleBicubic.ts'

/** What networks without batch norm, after EDSR (Lim et al. 2017), have in common: their ends. Keys are those of its code. */
export const upsamplerFields = {
  /** Feature channels. */
  channels: z.int().min(1).max(256),
  /** Of one upsampling stage, along one side. */
  magnification: z.int().min(2).max(4),
  /** Upsampling stages; 0 keeps the size. */
  magnifications: z.int().min(0).max(3),
  /** Channels of the image, in and out; absent: 1. */
  bands: z.int().min(1).max(16).optional(),
  /** Adds the bicubically upsampled input to the output, so that the network learns the difference. */
  globalSkip: z.boolean().default(true),
}
export interface UpsamplerConfig {
  readonly channels: number
  readonly magnification: number
  readonly magnifications: number
  readonly globalSkip: boolean
  readonly bands?: number | undefined
}

export const bandsOf = ({ bands = 1 }: { readonly bands?: number | undefined }): number => bands

const stage = (i: number) => `tail.0.${2 * i}`
const last = 'tail.1'

export const tailSpecs = ({ channels, magnification: r, magnifications, bands }: UpsamplerConfig): ParameterSpec[] => [
  ...range(magnifications).flatMap(i => convolutionSpecs(stage(i), channels * r * r, channels, 3)),
  ...convolutionSpecs(last, bandsOf({ bands }), channels, 3),
]

/** y: features, [batch, height, width, channels]; x: the network's input -> [batch, height * r^n, width * r^n, band], linear. */
export function tail(config: UpsamplerConfig, params: ParameterTensors, y: Tensor4D, x: Tensor4D): Tensor4D {
  let features = y
  for (const i of range(config.magnifications)) {
    features = pixelShuffle(convolution(params, stage(i), features), config.magnification)
  }
  const output = convolution(params, last, features)
  return config.globalSkip ? tf.add(output, upsampleBicubic(x, totalMagnification(config))) : output
}

export const totalMagnification = ({ magnification, magnifications }: UpsamplerConfig): number =>
  magnification ** magnifications

/** Half widths of the tail's 3x3 kernels in LR pixels, added up. */
export function tailRadius(config: UpsamplerConfig): number {
  return range(config.magnifications + 1).reduce((sum, i) => sum + 1 / config.magnification ** i, 0)
}

/**
 * PyTorch's defaults, upsampling by ICNR. With the global skip the last convolution begins at zero: untrained, the network
 * is the interpolation itself.
 */
export function upsamplerInit(
  config: UpsamplerConfig,
  specs: readonly ParameterSpec[],
  random: UniformRandom,
): ParameterArrays {
  const arrays = pytorchDefaultInit(specs, random)
  for (const i of range(config.magnifications)) {
    for (const name of [`${stage(i)}.weight`, `${stage(i)}.bias`])
      icnr(arrays[name], config.channels, config.magnification)
  }
  if (config.globalSkip) for (const kind of ['weight', 'bias']) arrays[`${last}.${kind}`].fill(0)
  return arrays
}

/** What a tail's weights tell of the configuration. */
export function recogniseTail(shapes: ShapesByName, channels: number): Readonly<Record<string, unknown>> {
  const magnifications = countNamed(shapes, i => `${stage(i)}.weight`, 8)
  const bands = axisOf(shapes, `${last}.weight`, 0) ?? 1
  return {
    channels,
    magnification: magnifications === 0 ? 2 : shuffleSide(axisOf(shapes, `${stage(0)}.weight`, 0), channels),
    magnifications,
    globalSkip: false,
    ...(bands > 1 && { bands }),
  }
}
