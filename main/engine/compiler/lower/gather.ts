import * as tf from '@tensorflow/tfjs-core'
import { AppError } from '../../../domain/errors.ts'
import type { DataType } from '../graph.ts'
import { dataType, defineKernel, recordOperation } from './registry.ts'

/** Places along an axis, by a list of indices. */
defineKernel({
  kernel: 'GatherV2',
  inputs: ['x', 'indices'],
  record: recordOperation(
    'GatherV2',
    ([x, indices], attrs) => {
      const axis = axisOf(x, attrs)
      return [...x.slice(0, axis), ...indices, ...x.slice(axis + 1)]
    },
    { attrs: ([x], attrs) => ({ axis: axisOf(x, attrs) }) },
  ),
  lower: (builder, node, [x, indices]) => {
    const axis = { int: node.attrs.axis as number }
    return builder.result(builder.emit('Gather', [builder.plain(x), builder.plain(indices)], { axis }), node)
  },
})

function axisOf(shape: number[], attrs: tf.NamedAttrMap): number {
  if (attrs.batchDims) {
    throw new AppError('unsupported', 'A compiled step gathers along one axis for all images alike (batchDims 0).')
  }
  return tf.util.parseAxisParam(attrs.axis as number, shape)[0]
}

/** Rows added up by the segment that each belongs to: the gradient of gathering. */
defineKernel({
  kernel: 'UnsortedSegmentSum',
  inputs: ['x', 'segmentIds'],
  record: recordOperation('UnsortedSegmentSum', ([x, ids], attrs) => [
    attrs.numSegments as number,
    ...x.slice(ids.length),
  ]),
  lower: (builder, node, [x, ids]) => {
    const places = builder.cast(ids, 'int32')
    const index = builder.emit('Cast', [builder.reshape(builder.plain(places), [...ids.shape, 1])], { to: { int: 7 } })
    const empty = builder.emit('Expand', [builder.scalar(0, node.dtype), builder.ints(node.shape)])
    const attributes = { reduction: { string: 'add' } }
    return builder.result(builder.emit('ScatterND', [empty, index, builder.plain(x)], attributes), node)
  },
})

defineKernel({
  kernel: 'OneHot',
  inputs: ['indices'],
  record: (context, [indices], attrs) => {
    const { depth, onValue, offValue } = attrs as { depth: number; onValue: number; offValue: number }
    return context.append({
      kind: 'operation',
      kernel: 'OneHot',
      inputs: [context.idOf(indices)],
      attrs: { depth, onValue, offValue },
      shape: [...indices.shape, depth],
      dtype: dataType({ ...indices, dtype: attrs.dtype as DataType }),
    })
  },
  /** Compared with all places, because ONNX's operator counts indices below zero from the end. */
  lower: (builder, node, [indices]) => {
    const { depth, onValue, offValue } = node.attrs as { depth: number; onValue: number; offValue: number }
    const places = builder.array(
      Int32Array.from({ length: depth }, (_, i) => i),
      [depth],
      'int32',
    )
    const column = builder.reshape(builder.plain(builder.cast(indices, 'int32')), [...indices.shape, 1])
    const hit = builder.emit('Equal', [column, places])
    if (node.dtype === 'bool') return builder.result(hit, node)
    const values = [onValue, offValue].map(v => builder.scalar(v, node.dtype))
    return builder.result(builder.emit('Where', [hit, ...values]), node)
  },
})
