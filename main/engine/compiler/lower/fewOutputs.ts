import type { OnnxBuilder, Value } from '../builder.ts'
import { nchw, orderedLayout } from '../layout.ts'
import { type ConvGeometry, outShape } from './convGeometry.ts'

/** Numbers that all taps together make of a pixel, up to which they are made by one product. */
const MOST_PRODUCTS = 64

/** Many channels into so few that a convolution's blocks of outputs would stay empty. */
export function hasFewOutputs(builder: OnnxBuilder, g: ConvGeometry): boolean {
  const { block, portable } = builder.options
  if (portable || g.outChannels % (block || 16) === 0) return false
  const dense = [...g.strides, ...g.dilations].every(s => s === 1)
  return dense && g.inChannels >= 32 && g.outChannels * g.kernel[0] * g.kernel[1] <= MOST_PRODUCTS
}

/**
 * One matrix product makes what each tap of the kernel gives of each pixel; then these are shifted and added, which moves
 * little memory because the outputs are few.
 */
export function convolveTaps(builder: OnnxBuilder, g: ConvGeometry, x: Value, filter: Value): Value {
  const [kh, kw] = g.kernel
  const [h, w] = g.inSize
  const [oh, ow] = g.outSize
  const { top, left } = g.padding
  const pixels = builder.reshape(builder.convert(x, nchw(x.shape)).name, [g.batch, g.inChannels, h * w])
  // [tap, out, in]
  const weights = builder.convert(filter, orderedLayout(filter.shape, [0, 1, 3, 2])).name
  const rows = builder.reshape(weights, [kh * kw * g.outChannels, g.inChannels])
  const products = builder.emit('MatMul', [rows, pixels])
  const images = builder.reshape(products, [g.batch, kh * kw, g.outChannels, h, w])
  const taps = builder.emitAll('Split', [images], { axis: { int: 1 } }, kh * kw)
  const shifted = taps.map((tap, at) => {
    const [i, j] = [Math.floor(at / kw), at % kw]
    const pads = [top - i, left - j, oh + i - top - h, ow + j - left - w]
    const [before, after] = [pads.slice(0, 2), pads.slice(2)]
    if (pads.every(p => p === 0)) return tap
    return builder.emit('Pad', [tap, builder.ints([0, 0, 0, ...before, 0, 0, 0, ...after])])
  })
  const sum = shifted.reduce((a, b) => builder.emit('Add', [a, b]))
  const shape = outShape(g)
  return builder.value(builder.reshape(sum, [g.batch, g.outChannels, oh, ow]), shape, nchw(shape))
}
