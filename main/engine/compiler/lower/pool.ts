import * as tf from '@tensorflow/tfjs-core'
import { nchw } from '../layout.ts'
import type { OnnxAttribute } from '../onnxModel.ts'
import { type ConvGeometry, explicitPads, outShape } from './convGeometry.ts'
import { defineKernel, recordOperation } from './registry.ts'

type Four = [number, number, number, number]

/** tfjs's own reading of window, strides and padding; x: [batch, height, width, channel]. */
export function poolGeometry(shape: number[], attrs: tf.NamedAttrMap): ConvGeometry {
  const info = tf.backend_util.computePool2DInfo(
    shape as Four,
    attrs.filterSize as number,
    attrs.strides as number,
    1,
    attrs.pad as 'same',
    attrs.dimRoundingMode as 'floor',
  )
  const { top, bottom, left, right } = info.padInfo
  return {
    batch: info.batchSize,
    inChannels: info.inChannels,
    outChannels: info.outChannels,
    inSize: [info.inHeight, info.inWidth],
    outSize: [info.outHeight, info.outWidth],
    kernel: [info.filterHeight, info.filterWidth],
    strides: [info.strideHeight, info.strideWidth],
    dilations: [1, 1],
    padding: { top, bottom, left, right },
  }
}

/** As ONNX's operators take it. */
export const windowOf = (g: ConvGeometry): Record<string, OnnxAttribute> => ({
  kernel_shape: { ints: g.kernel },
  strides: { ints: g.strides },
  pads: { ints: explicitPads(g) },
})

function pool(kernel: 'MaxPool' | 'AvgPool', op: 'MaxPool' | 'AveragePool'): void {
  defineKernel({
    kernel,
    inputs: ['x'],
    record: recordOperation(kernel, ([x], attrs) => outShape(poolGeometry(x, attrs)), {
      attrs: ([x], attrs) => ({ geometry: poolGeometry(x, attrs) }),
    }),
    lower: (builder, node, [x]) => {
      const source = builder.convert(x, nchw(x.shape)).name
      const name = builder.emit(op, [source], windowOf(node.attrs.geometry as ConvGeometry))
      return builder.result(name, node, nchw(node.shape))
    },
  })
}
pool('MaxPool', 'MaxPool')
/** The mean of the pixels under the window; padding is not counted. */
pool('AvgPool', 'AveragePool')
