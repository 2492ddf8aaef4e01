import type { OnnxBuilder } from '../builder.ts'
import { type Layout, nchw } from '../layout.ts'
import { type ConvGeometry, explicitPads, outputPadding } from './convGeometry.ts'
import { tapsOf } from './convTaps.ts'
import { poolGeometry, windowOf } from './pool.ts'
import { defineKernel, recordOperation } from './registry.ts'

/**
 * The gradient goes to the place of the maximum, of several to the first, as in PyTorch; where windows overlap they are added
 * up. ONNX Runtime's inference build has no operator for it.
 */
defineKernel({
  kernel: 'MaxPoolGrad',
  inputs: ['dy', 'input', 'output'],
  record: recordOperation('MaxPoolGrad', ([, input]) => input, {
    attrs: ([, input], attrs) => ({ geometry: poolGeometry(input, attrs) }),
  }),
  lower: (builder, node, [dy, x, y]) => {
    const g = node.attrs.geometry as ConvGeometry
    const layout = nchw(x.shape)
    const source = builder.convert(x, layout).name
    const gradient = builder.convert(dy, nchw(dy.shape)).name
    const name = builder.options.portable
      ? claimedByTaps(builder, g, source, builder.convert(y, nchw(y.shape)).name, gradient)
      : scattered(builder, g, layout, source, gradient)
    return builder.result(name, node, layout)
  },
})

/** The pooling tells the places, which not every provider can. */
function scattered(builder: OnnxBuilder, g: ConvGeometry, layout: Layout, x: string, dy: string): string {
  const [, places] = builder.emitAll('MaxPool', [x], windowOf(g), 2)
  const dims = layout.map(atom => atom.size)
  const size = dims.reduce((a, b) => a * b, 1)
  const empty = builder.emit('Expand', [builder.scalar(0), builder.ints([size])])
  const inputs = [empty, builder.reshape(places, [-1]), builder.reshape(dy, [-1])]
  const flat = builder.emit('ScatterElements', inputs, { axis: { int: 0 }, reduction: { string: 'add' } })
  return builder.reshape(flat, dims)
}

/** Below every float32 pixel. */
const LOWEST = -3.4e38

/**
 * Tap by tap of the window, whoever first equals the maximum takes its gradient; a transposed convolution, of a single one a
 * tap, brings all parts back to their pixels.
 */
function claimedByTaps(builder: OnnxBuilder, g: ConvGeometry, x: string, y: string, dy: string): string {
  let taken: string | undefined
  const parts = tapsOf(builder, g, x, LOWEST).map(tap => {
    const equal = builder.emit('Equal', [tap, y])
    const first: string = taken === undefined ? equal : builder.emit('And', [equal, builder.emit('Not', [taken])])
    taken = taken === undefined ? equal : builder.emit('Or', [taken, equal])
    const part = builder.emit('Where', [first, dy, builder.scalar(0)])
    return builder.reshape(part, [g.batch * g.inChannels, 1, ...g.outSize])
  })
  const together = builder.emit('Concat', parts, { axis: { int: 1 } })
  const ones = builder.array(oneAtEachTap(parts.length), [parts.length, 1, ...g.kernel])
  const spread = builder.emit('ConvTranspose', [together, ones], {
    kernel_shape: { ints: g.kernel },
    strides: { ints: g.strides },
    pads: { ints: explicitPads(g) },
    output_padding: { ints: outputPadding(g) },
  })
  return builder.reshape(spread, [g.batch, g.inChannels, ...g.inSize])
}

/** [tap, 1, height, width]: filter k is one at tap k. */
function oneAtEachTap(taps: number): Float32Array {
  return Float32Array.from({ length: taps * taps }, (_, i) => (Math.floor(i / taps) === i % taps ? 1 : 0))
}
