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
 * EDSR (Lim et al. 2017): SRResNet without batch norm, whose statistics blur the scale of the flux and differ from batch to
 * batch. Linear output.
 */
export const edsrSchema = z.strictObject({
  kind: z.literal('edsr'),
  /** Residual blocks; the paper's baseline: 16, with 64 channels. */
  blocks: z.int().min(1).max(64),
  ...upsamplerFields,
})
export type EdsrConfig = z.output<typeof edsrSchema>

export const edsr: Network<EdsrConfig> = {
  parameters,
  init: (config, random) => upsamplerInit(config, parameters(config), random),
  forward: (config, params, x) => ({ output: tail(config, params, body(config, params, x), x), updates: {} }),
  magnification: totalMagnification,
  receptiveField: config => Math.ceil(2 + 2 * config.blocks + tailRadius(config)),
  describe: config => {
    const skip = config.globalSkip ? ', global skip' : ''
    return `EDSR x${totalMagnification(config)}: ${config.blocks} blocks x ${config.channels} channels${skip}`
  },
  recognise: shapes => {
    const channels = axisOf(shapes, 'head.0.weight', 0)
    const blocks = countNamed(shapes, i => `body.${i}.body.0.weight`)
    if (channels === undefined || blocks === 0) return undefined
    return { kind: 'edsr', blocks, ...recogniseTail(shapes, channels) }
  },
  untold: ['globalSkip'],
}

function parameters(config: EdsrConfig): ParameterSpec[] {
  const { blocks, channels } = config
  return [
    ...convolutionSpecs('head.0', channels, bandsOf(config), 3),
    ...range(blocks).flatMap(i => [
      ...convolutionSpecs(`body.${i}.body.0`, channels, channels, 3),
      ...convolutionSpecs(`body.${i}.body.2`, channels, channels, 3),
    ]),
    ...convolutionSpecs(`body.${blocks}`, channels, channels, 3),
    ...tailSpecs(config),
  ]
}

/** [batch, height, width, band] -> [batch, height, width, channels] */
function body({ blocks }: EdsrConfig, params: ParameterTensors, x: Tensor4D): Tensor4D {
  const head = convolution(params, 'head.0', x)
  let y = head
  for (const i of range(blocks)) {
    const inner = tf.relu(convolution(params, `body.${i}.body.0`, y))
    y = tf.add(convolution(params, `body.${i}.body.2`, inner), y)
  }
  return tf.add(convolution(params, `body.${blocks}`, y), head)
}
