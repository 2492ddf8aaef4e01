import type { OnnxBuilder, Value } from '../builder.ts'
import type { OperationNode } from '../graph.ts'
import { orderedLayout } from '../layout.ts'
import { wholeAxes } from './axes.ts'
import { defineKernel, recordOperation } from './registry.ts'

type Paddings = readonly (readonly [before: number, after: number])[]

const padded = ([shape]: number[][], attrs: Readonly<Record<string, unknown>>) =>
  shape.map((n, i) => n + (attrs.paddings as Paddings)[i][0] + (attrs.paddings as Paddings)[i][1])

defineKernel({
  kernel: 'PadV2',
  inputs: ['x'],
  record: recordOperation('PadV2', padded, {
    attrs: (_shapes, { paddings, constantValue }) => ({ paddings, constantValue }),
  }),
  lower: (builder, node, [x]) => {
    const value = builder.scalar((node.attrs.constantValue ?? 0) as number, node.dtype)
    return pad(builder, node, x, 'constant', [value])
  },
})

/** 'reflect' leaves the edge pixel out, 'symmetric' repeats it. */
defineKernel({
  kernel: 'MirrorPad',
  inputs: ['x'],
  record: recordOperation('MirrorPad', padded, { attrs: (_shapes, { paddings, mode }) => ({ paddings, mode }) }),
  fold: ([x]) => x,
  lower: (builder, node, [x]) => {
    if (node.attrs.mode === 'reflect') return pad(builder, node, x, 'reflect', [])
    // A single mirrored pixel is the edge's own.
    const single = (node.attrs.paddings as Paddings).every(([before, after]) => Math.max(before, after) <= 1)
    return single ? pad(builder, node, x, 'edge', []) : symmetric(builder, node, x)
  },
})

function pad(builder: OnnxBuilder, node: OperationNode, x: Value, mode: string, more: readonly string[]): Value {
  const paddings = node.attrs.paddings as Paddings
  const { name, order } = wholeAxes(builder, x)
  const pads = builder.ints([...order.map(a => paddings[a][0]), ...order.map(a => paddings[a][1])])
  return builder.result(
    builder.emit('Pad', [name, pads, ...more], { mode: { string: mode } }),
    node,
    orderedLayout(node.shape, order),
  )
}

/** ONNX has no such mode before opset 23: along each padded axis the mirrored places are gathered. */
function symmetric(builder: OnnxBuilder, node: OperationNode, x: Value): Value {
  const { name, order } = wholeAxes(builder, x)
  const result = order.reduce((from, axis, at) => {
    const [before, after] = (node.attrs.paddings as Paddings)[axis]
    const n = x.shape[axis]
    if (before === 0 && after === 0) return from
    const places = Array.from({ length: n + before + after }, (_, i) => {
      const place = i - before
      if (place < 0) return -1 - place
      return place < n ? place : 2 * n - 1 - place
    })
    return builder.emit('Gather', [from, builder.ints(places)], { axis: { int: at } })
  }, name)
  return builder.result(result, node, orderedLayout(node.shape, order))
}
