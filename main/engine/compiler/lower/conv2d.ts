import { NCHWC, type OnnxBuilder, type Value } from '../builder.ts'
import { sizeOf } from '../graph.ts'
import { dimsOf, type Layout, nchw, nchwc, orderedLayout } from '../layout.ts'
import type { OnnxAttribute } from '../onnxModel.ts'
import { type ConvGeometry, convGeometry, explicitPads, outShape } from './convGeometry.ts'
import { convolveTaps, hasFewOutputs } from './fewOutputs.ts'
import { fourierConv } from './fourierConv.ts'
import { defineKernel, recordOperation } from './registry.ts'

defineKernel({
  kernel: 'Conv2D',
  inputs: ['x', 'filter'],
  record: recordOperation('Conv2D', ([x, filter], attrs) => outShape(convGeometry(x, filter, attrs)), {
    attrs: ([x, filter], attrs) => ({ geometry: convGeometry(x, filter, attrs) }),
  }),
  /** Passes may have put a bias in the third place, and given an activation. */
  lower: (builder, node, [x, filter, bias]) =>
    convolve(builder, node.attrs.geometry as ConvGeometry, x, filter, { bias, relu: node.attrs.relu === true }),
})

interface ConvolveOptions {
  readonly bias?: Value
  readonly relu?: boolean
}

/** x * filter + bias; filter: a value with axes [height, width, in, out], in any layout. */
export function convolve(
  builder: OnnxBuilder,
  g: ConvGeometry,
  x: Value,
  filter: Value,
  { bias, relu = false }: ConvolveOptions = {},
): Value {
  const shape = outShape(g)
  const fourier = fourierConv(builder, g)
  if (fourier !== undefined) return finished(builder, fourier.forward(x, filter), bias, relu)
  if (hasFewOutputs(builder, g)) return finished(builder, convolveTaps(builder, g, x, filter), bias, relu)
  const attributes = {
    kernel_shape: { ints: g.kernel },
    pads: { ints: explicitPads(g) },
    strides: { ints: g.strides },
    dilations: { ints: g.dilations },
    group: { int: 1 },
  }
  const biasInput = bias === undefined ? [] : [builder.plain(bias)]
  const { block } = builder.options
  if (canBlock(g, block)) return convolveBlocked(builder, g, { x, filter, bias: biasInput }, attributes, relu)
  const source = builder.convert(x, nchw(x.shape)).name
  const weights = builder.convert(filter, oihw(filter.shape)).name
  const name = builder.emit('Conv', [source, weights, ...biasInput], attributes)
  return builder.value(relu ? builder.emit('Relu', [name]) : name, shape, nchw(shape))
}

/** Bias and activation of a convolution, in NCHW, that the runtime's own operator does not make. */
function finished(builder: OnnxBuilder, result: Value, bias: Value | undefined, relu: boolean): Value {
  const sum =
    bias && builder.emit('Add', [result.name, builder.reshape(builder.plain(bias), [sizeOf(bias.shape), 1, 1])])
  const name = sum ?? result.name
  return { ...result, name: relu ? builder.emit('Relu', [name]) : name }
}

/** In ONNX Runtime's NCHWc layout: 1.25 to 1.4 times as fast; reorders cost a twentieth of a layer of many channels. */
function convolveBlocked(
  builder: OnnxBuilder,
  g: ConvGeometry,
  { x, filter, bias }: { x: Value; filter: Value; bias: readonly string[] },
  attributes: Readonly<Record<string, OnnxAttribute>>,
  relu: boolean,
): Value {
  const { block, keepBlocks } = builder.options
  const shape = outShape(g)
  const blocked = builder.convert(x, nchwc(x.shape, block))
  const source = builder.reshape(blocked.name, [g.batch, g.inChannels, ...g.inSize])
  const filterDims = [g.outChannels, g.inChannels, ...g.kernel]
  const weights = builder.reshape(builder.convert(filter, blockedFilter(g, block)).name, filterDims)
  const activation: Record<string, OnnxAttribute> = relu ? { activation: { string: 'Relu' } } : {}
  const output = builder.emit('Conv', [source, weights, ...bias], { ...attributes, ...activation }, NCHWC)
  const layout = nchwc(shape, block)
  const result = builder.value(builder.reshape(output, dimsOf(layout)), shape, layout)
  return keepBlocks ? result : builder.convert(result, nchw(shape))
}

/** Whole blocks of channels on both sides; with fewer input channels the reorder costs more than is won. */
function canBlock(g: ConvGeometry, block: number): boolean {
  return block > 0 && g.outChannels % block === 0 && g.inChannels % block === 0
}

export const oihw = (shape: readonly number[]): Layout => orderedLayout(shape, [3, 2, 0, 1])

/** [out / block, in / block, height, width, in block, out block] */
const blockedFilter = (g: ConvGeometry, block: number): Layout => [
  { axis: 3, size: g.outChannels / block },
  { axis: 2, size: g.inChannels / block },
  { axis: 0, size: g.kernel[0] },
  { axis: 1, size: g.kernel[1] },
  { axis: 2, size: block },
  { axis: 3, size: block },
]
