import * as tf from '@tensorflow/tfjs-core'
import type { OnnxBuilder, Value } from '../builder.ts'
import { type Layout, nchw } from '../layout.ts'
import type { OnnxAttribute } from '../onnxModel.ts'
import { type ConvGeometry, explicitPads, outShape } from './convGeometry.ts'
import { defineKernel, recordOperation } from './registry.ts'

type Four = [number, number, number, number]

/** tfjs's own reading of window, strides and padding; x: [batch, height, width, channel]. */
function poolGeometry(shape: number[], attrs: tf.NamedAttrMap): ConvGeometry {
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

const window = (g: ConvGeometry): Record<string, OnnxAttribute> => ({
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
      const name = builder.emit(op, [source], window(node.attrs.geometry as ConvGeometry))
      return builder.result(name, node, nchw(node.shape))
    },
  })
}
pool('MaxPool', 'MaxPool')
/** The mean of the pixels under the window; padding is not counted. */
pool('AvgPool', 'AveragePool')

/**
 * The gradient goes to the place of the maximum, of several to the first, as in PyTorch. ONNX Runtime's inference build
 * has no such operator: its pooling tells the places, and where windows overlap they are added up.
 */
defineKernel({
  kernel: 'MaxPoolGrad',
  inputs: ['dy', 'input', 'output'],
  record: recordOperation('MaxPoolGrad', ([, input]) => input, {
    attrs: ([, input], attrs) => ({ geometry: poolGeometry(input, attrs) }),
  }),
  lower: (builder, node, [dy, x]) => {
    const layout = nchw(x.shape)
    const source = builder.convert(x, layout).name
    const [, places] = builder.emitAll('MaxPool', [source], window(node.attrs.geometry as ConvGeometry), 2)
    return builder.result(scatter(builder, x, layout, dy, places), node, layout)
  },
})

function scatter(builder: OnnxBuilder, x: Value, layout: Layout, dy: Value, places: string): string {
  const size = x.shape.reduce((a, b) => a * b, 1)
  const empty = builder.emit('Expand', [builder.scalar(0), builder.ints([size])])
  const updates = builder.reshape(builder.convert(dy, nchw(dy.shape)).name, [-1])
  const inputs = [empty, builder.reshape(places, [-1]), updates]
  const flat = builder.emit('ScatterElements', inputs, { axis: { int: 0 }, reduction: { string: 'add' } })
  return builder.reshape(
    flat,
    layout.map(atom => atom.size),
  )
}
