import type { Tensor4D } from '@tensorflow/tfjs-core'
import * as tf from '@tensorflow/tfjs-core'
import { z } from 'zod'
import { icnr } from './initialise.ts'
import { convolution, pixelShuffle } from './layers.ts'
import type { Network, ParameterArrays, ParameterSpec, ParameterTensors, UniformRandom } from './network.ts'
import { cropped, padToMultiple } from './padToMultiple.ts'
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
 * A U-Net (Ronneberger et al. 2015) on the LR grid with a global residual: the baseline of another kind, that looks at an
 * image coarser and coarser instead of deeper and deeper. It grows again by pixel shuffles, whose filters begin alike, so
 * that none of its levels shows a checkerboard. Images whose sides 2^levels does not divide are mirrored over their edges.
 */
export const unetSchema = z.strictObject({
  kind: z.literal('unet'),
  /** How often the size is halved, and the channels doubled; the paper: 4. */
  levels: z.int().min(1).max(5),
  ...upsamplerFields,
})
export type UnetConfig = z.output<typeof unetSchema>

export const unet: Network<UnetConfig> = {
  parameters,
  init,
  forward: (config, params, x) => {
    const [, height, width] = x.shape
    const padded = padToMultiple(x, 2 ** config.levels)
    const output = tail(config, params, cropped(body(config, params, padded), height, width, 1), x)
    return { output, updates: {} }
  },
  magnification: totalMagnification,
  receptiveField: config => {
    const convolutions = range(config.levels).map(level => 4 * 2 ** level + 3 * 2 ** (level + 1))
    return Math.ceil(convolutions.reduce((a, b) => a + b, 2 * 2 ** config.levels) + tailRadius(config))
  },
  tileGrid: ({ levels }) => 2 ** levels,
  describe: config => {
    const skip = config.globalSkip ? ', global skip' : ''
    return `U-Net x${totalMagnification(config)}: ${config.levels} levels x ${config.channels} channels${skip}`
  },
  recognise: shapes => {
    const channels = axisOf(shapes, 'encoder.0.0.weight', 0)
    const levels = countNamed(shapes, level => `up.${level}.0.weight`)
    if (channels === undefined || levels === 0) return undefined
    return { kind: 'unet', levels, ...recogniseTail(shapes, channels) }
  },
  untold: ['globalSkip'],
}

const widthOf = ({ channels }: UnetConfig, level: number) => channels * 2 ** level

function parameters(config: UnetConfig): ParameterSpec[] {
  const pair = (name: string, out: number, inn: number) => [
    ...convolutionSpecs(`${name}.0`, out, inn, 3),
    ...convolutionSpecs(`${name}.2`, out, out, 3),
  ]
  return [
    ...range(config.levels + 1).flatMap(level => {
      const inn = level === 0 ? bandsOf(config) : widthOf(config, level - 1)
      return pair(`encoder.${level}`, widthOf(config, level), inn)
    }),
    ...range(config.levels).flatMap(level =>
      convolutionSpecs(`up.${level}.0`, 4 * widthOf(config, level), widthOf(config, level + 1), 3),
    ),
    ...range(config.levels).flatMap(level =>
      pair(`decoder.${level}`, widthOf(config, level), 2 * widthOf(config, level)),
    ),
    ...tailSpecs(config),
  ]
}

function init(config: UnetConfig, random: UniformRandom): ParameterArrays {
  const arrays = upsamplerInit(config, parameters(config), random)
  for (const level of range(config.levels)) {
    for (const kind of ['weight', 'bias']) icnr(arrays[`up.${level}.0.${kind}`], widthOf(config, level), 2)
  }
  return arrays
}

/** [batch, height, width, band], sides multiples of 2^levels -> [batch, height, width, channels] */
function body({ levels }: UnetConfig, params: ParameterTensors, x: Tensor4D): Tensor4D {
  const pair = (name: string, input: Tensor4D): Tensor4D =>
    tf.relu(convolution(params, `${name}.2`, tf.relu(convolution(params, `${name}.0`, input))))
  const kept: Tensor4D[] = []
  let y = pair('encoder.0', x)
  for (const level of range(levels)) {
    kept.push(y)
    // [batch, h, w, c] -> [batch, h / 2, w / 2, 2 * c]
    y = pair(`encoder.${level + 1}`, tf.maxPool(y, 2, 2, 'valid'))
  }
  for (const level of range(levels).reverse()) {
    const grown = pixelShuffle(convolution(params, `up.${level}.0`, y), 2)
    y = pair(`decoder.${level}`, tf.concat([grown, kept[level]], 3))
  }
  return y
}
