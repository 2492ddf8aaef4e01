import type { Tensor3D, Tensor4D } from '@tensorflow/tfjs-core'
import * as tf from '@tensorflow/tfjs-core'
import { z } from 'zod'
import { dense, gelu, layerNorm } from './attention.ts'
import { icnr, normalInit, pytorchDefaultInit } from './initialise.ts'
import { convolution, pixelShuffle } from './layers.ts'
import type { Network, ParameterArrays, ParameterSpec, ParameterTensors, UniformRandom } from './network.ts'
import { cropped, padToMultiple } from './padToMultiple.ts'
import { convolutionSpecs, linearSpecs, normSpecs, range } from './parameters.ts'
import { axisOf, countNamed, shuffleSide } from './recogniseShapes.ts'
import { upsampleBicubic } from './upsampleBicubic.ts'
import { bandsOf, totalMagnification, upsamplerFields } from './upsampler.ts'
import { windowAttention } from './windowAttention.ts'

/**
 * SwinIR (Liang et al. 2021) in its light form: groups of transformer blocks that attend within windows, every other block
 * within moved ones, and one convolution with a pixel shuffle at the end. Keys are those of its code; images whose sides
 * are no multiples of the window's are mirrored over their edges. Linear output.
 */
export const swinirSchema = z
  .strictObject({
    kind: z.literal('swinir'),
    /** Groups of blocks, each with a convolution behind; light: 4. */
    groups: z.int().min(1).max(8),
    /** Transformer blocks in each; light: 6. */
    blocks: z.int().min(1).max(16),
    /** Heads of attention, among which the channels are divided; light: 6 of 60 channels. */
    heads: z.int().min(1).max(16),
    /** Side of a window, LR pixels; the paper: 8. */
    window: z.int().min(2).max(16),
    /** Width of the layers inside a block, over that of the block. */
    expansion: z.int().min(1).max(4).default(2),
    ...upsamplerFields,
  })
  .refine(config => config.channels % config.heads === 0, {
    path: ['heads'],
    message: 'the channels must be a multiple of the heads',
  })
export type SwinirConfig = z.output<typeof swinirSchema>

/** LR pixels: what a deeper network sees beyond is left to the warning that tiles may show. */
const widestOverlap = 64

export const swinir: Network<SwinirConfig> = {
  parameters,
  init,
  forward: (config, params, x) => {
    const [, height, width] = x.shape
    const factor = totalMagnification(config)
    const output = cropped(features(config, params, padToMultiple(x, config.window)), height, width, factor)
    return { output: config.globalSkip ? tf.add(output, upsampleBicubic(x, factor)) : output, updates: {} }
  },
  magnification: totalMagnification,
  receptiveField: config => Math.min(widestOverlap, reach(config)),
  tileGrid: ({ window }) => window,
  seesBeyondTiles: config => reach(config) > widestOverlap,
  describe: config => {
    const skip = config.globalSkip ? ', global skip' : ''
    const size = `${config.groups} groups of ${config.blocks} blocks x ${config.channels} channels`
    return `SwinIR x${totalMagnification(config)}: ${size}, ${config.heads} heads, windows of ${config.window}${skip}`
  },
  recognise: shapes => {
    const channels = axisOf(shapes, 'conv_first.weight', 0)
    const groups = countNamed(shapes, g => `${block(g, 0)}.attn.qkv.weight`)
    const [places, heads] = shapes.get(`${block(0, 0)}.attn.relative_position_bias_table`) ?? []
    if (channels === undefined || places === undefined) return undefined
    const bands = axisOf(shapes, 'conv_first.weight', 1) ?? 1
    const factor = shuffleSide(axisOf(shapes, `${last}.weight`, 0), bands)
    const stages = { 1: [2, 0], 8: [2, 3], 9: [3, 2] }[factor] ?? [factor, 1]
    return {
      kind: 'swinir',
      groups,
      blocks: countNamed(shapes, b => `${block(0, b)}.attn.qkv.weight`),
      heads,
      window: (Math.round(Math.sqrt(places)) + 1) / 2,
      expansion: (axisOf(shapes, `${block(0, 0)}.mlp.fc1.weight`, 0) ?? channels) / channels,
      channels,
      magnification: stages[0],
      magnifications: stages[1],
      globalSkip: false,
      ...(bands > 1 && { bands }),
    }
  },
  /** Buffers that its code keeps with the weights, and which follow from the window alone. */
  derived: /\.(relative_position_index|attn_mask)$/,
  untold: ['globalSkip'],
}

const last = 'upsample.0'
const block = (g: number, b: number) => `layers.${g}.residual_group.blocks.${b}`

/** A pixel sees the others of its window, of each block's; convolutions see their neighbours. */
const reach = ({ groups, blocks, window }: SwinirConfig) => groups * blocks * (window - 1) + groups + 3

function parameters(config: SwinirConfig): ParameterSpec[] {
  const { groups, blocks, heads, window, expansion, channels: c } = config
  const factor = totalMagnification(config)
  const blockSpecs = (name: string): ParameterSpec[] => [
    ...normSpecs(`${name}.norm1`, c),
    {
      name: `${name}.attn.relative_position_bias_table`,
      shape: [(2 * window - 1) ** 2, heads],
      trainable: true,
    },
    ...linearSpecs(`${name}.attn.qkv`, 3 * c, c),
    ...linearSpecs(`${name}.attn.proj`, c, c),
    ...normSpecs(`${name}.norm2`, c),
    ...linearSpecs(`${name}.mlp.fc1`, expansion * c, c),
    ...linearSpecs(`${name}.mlp.fc2`, c, expansion * c),
  ]
  return [
    ...convolutionSpecs('conv_first', c, bandsOf(config), 3),
    ...normSpecs('patch_embed.norm', c),
    ...range(groups).flatMap(g => [
      ...range(blocks).flatMap(b => blockSpecs(block(g, b))),
      ...convolutionSpecs(`layers.${g}.conv`, c, c, 3),
    ]),
    ...normSpecs('norm', c),
    ...convolutionSpecs('conv_after_body', c, c, 3),
    ...convolutionSpecs(last, bandsOf(config) * factor * factor, c, 3),
  ]
}

/** The spread of its paper's dense layers and position biases. */
const DENSE_SIGMA = 0.02

function init(config: SwinirConfig, random: UniformRandom): ParameterArrays {
  const specs = parameters(config)
  const arrays = pytorchDefaultInit(specs, random)
  for (const { name, shape } of specs) {
    if (name.endsWith('bias_table') || (shape.length === 2 && name.endsWith('.weight'))) {
      normalInit(arrays[name], DENSE_SIGMA, random)
    } else if (/\.(qkv|proj|fc1|fc2)\.bias$/.test(name)) arrays[name].fill(0)
  }
  for (const kind of ['weight', 'bias']) {
    const values = arrays[`${last}.${kind}`]
    if (config.globalSkip) values.fill(0)
    else icnr(values, bandsOf(config), totalMagnification(config))
  }
  return arrays
}

/** [batch, height, width, band], sides multiples of the window's -> [batch, height * r, width * r, band] */
function features(config: SwinirConfig, params: ParameterTensors, x: Tensor4D): Tensor4D {
  const first = convolution(params, 'conv_first', x) // [batch, height, width, channels]
  let y = layerNorm(params, 'patch_embed.norm', first) as Tensor4D
  for (const g of range(config.groups)) {
    let inner = y
    for (const b of range(config.blocks)) inner = transformerBlock(config, params, block(g, b), inner, b % 2 === 1)
    y = tf.add(convolution(params, `layers.${g}.conv`, inner), y)
  }
  y = convolution(params, 'conv_after_body', layerNorm(params, 'norm', y) as Tensor4D)
  const factor = totalMagnification(config)
  const shuffled = convolution(params, last, tf.add(y, first))
  return factor === 1 ? shuffled : pixelShuffle(shuffled, factor)
}

function transformerBlock(
  { window, heads }: SwinirConfig,
  params: ParameterTensors,
  name: string,
  x: Tensor4D,
  isMoved: boolean,
): Tensor4D {
  const windows = { side: window, shift: isMoved ? Math.floor(window / 2) : 0, heads }
  const normed = layerNorm(params, `${name}.norm1`, x) as Tensor4D
  const y = tf.add(x, windowAttention(params, `${name}.attn`, normed, windows))
  const [batch, height, width, channels] = x.shape
  const tokens = tf.reshape(layerNorm(params, `${name}.norm2`, y), [batch, height * width, channels]) as Tensor3D
  const inner = gelu(dense(params, `${name}.mlp.fc1`, tokens)) as Tensor3D
  return tf.add(y, tf.reshape(dense(params, `${name}.mlp.fc2`, inner), x.shape))
}
