import * as tf from '@tensorflow/tfjs-core'
import type { OnnxBuilder, Value } from '../builder.ts'
import type { OperationNode } from '../graph.ts'
import { orderedLayout } from '../layout.ts'
import { wholeAxes } from './axes.ts'
import { dataType, defineKernel, recordOperation } from './registry.ts'

/** Slices of every kind: each keeps its input's order of axes. */

defineKernel({
  kernel: 'Slice',
  inputs: ['x'],
  record: recordOperation('Slice', ([shape], attrs) => sliceBounds(shape, attrs).size, {
    attrs: ([shape], attrs) => ({ begin: sliceBounds(shape, attrs).begin }),
  }),
  fold: ([x]) => x,
  lower: (builder, node, [x]) => {
    const begin = node.attrs.begin as number[]
    return slice(builder, node, x, { begin, end: begin.map((b, i) => b + node.shape[i]), steps: begin.map(() => 1) })
  },
})

function sliceBounds(shape: number[], attrs: tf.NamedAttrMap): { begin: number[]; size: number[] } {
  const fake = { shape, rank: shape.length } as tf.Tensor
  const [begin, size] = tf.slice_util.parseSliceParams(fake, attrs.begin as number[], attrs.size as number[])
  return { begin, size }
}

/** Below zero an end counts from the axis's end, so that "before the first" must be further away than any axis is long. */
const BEFORE_THE_FIRST = -(2 ** 31)

/** numpy's slices with steps; new and dropped axes are a reshape of what was cut out. */
defineKernel({
  kernel: 'StridedSlice',
  inputs: ['x'],
  record: (context, [x], attrs) => {
    const { begin, end, strides, finalShape } = stridedSliceInfo(x.shape, attrs)
    const limit = end.map((e, i) => (strides[i] < 0 && e < 0 ? BEFORE_THE_FIRST : e))
    const cut = context.append({
      kind: 'operation',
      kernel: 'StridedSlice',
      inputs: [context.idOf(x)],
      attrs: { begin, end: limit, steps: strides },
      shape: tf.slice_util.computeOutShape(begin, end, strides),
      dtype: dataType(x),
    })
    return context.run('Reshape', [cut], { shape: finalShape })
  },
  fold: ([x]) => x,
  lower: (builder, node, [x]) => slice(builder, node, x, node.attrs as unknown as SliceSteps),
})

/** tfjs's own reading of the masks. */
function stridedSliceInfo(shape: number[], attrs: tf.NamedAttrMap) {
  const a = attrs as unknown as Record<'begin' | 'end' | 'strides', number[]> & Record<string, number>
  return tf.slice_util.sliceInfo(
    shape,
    a.begin,
    a.end,
    a.strides,
    a.beginMask,
    a.endMask,
    a.ellipsisMask,
    a.newAxisMask,
    a.shrinkAxisMask,
  )
}

defineKernel({
  kernel: 'Reverse',
  inputs: ['x'],
  record: recordOperation('Reverse', ([shape]) => shape, {
    attrs: ([shape], attrs) => ({ dims: tf.util.parseAxisParam(attrs.dims as number[], shape) }),
  }),
  fold: ([x]) => x,
  lower: (builder, node, [x]) => {
    const dims = node.attrs.dims as number[]
    const pick = (turned: number, other: (axis: number) => number) =>
      node.shape.map((_, axis) => (dims.includes(axis) ? turned : other(axis)))
    const begin = pick(-1, () => 0)
    const end = pick(BEFORE_THE_FIRST, axis => node.shape[axis])
    return slice(builder, node, x, { begin, end, steps: pick(-1, () => 1) })
  },
})

interface SliceSteps {
  readonly begin: readonly number[]
  readonly end: readonly number[]
  readonly steps: readonly number[]
}

function slice(builder: OnnxBuilder, node: OperationNode, x: Value, { begin, end, steps }: SliceSteps): Value {
  const { name, order } = wholeAxes(builder, x)
  const cut = order.filter(a => begin[a] !== 0 || steps[a] !== 1 || end[a] !== x.shape[a])
  const layout = orderedLayout(node.shape, order)
  if (cut.length === 0) return builder.result(name, node, layout)
  const places = builder.ints(cut.map(a => order.indexOf(a)))
  const along = (values: readonly number[]) => builder.ints(cut.map(a => values[a]))
  return builder.result(builder.emit('Slice', [name, along(begin), along(end), places, along(steps)]), node, layout)
}

/** Parts of an axis: as many slices. */
defineKernel({
  kernel: 'SplitV',
  inputs: ['x'],
  record: (context, [x], attrs) => {
    const [axis] = tf.util.parseAxisParam(attrs.axis as number, x.shape)
    const sizes = tf.backend_util.prepareSplitSize(x as tf.Tensor, attrs.numOrSizeSplits as number[], axis)
    let from = 0
    return sizes.map(length => {
      const begin = x.shape.map((_, i) => (i === axis ? from : 0))
      const size = x.shape.map((n, i) => (i === axis ? length : n))
      from += length
      return context.run('Slice', [x], { begin, size })
    })
  },
})

/** An axis taken apart: as many slices without it. */
defineKernel({
  kernel: 'Unpack',
  inputs: ['value'],
  record: (context, [value], attrs) => {
    const [axis] = tf.util.parseAxisParam(attrs.axis as number, value.shape)
    const size = value.shape.map((n, i) => (i === axis ? 1 : n))
    const shape = value.shape.filter((_, i) => i !== axis)
    return Array.from({ length: value.shape[axis] }, (_, place) => {
      const begin = value.shape.map((_, i) => (i === axis ? place : 0))
      return context.run('Reshape', [context.run('Slice', [value], { begin, size })], { shape })
    })
  },
})
