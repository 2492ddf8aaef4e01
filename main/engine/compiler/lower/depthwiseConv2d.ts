import type { OnnxBuilder, Value } from '../builder.ts'
import { nchw, orderedLayout } from '../layout.ts'
import {
  type ConvGeometry,
  convGeometry,
  explicitPads,
  inShape,
  outputPadding,
  outShape,
  refuseDilation,
} from './convGeometry.ts'
import { tapsOf } from './convTaps.ts'
import { timesTransposed } from './matMul.ts'
import { defineKernel, recordOperation } from './registry.ts'

/** Convolutions whose input channels have filters of their own: ONNX's groups. filter: [height, width, in, multiplier]. */

defineKernel({
  kernel: 'DepthwiseConv2dNative',
  inputs: ['x', 'filter'],
  record: recordOperation(
    'DepthwiseConv2dNative',
    ([x, filter], attrs) => outShape(convGeometry(x, filter, attrs, true)),
    {
      attrs: ([x, filter], attrs) => ({ geometry: convGeometry(x, filter, attrs, true) }),
    },
  ),
  lower: (builder, node, [x, filter]) => {
    const g = node.attrs.geometry as ConvGeometry
    const inputs = [builder.convert(x, nchw(x.shape)).name, groupedFilter(builder, g, filter)]
    const name = builder.emit('Conv', inputs, {
      kernel_shape: { ints: g.kernel },
      pads: { ints: explicitPads(g) },
      strides: { ints: g.strides },
      dilations: { ints: g.dilations },
      group: { int: g.inChannels },
    })
    return builder.result(name, node, nchw(node.shape))
  },
})

defineKernel({
  kernel: 'DepthwiseConv2dNativeBackpropInput',
  inputs: ['dy', 'filter'],
  record: recordOperation('DepthwiseConv2dNativeBackpropInput', (_shapes, attrs) => attrs.inputShape as number[], {
    attrs: ([, filter], attrs) => ({ geometry: convGeometry(attrs.inputShape as number[], filter, attrs, true) }),
  }),
  lower: (builder, node, [dy, filter]) => {
    const g = node.attrs.geometry as ConvGeometry
    refuseDilation(g)
    const gradient = builder.convert(dy, nchw(dy.shape)).name
    const weights = groupedFilter(builder, g, filter)
    const [, , , multiplier] = filter.shape
    const name =
      builder.options.portable && multiplier > 1
        ? sumOfTransposes(builder, g, multiplier, gradient, weights)
        : transpose(builder, g, gradient, weights)
    return builder.result(name, node, nchw(inShape(g)))
  },
})

/** dy: [batch, in * multiplier, height, width] -> [batch, in, height, width] */
function transpose(builder: OnnxBuilder, g: ConvGeometry, dy: string, weights: string): string {
  return builder.emit('ConvTranspose', [dy, weights], {
    kernel_shape: { ints: g.kernel },
    strides: { ints: g.strides },
    pads: { ints: explicitPads(g) },
    output_padding: { ints: outputPadding(g) },
    group: { int: g.inChannels },
  })
}

/** One filter of each channel at a time: ONNX Runtime 1.30's WebGPU is wrong where a group has several inputs. */
function sumOfTransposes(builder: OnnxBuilder, g: ConvGeometry, multiplier: number, dy: string, weights: string) {
  const parts = builder.reshape(dy, [g.batch, g.inChannels, multiplier, ...g.outSize])
  const filters = builder.reshape(weights, [g.inChannels, multiplier, ...g.kernel])
  const place = (from: string, axis: number, k: number) =>
    builder.emit('Slice', [from, builder.ints([k]), builder.ints([k + 1]), builder.ints([axis])])
  const sums = Array.from({ length: multiplier }, (_, k) => {
    const part = builder.reshape(place(parts, 2, k), [g.batch, g.inChannels, ...g.outSize])
    return transpose(builder, g, part, place(filters, 1, k))
  })
  return sums.reduce((a, b) => builder.emit('Add', [a, b]))
}

/** For each tap and channel the product of x, shifted by the tap, with dy, summed over pixels and images. */
defineKernel({
  kernel: 'DepthwiseConv2dNativeBackpropFilter',
  inputs: ['x', 'dy'],
  record: recordOperation('DepthwiseConv2dNativeBackpropFilter', (_shapes, attrs) => attrs.filterShape as number[], {
    attrs: ([x], attrs) => ({ geometry: convGeometry(x, attrs.filterShape as number[], attrs, true) }),
  }),
  lower: (builder, node, [x, dy]) => {
    const g = node.attrs.geometry as ConvGeometry
    refuseDilation(g)
    const [kh, kw, channels, multiplier] = node.shape
    const pixels = g.outSize[0] * g.outSize[1]
    const taps = tapsOf(builder, g, builder.convert(x, nchw(x.shape)).name)
    const rows = taps.map(tap => builder.reshape(tap, [g.batch, channels, 1, pixels]))
    const patches = builder.emit('Concat', rows, { axis: { int: 2 } })
    const outputs = builder.reshape(builder.convert(dy, nchw(dy.shape)).name, [g.batch, channels, multiplier, pixels])
    // [batch, channel, tap, pixel] x [batch, channel, multiplier, pixel]^T
    const product = timesTransposed(builder, patches, outputs, 4)
    const name = builder.emit('ReduceSum', [product, builder.ints([0])], { keepdims: { int: 0 } })
    return {
      ...builder.result(name, node, orderedLayout(node.shape, [2, 0, 1, 3])),
      dims: [channels, kh * kw, multiplier],
    }
  },
})

/** [in * multiplier, 1, height, width] */
function groupedFilter(builder: OnnxBuilder, g: ConvGeometry, filter: Value): string {
  const moved = builder.convert(filter, orderedLayout(filter.shape, [2, 3, 0, 1]))
  return builder.reshape(moved.name, [g.outChannels, 1, ...g.kernel])
}
