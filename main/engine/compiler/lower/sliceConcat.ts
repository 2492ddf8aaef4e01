import * as tf from '@tensorflow/tfjs-core'
import type { Value } from '../builder.ts'
import { defineKernel, recordOperation } from './registry.ts'

defineKernel({
  kernel: 'Slice',
  inputs: ['x'],
  record: recordOperation(
    'Slice',
    ([shape = []], attrs) => sliceBounds(shape, attrs).size,
    ([shape = []], attrs) => ({ begin: sliceBounds(shape, attrs).begin }),
  ),
  fold: ([x]) => x ?? 0,
  lower: (builder, node, [x]) => {
    if (x === undefined) throw new Error('Slice needs an input.')
    const begin = node.attrs.begin as number[]
    const end = begin.map((b, i) => b + (node.shape[i] ?? 0))
    const axes = builder.ints(begin.map((_, i) => i))
    const name = builder.emit('Slice', [builder.plain(x), builder.ints(begin), builder.ints(end), axes])
    return builder.value(name, node.shape)
  },
})

function sliceBounds(shape: number[], attrs: tf.NamedAttrMap): { begin: number[]; size: number[] } {
  const fake = { shape, rank: shape.length } as tf.Tensor
  const [begin, size] = tf.slice_util.parseSliceParams(fake, attrs.begin as number[], attrs.size as number[])
  return { begin: begin ?? [], size: size ?? [] }
}

defineKernel({
  kernel: 'Concat',
  inputs: 'list',
  record: recordOperation(
    'Concat',
    (shapes, attrs) => tf.backend_util.computeOutShape(shapes, attrs.axis as number),
    (_shapes, attrs) => ({ axis: attrs.axis }),
  ),
  lower: (builder, node, inputs) => {
    const names = inputs.map((v: Value) => builder.plain(v))
    return builder.value(builder.emit('Concat', names, { axis: { int: node.attrs.axis as number } }), node.shape)
  },
})
