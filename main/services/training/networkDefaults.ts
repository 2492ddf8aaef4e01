import type { NetworkChoice, NetworkKind } from '../../contract/networks.ts'

interface NetworkDefault<K extends NetworkKind> {
  readonly network: Extract<NetworkChoice, { kind: K }>
  readonly reasons: Readonly<Record<string, string>>
}

const stages = { magnification: 2, magnifications: 1 }
const skipReason =
  'The network adds to bicubic interpolation what that lacks: it begins as good as that, its flux included.'

/** Each kind of network as it is where the user chooses it and changes no more. */
export const networkDefaults: { readonly [K in NetworkKind]: NetworkDefault<K> } = {
  'resnet-sisr': {
    network: { kind: 'resnet-sisr', blocks: 3, channels: 32, ...stages, outputRelu: false, globalSkip: false },
    reasons: {
      kind: "The study's network, with batch norm.",
      blocks: '3 blocks: an eighth of the work of the published network.',
      channels: '32 channels hold the shapes of arcs; 64 cost four times as much.',
      outputRelu: 'A linear output: sky pixels scatter around zero, and cutting the negative ones would bias the flux.',
      globalSkip: 'Off, as in the study: the network makes the whole image, not a correction of the interpolated one.',
    },
  },
  edsr: {
    network: { kind: 'edsr', blocks: 8, channels: 32, ...stages, globalSkip: true },
    reasons: {
      kind: 'Without batch norm, whose statistics change from batch to batch and blur the scale of the flux.',
      blocks: '8 blocks see 20 LR pixels around each pixel: more than a PSF and the width of an arc.',
      channels: '32 channels hold the shapes of arcs; 64 cost four times as much.',
      globalSkip: skipReason,
    },
  },
  rcan: {
    network: { kind: 'rcan', groups: 2, blocks: 4, reduction: 8, channels: 32, ...stages, globalSkip: true },
    reasons: {
      kind: 'EDSR that also weighs its channels by what they hold in each image.',
      groups: '2 groups; the paper has 10, for photographs by the thousand.',
      blocks: '4 blocks in each group: as deep as the default EDSR.',
      reduction: '8: the attention of 32 channels has 4 inside.',
      channels: '32 channels hold the shapes of arcs; 64 cost four times as much.',
      globalSkip: skipReason,
    },
  },
  swinir: {
    network: {
      kind: 'swinir',
      groups: 2,
      blocks: 4,
      heads: 4,
      window: 8,
      expansion: 2,
      channels: 32,
      ...stages,
      globalSkip: true,
    },
    reasons: {
      kind: 'A transformer: pixels look at their likes within windows, wherever in the window these lie.',
      groups: '2 groups; SwinIR in its light form has 4.',
      blocks: '4 blocks in each group, every other with moved windows; the light form has 6.',
      heads: '4 heads of 8 channels each.',
      window: '8 pixels, as in the paper: a window holds an arc across.',
      channels: '32 channels; the light form has 60, which cost three times as much.',
      globalSkip: skipReason,
    },
  },
  unet: {
    network: { kind: 'unet', levels: 2, channels: 24, ...stages, globalSkip: true },
    reasons: {
      kind: 'A baseline of another kind: it sees the whole lens at a coarse level, and little at the finest.',
      levels: '2 levels: 64 pixels are seen at 16 a side, a ring still as a ring.',
      channels: '24 channels at the finest level and twice as many at each below.',
      globalSkip: skipReason,
    },
  },
}
