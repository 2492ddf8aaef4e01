import { z } from 'zod'

const blocks = z.number().int().min(1).max(64).meta({ title: 'Residual blocks' })
const channels = z.number().int().min(4).max(256).meta({ title: 'Channels' })
/** Of any network: its stages of magnification follow from the data. */
const stages = {
  magnification: z.number().int().min(2).max(4).meta({ title: 'Magnification a stage' }),
  magnifications: z.number().int().min(0).max(3).meta({ title: 'Stages of magnification' }),
}
const outputRelu = z.boolean().meta({
  title: 'No negative pixels (ReLU at the output)',
  description: 'as published: no negative sky pixel; off: linear output',
})
const globalSkip = z.boolean().meta({
  title: 'Add the interpolated input to the output',
  description: 'the network then learns what interpolation lacks',
})
const groups = z
  .number()
  .int()
  .min(1)
  .max(16)
  .meta({ title: 'Groups of blocks', description: 'groups of residual blocks' })
const heads = z
  .number()
  .int()
  .min(1)
  .max(16)
  .meta({ title: 'Heads of attention', description: 'the channels are divided among them' })
const windowSide = z
  .number()
  .int()
  .min(2)
  .max(16)
  .meta({ title: 'Side of a window', description: 'of attention, LR pixels' })
const levels = z
  .number()
  .int()
  .min(1)
  .max(5)
  .meta({ title: 'Levels, each half as fine', description: 'how often the size is halved' })
/** Of networks that came from elsewhere; the images of Subarc have one. */
const bands = z.number().int().min(1).max(16).optional()
/** Of the layers between the windows' attention. */
const expansion = z.number().int().min(1).max(4)
const reduction = z.number().int().min(1).max(64).meta({
  title: 'Reduction inside the attention',
  description: 'the attention has this many times fewer channels inside',
})

/** Configurations of the networks that can be trained, by `kind`; a record of an earlier version reads as it did. */
export const networkSchema = z.discriminatedUnion('kind', [
  z
    .object({
      kind: z.literal('resnet-sisr'),
      blocks,
      channels,
      ...stages,
      bands,
      outputRelu,
      globalSkip: globalSkip.default(false),
    })
    .strict(),
  z
    .object({ kind: z.literal('edsr'), blocks, channels, ...stages, bands, globalSkip: globalSkip.default(true) })
    .strict(),
  z
    .object({
      kind: z.literal('rcan'),
      groups,
      blocks,
      reduction,
      channels,
      ...stages,
      bands,
      globalSkip: globalSkip.default(true),
    })
    .strict(),
  z
    .object({
      kind: z.literal('swinir'),
      groups: groups.max(8),
      blocks: blocks.max(16),
      heads,
      window: windowSide,
      expansion: expansion.default(2),
      channels,
      ...stages,
      bands,
      globalSkip: globalSkip.default(true),
    })
    .strict()
    .refine(network => network.channels % network.heads === 0, {
      path: ['heads'],
      message: 'the channels must be a multiple of the heads',
    }),
  z
    .object({
      kind: z.literal('unet'),
      levels,
      channels,
      ...stages,
      bands,
      globalSkip: globalSkip.default(true),
    })
    .strict(),
])
export type NetworkChoice = z.infer<typeof networkSchema>

/** What a run trained: a network of the user's choice, alone or behind a frozen denoiser of an earlier stage. */
export const trainedNetworkSchema = z.discriminatedUnion('kind', [
  ...networkSchema.options,
  z.strictObject({
    kind: z.literal('denoised-sisr'),
    denoiser: networkSchema.options[0],
    sr: networkSchema.options[0],
  }),
])
export type TrainedNetwork = z.infer<typeof trainedNetworkSchema>

const fixedSide = z.number().int().min(1).max(16384).nullable()

/** A network that came as an ONNX file: how it is to be fed, found by trial. It is applied and scored, not trained. */
export const onnxNetworkSchema = z.strictObject({
  kind: z.literal('onnx'),
  layout: z.enum(['nchw', 'nhwc']),
  channels: z.union([z.literal(1), z.literal(3)]),
  magnification: z.number().int().min(1).max(16),
  /** The one size that it takes; null: any. */
  batch: z.number().int().min(1).max(1024).nullable(),
  height: fixedSide,
  width: fixedSide,
  multiple: z.number().int().min(1).max(64),
  overlap: z.number().int().min(0).max(64),
  seesWholeImage: z.boolean(),
})

/** The network of a run: trained here, or brought along. */
export const runNetworkSchema = z.discriminatedUnion('kind', [...trainedNetworkSchema.options, onnxNetworkSchema])
export type RunNetwork = z.infer<typeof runNetworkSchema>

/** The part whose weights change: what a user can set. */
export const trainablePart = (network: TrainedNetwork): NetworkChoice =>
  network.kind === 'denoised-sisr' ? network.sr : network

/** HR pixels a LR pixel, along one side. */
export function magnificationOf(network: RunNetwork): number {
  if (network.kind === 'onnx') return network.magnification
  const { magnification, magnifications } = trainablePart(network)
  return magnification ** magnifications
}
export type NetworkKind = NetworkChoice['kind']
export const networkKinds = ['resnet-sisr', 'edsr', 'rcan', 'swinir', 'unet'] as const satisfies readonly NetworkKind[]

/** What a user changes of a recipe's network; another `kind` begins from that kind's own values. */
export const networkChangesSchema = z
  .object({
    kind: z.enum(networkKinds),
    blocks,
    channels,
    ...stages,
    outputRelu,
    globalSkip,
    groups,
    reduction,
    heads,
    window: windowSide,
    expansion,
    bands,
    levels,
  })
  .partial()
  .strict()
export type NetworkChanges = z.infer<typeof networkChangesSchema>
