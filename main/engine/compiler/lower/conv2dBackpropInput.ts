import type { OnnxBuilder, Value } from '../builder.ts'
import { nchw } from '../layout.ts'
import { convolve, oihw } from './conv2d.ts'
import {
  type ConvGeometry,
  convGeometry,
  explicitPads,
  inShape,
  outputPadding,
  refuseDilation,
} from './convGeometry.ts'
import { fourierConv } from './fourierConv.ts'
import { defineKernel, recordOperation } from './registry.ts'

/** dL/dx of a convolution, which is also the transposed convolution of dy. */
defineKernel({
  kernel: 'Conv2DBackpropInput',
  inputs: ['dy', 'filter'],
  record: recordOperation('Conv2DBackpropInput', (_shapes, attrs) => attrs.inputShape as number[], {
    attrs: ([, filter], attrs) => ({ geometry: convGeometry(attrs.inputShape as number[], filter, attrs) }),
  }),
  lower: (builder, node, [dy, filter]) => {
    const g = node.attrs.geometry as ConvGeometry
    refuseDilation(g)
    const fourier = fourierConv(builder, g)
    if (fourier !== undefined) return fourier.inputGradient(dy, filter)
    const { padding, kernel, strides } = g
    const covers = [padding.top, padding.bottom].every(p => p < kernel[0])
    const covered = covers && [padding.left, padding.right].every(p => p < kernel[1])
    const plain = covered && strides.every(s => s === 1)
    return plain ? convolveTurned(builder, g, dy, filter) : convolveTransposed(builder, g, dy, filter)
  },
})

/** Without strides: dy convolved with the filter turned by 180 degrees, its channels' roles exchanged. */
function convolveTurned(builder: OnnxBuilder, forward: ConvGeometry, dy: Value, filter: Value): Value {
  const [kh, kw] = forward.kernel
  const backward: ConvGeometry = {
    ...forward,
    inChannels: forward.outChannels,
    outChannels: forward.inChannels,
    inSize: forward.outSize,
    outSize: forward.inSize,
    padding: {
      top: kh - 1 - forward.padding.top,
      left: kw - 1 - forward.padding.left,
      bottom: kh - 1 - forward.padding.bottom,
      right: kw - 1 - forward.padding.right,
    },
  }
  const source = builder.convert(filter, filter.layout)
  const axes = source.layout.flatMap((atom, i) => (atom.axis < 2 ? [i] : []))
  const ints = (value: number) => builder.ints(axes.map(() => value))
  const starts = ints(-1)
  const ends = ints(-(2 ** 31))
  const turned = builder.emit('Slice', [source.name, starts, ends, builder.ints(axes), starts])
  const [h, w, i, o] = filter.shape
  // Axes 2 and 3 of the forward filter are 3 and 2 of this one.
  const layout = source.layout.map(a => ({ axis: [0, 1, 3, 2][a.axis], size: a.size }))
  return convolve(builder, backward, dy, { ...source, name: turned, shape: [h, w, o, i], layout })
}

function convolveTransposed(builder: OnnxBuilder, g: ConvGeometry, dy: Value, filter: Value): Value {
  const inputs = [builder.convert(dy, nchw(dy.shape)).name, builder.convert(filter, oihw(filter.shape)).name]
  const name = builder.emit('ConvTranspose', inputs, {
    kernel_shape: { ints: g.kernel },
    strides: { ints: g.strides },
    pads: { ints: explicitPads(g) },
    output_padding: { ints: outputPadding(g) },
  })
  const shape = inShape(g)
  return builder.value(name, shape, nchw(shape))
}
