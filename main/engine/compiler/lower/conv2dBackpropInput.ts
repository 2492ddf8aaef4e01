import type { Value } from '../builder.ts'
import { type ConvGeometry, convGeometry, convolve } from './conv2d.ts'
import { defineKernel, recordOperation } from './registry.ts'

/** dL/dx of a convolution: dy convolved with the filter turned by 180 degrees, its channels' roles exchanged. */
defineKernel({
  kernel: 'Conv2DBackpropInput',
  inputs: ['dy', 'filter'],
  record: recordOperation(
    'Conv2DBackpropInput',
    (_shapes, attrs) => attrs.inputShape as number[],
    ([, filter = []], attrs) => ({ geometry: convGeometry(attrs.inputShape as number[], filter, attrs) }),
  ),
  lower: (builder, node, inputs) => {
    const [dy, filter] = inputs as [Value, Value]
    const forward = node.attrs.geometry as ConvGeometry
    const [kh, kw] = forward.kernel
    if (forward.strides.some(s => s !== 1) || forward.dilations.some(d => d !== 1)) {
      throw new Error('The input gradient of a strided or dilated convolution has no lowering yet.')
    }
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
    const [h = 1, w = 1, i = 1, o = 1] = filter.shape
    // Axes 2 and 3 of the forward filter are 3 and 2 of this one.
    const layout = source.layout.map(a => ({ axis: [0, 1, 3, 2][a.axis] ?? a.axis, size: a.size }))
    return convolve(builder, backward, dy, { name: turned, shape: [h, w, o, i], layout, dims: source.dims })
  },
})
