import type { OnnxBuilder, Value } from '../builder.ts'
import type { OperationNode } from '../graph.ts'
import { nchw } from '../layout.ts'
import { defineKernel } from './registry.ts'
import { reshapeValue } from './reshape.ts'
import { transposeValue } from './transpose.ts'

/**
 * PyTorch's pixel shuffle (models/layers.ts), found by a pass: [batch, height, width, c * r * r] ->
 * [batch, height * r, width * r, c].
 */
defineKernel({
  kernel: 'PixelShuffle',
  inputs: ['x'],
  fold: ([x]) => x,
  lower: (builder, node, [x]) => (builder.options.portable ? depthToSpace(builder, node, x) : moves(builder, node, x)),
})

/** ONNX's own operator, which holds for images of any size. */
function depthToSpace(builder: OnnxBuilder, node: OperationNode, x: Value): Value {
  const attributes = { blocksize: { int: node.attrs.r as number }, mode: { string: 'CRD' } }
  const name = builder.emit('DepthToSpace', [builder.convert(x, nchw(x.shape)).name], attributes)
  return builder.result(name, node, nchw(node.shape))
}

/** One move of memory, in the two loops that the runtime has for moves of a single axis: a quarter of the operator's time. */
function moves(builder: OnnxBuilder, node: OperationNode, x: Value): Value {
  const [n, h, w, channels] = x.shape
  const r = node.attrs.r as number
  const parts = reshapeValue(builder, x, [n, h, w, channels / (r * r), r, r])
  return reshapeValue(builder, transposeValue(parts, SHUFFLE), node.shape)
}

/** [batch, height, width, c, i, j] -> [batch, height, i, width, j, c] */
export const SHUFFLE = [0, 1, 4, 2, 5, 3]

/** Its inverse, which is also its gradient: [batch, height * r, width * r, c] -> [batch, height, width, c * r * r]. */
defineKernel({
  kernel: 'PixelUnshuffle',
  inputs: ['x'],
  fold: ([x]) => x,
  lower: (builder, node, [x]) => {
    const [n, h, w, channels] = node.shape
    const r = node.attrs.r as number
    const parts = reshapeValue(builder, x, [n, h, r, w, r, channels / (r * r)])
    return reshapeValue(builder, transposeValue(parts, UNSHUFFLE), node.shape)
  },
})

/** [batch, height, i, width, j, c] -> [batch, height, width, c, i, j] */
export const UNSHUFFLE = [0, 1, 3, 5, 2, 4]
