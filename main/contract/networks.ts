import { z } from 'zod'

const blocks = z.number().int().min(1).max(64)
const channels = z.number().int().min(4).max(256)
/** Of any network: its stages of magnification follow from the data. */
const stages = {
  magnification: z.number().int().min(2).max(4),
  magnifications: z.number().int().min(0).max(3),
}
const outputRelu = z.boolean().describe('as published: no negative sky pixel; off: linear output')
const globalSkip = z.boolean().describe('adds the interpolated input to the output')
const groups = z.number().int().min(1).max(16).describe('groups of residual blocks')
const heads = z.number().int().min(1).max(16).describe('of attention; the channels are divided among them')
const windowSide = z.number().int().min(2).max(16).describe('side of a window of attention, LR pixels')
const levels = z.number().int().min(1).max(5).describe('how often the size is halved')
/** Of networks that came from elsewhere; the images of Subarc have one. */
const bands = z.number().int().min(1).max(16).optional()
const reduction = z.number().int().min(1).max(64).describe('the attention has this many times fewer channels inside')

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
      expansion: z.number().int().min(1).max(4).default(2),
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
    levels,
  })
  .partial()
  .strict()
export type NetworkChanges = z.infer<typeof networkChangesSchema>
