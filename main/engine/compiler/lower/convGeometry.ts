import * as tf from '@tensorflow/tfjs-core'
import { AppError } from '../../../domain/errors.ts'

/** A convolution's numbers; x: [batch, height, width, in], filter: [height, width, in, out]. */
export interface ConvGeometry {
  readonly batch: number
  readonly inChannels: number
  readonly outChannels: number
  readonly inSize: readonly [height: number, width: number]
  readonly outSize: readonly [height: number, width: number]
  readonly kernel: readonly [height: number, width: number]
  readonly strides: readonly [height: number, width: number]
  readonly dilations: readonly [height: number, width: number]
  /** Zeros before the first and after the last row and column. */
  readonly padding: { readonly top: number; readonly bottom: number; readonly left: number; readonly right: number }
}

type Four = [number, number, number, number]

/** tfjs's own reading of strides and padding. Depthwise: each input channel has filters of its own. */
export function convGeometry(
  xShape: number[],
  filterShape: number[],
  attrs: tf.NamedAttrMap,
  depthwise = false,
): ConvGeometry {
  const info = tf.backend_util.computeConv2DInfo(
    xShape as Four,
    filterShape as Four,
    attrs.strides as number,
    (attrs.dilations ?? 1) as number,
    attrs.pad as 'same',
    attrs.dimRoundingMode as 'floor',
    depthwise,
  )
  if (!depthwise && filterShape[2] !== info.inChannels) {
    throw new AppError('unsupported', 'A compiled convolution reads all channels of its input: groups are not lowered.')
  }
  const { top, bottom, left, right } = info.padInfo
  return {
    batch: info.batchSize,
    inChannels: info.inChannels,
    outChannels: info.outChannels,
    inSize: [info.inHeight, info.inWidth],
    outSize: [info.outHeight, info.outWidth],
    kernel: [info.filterHeight, info.filterWidth],
    strides: [info.strideHeight, info.strideWidth],
    dilations: [info.dilationHeight, info.dilationWidth],
    padding: { top, bottom, left, right },
  }
}

/** [batch, height, width, out] */
export const outShape = (g: ConvGeometry): number[] => [g.batch, ...g.outSize, g.outChannels]

/** [batch, height, width, in] */
export const inShape = (g: ConvGeometry): number[] => [g.batch, ...g.inSize, g.inChannels]

/** ONNX's order. */
export const explicitPads = ({ padding: { top, left, bottom, right } }: ConvGeometry): number[] => [
  top,
  left,
  bottom,
  right,
]

/** tfjs's gradients of convolutions know no dilation. */
export function refuseDilation(g: ConvGeometry): void {
  if (g.dilations.every(d => d === 1)) return
  throw new AppError('unsupported', 'The gradient of a dilated convolution has no lowering: use dilation 1.')
}

/** How many pixels the last rows and columns of x lie beyond what the windows reach, which ONNX's transpose must add. */
export function outputPadding(g: ConvGeometry): number[] {
  const { top, bottom, left, right } = g.padding
  const before = [top + bottom, left + right]
  return g.inSize.map((size, i) => size + before[i] - ((g.outSize[i] - 1) * g.strides[i] + g.kernel[i]))
}
