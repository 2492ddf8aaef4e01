import type { Tensor4D } from '@tensorflow/tfjs-core'
import * as tf from '@tensorflow/tfjs-core'
import { z } from 'zod'
import { convolution } from './layers.ts'
import type { Network, ParameterSpec, ParameterTensors } from './network.ts'
import { convolutionSpecs, range } from './parameters.ts'
import { axisOf, countNamed } from './recogniseShapes.ts'
import {
  bandsOf,
  recogniseTail,
  tail,
  tailRadius,
  tailSpecs,
  totalMagnification,
  upsamplerFields,
  upsamplerInit,
} from './upsampler.ts'

/**
 * RCAN (Zhang et al. 2018): groups of residual blocks, each of which weighs its channels by what they hold in the mean over
 * the image. Linear output.
 */
export const rcanSchema = z.strictObject({
  kind: z.literal('rcan'),
  /** Residual groups; the paper: 10. */
  groups: z.int().min(1).max(16),
  /** Residual blocks in each; the paper: 20. */
  blocks: z.int().min(1).max(64),
  /** The attention's inner layer has this many times fewer channels; the paper: 16. */
  reduction: z.int().min(1).max(64),
  ...upsamplerFields,
})
export type RcanConfig = z.output<typeof rcanSchema>

/**
 * LR pixels: more makes tiles of a deep network larger than memory, and no less wrong, for the attention averages over
 * them in any case.
 */
const widestOverlap = 64

export const rcan: Network<RcanConfig> = {
  parameters,
  init: (config, random) => upsamplerInit(config, parameters(config), random),
  forward: (config, params, x) => ({ output: tail(config, params, body(config, params, x), x), updates: {} }),
  magnification: totalMagnification,
  receptiveField: config =>
    Math.min(widestOverlap, Math.ceil(2 + config.groups * (2 * config.blocks + 1) + tailRadius(config))),
  seesBeyondTiles: () => true,
  describe: config => {
    const skip = config.globalSkip ? ', global skip' : ''
    const size = `${config.groups} groups of ${config.blocks} blocks x ${config.channels} channels`
    return `RCAN x${totalMagnification(config)}: ${size}${skip}`
  },
  recognise: shapes => {
    const channels = axisOf(shapes, 'head.0.weight', 0)
    const blocks = countNamed(shapes, b => `body.0.body.${b}.body.0.weight`)
    const groups = countNamed(shapes, g => `body.${g}.body.0.body.0.weight`)
    if (channels === undefined || blocks === 0) return undefined
    const inner = axisOf(shapes, 'body.0.body.0.body.3.conv_du.0.weight', 0) ?? 1
    const reduction = Math.max(1, Math.floor(channels / inner))
    return { kind: 'rcan', groups, blocks, reduction, ...recogniseTail(shapes, channels) }
  },
  untold: ['globalSkip'],
}

const innerChannels = ({ channels, reduction }: RcanConfig): number => Math.max(1, Math.floor(channels / reduction))

function parameters(config: RcanConfig): ParameterSpec[] {
  const { groups, blocks, channels: c } = config
  const block = (name: string) => [
    ...convolutionSpecs(`${name}.body.0`, c, c, 3),
    ...convolutionSpecs(`${name}.body.2`, c, c, 3),
    ...convolutionSpecs(`${name}.body.3.conv_du.0`, innerChannels(config), c, 1),
    ...convolutionSpecs(`${name}.body.3.conv_du.2`, c, innerChannels(config), 1),
  ]
  return [
    ...convolutionSpecs('head.0', c, bandsOf(config), 3),
    ...range(groups).flatMap(g => [
      ...range(blocks).flatMap(b => block(`body.${g}.body.${b}`)),
      ...convolutionSpecs(`body.${g}.body.${blocks}`, c, c, 3),
    ]),
    ...convolutionSpecs(`body.${groups}`, c, c, 3),
    ...tailSpecs(config),
  ]
}

/** [batch, height, width, band] -> [batch, height, width, channels] */
function body({ groups, blocks }: RcanConfig, params: ParameterTensors, x: Tensor4D): Tensor4D {
  const head = convolution(params, 'head.0', x)
  let y = head
  for (const g of range(groups)) {
    let inner = y
    for (const b of range(blocks)) inner = attendedBlock(params, `body.${g}.body.${b}`, inner)
    y = tf.add(convolution(params, `body.${g}.body.${blocks}`, inner), y)
  }
  return tf.add(convolution(params, `body.${groups}`, y), head)
}

function attendedBlock(params: ParameterTensors, name: string, x: Tensor4D): Tensor4D {
  const y = convolution(params, `${name}.body.2`, tf.relu(convolution(params, `${name}.body.0`, x)))
  const means = tf.mean(y, [1, 2], true) as Tensor4D // [batch, 1, 1, channels]
  const inner = tf.relu(convolution(params, `${name}.body.3.conv_du.0`, means))
  const weights = tf.sigmoid(convolution(params, `${name}.body.3.conv_du.2`, inner))
  return tf.add(tf.mul(y, weights), x)
}
