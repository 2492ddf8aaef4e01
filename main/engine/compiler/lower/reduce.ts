import * as tf from '@tensorflow/tfjs-core'
import type { OnnxBuilder, Value } from '../builder.ts'
import type { DataType, OperationNode, Shape } from '../graph.ts'
import { sizeOf } from '../graph.ts'
import type { Layout } from '../layout.ts'
import { wholeAxes } from './axes.ts'
import { defineKernel, recordOperation } from './registry.ts'

type ReduceOp = 'ReduceSum' | 'ReduceMean' | 'ReduceMax' | 'ReduceMin' | 'ReduceProd'

/** Reductions over axes, wherever these lie in memory. `fold`: of `count` equal numbers. */
function reduction(
  kernel: string,
  op: ReduceOp,
  fold: (x: number, count: number) => number,
  more: { axisName?: string; dtype?: DataType } = {},
): void {
  const { axisName = 'axis', dtype } = more
  const axesOf = (shape: number[], attrs: tf.NamedAttrMap) => tf.util.parseAxisParam(attrs[axisName] as number[], shape)
  defineKernel({
    kernel,
    inputs: ['x'],
    record: recordOperation(
      kernel,
      ([shape], attrs) => {
        const axes = axesOf(shape, attrs)
        return attrs.keepDims
          ? shape.map((size, i) => (axes.includes(i) ? 1 : size))
          : shape.filter((_, i) => !axes.includes(i))
      },
      { attrs: ([shape], attrs) => ({ axes: axesOf(shape, attrs) }), dtype },
    ),
    lower: (builder, node, [x]) => {
      const axes = node.attrs.axes as number[]
      if (x.splat !== undefined) {
        return builder.splat(fold(x.splat, sizeOf(axes.map(a => x.shape[a]))), node.shape, node.dtype)
      }
      // ONNX reduces numbers alone: all and any are the least and the greatest of noughts and ones.
      const numbers = x.dtype === 'bool' ? builder.cast(x, 'int32') : x
      return builder.cast(reduce(builder, op, numbers, axes, node.shape), node.dtype)
    },
  })
}
reduction('Sum', 'ReduceSum', (x, count) => x * count)
reduction('Mean', 'ReduceMean', x => x)
reduction('Max', 'ReduceMax', x => x, { axisName: 'reductionIndices' })
reduction('Min', 'ReduceMin', x => x)
reduction('Prod', 'ReduceProd', (x, count) => x ** count)
reduction('All', 'ReduceMin', x => x, { dtype: 'bool' })
reduction('Any', 'ReduceMax', x => x, { dtype: 'bool' })

function reduce(builder: OnnxBuilder, op: ReduceOp, x: Value, axes: readonly number[], shape: Shape): Value {
  const input = builder.convert(x, x.layout)
  const positions = input.layout.flatMap((atom, i) => (axes.includes(atom.axis) ? [i] : []))
  if (positions.length === 0) return { ...input, shape, layout: input.layout }
  const keeps = builder.options.portable === true && shape.length === x.shape.length
  if (keeps) return keptReduction(builder, op, input, axes, shape)
  const name = stages(input.layout, positions).reduce((from, places) => {
    const keepdims = { int: 0 }
    if (op === 'ReduceSum') return builder.emit(op, [from, builder.ints(places)], { keepdims })
    return builder.emit(op, [from], { axes: { ints: places }, keepdims })
  }, input.name)
  // The axes that are left are numbered anew where the reduced ones are dropped.
  const kept = x.shape.map((_, axis) => axis).filter(axis => !axes.includes(axis))
  const number = (axis: number) => (shape.length === x.shape.length ? axis : kept.indexOf(axis))
  const left = input.layout.filter(atom => !axes.includes(atom.axis))
  const layout = left.map(atom => ({ axis: number(atom.axis), size: atom.size }))
  const ones = shape.length === x.shape.length ? axes.map(axis => ({ axis, size: 1 })) : []
  return { name, shape, dtype: x.dtype, layout: [...layout, ...ones], dims: left.map(a => a.size) }
}

/** Leaves the reduced axes where they lie: to put them back later a reshape would have to name the sizes of the others. */
function keptReduction(builder: OnnxBuilder, op: ReduceOp, x: Value, axes: readonly number[], shape: Shape): Value {
  const places = x.layout.flatMap((atom, i) => (axes.includes(atom.axis) ? [i] : []))
  const keepdims = { int: 1 }
  const name =
    op === 'ReduceSum'
      ? builder.emit(op, [x.name, builder.ints(places)], { keepdims })
      : builder.emit(op, [x.name], { axes: { ints: places }, keepdims })
  const layout = x.layout.map(atom => (axes.includes(atom.axis) ? { axis: atom.axis, size: 1 } : atom))
  return { name, shape, dtype: x.dtype, layout, dims: layout.map(atom => atom.size) }
}

/**
 * Where what is kept lies innermost, as blocks of channels do, the runtime adds the others one by one: over all pixels of a
 * batch that loses digits. Axis by axis, innermost first, the sums stay short.
 */
function stages(layout: Layout, positions: readonly number[]): (readonly number[])[] {
  const innermost = layout.findLastIndex(atom => atom.size > 1)
  return positions.includes(innermost) ? [positions] : positions.toReversed().map(place => [place])
}

/** The place of the first extreme along an axis. */
function extremePlace(kernel: 'ArgMax' | 'ArgMin'): void {
  const axisOf = (shape: number[], attrs: tf.NamedAttrMap) => tf.util.parseAxisParam(attrs.axis as number, shape)[0]
  defineKernel({
    kernel,
    inputs: ['x'],
    record: recordOperation(kernel, ([shape], attrs) => shape.filter((_, i) => i !== axisOf(shape, attrs)), {
      attrs: ([shape], attrs) => ({ axis: axisOf(shape, attrs) }),
      dtype: 'int32',
    }),
    lower: (builder, node, [x]) => lowerExtremePlace(builder, node, x),
  })
}
extremePlace('ArgMax')
extremePlace('ArgMin')

function lowerExtremePlace(builder: OnnxBuilder, node: OperationNode, x: Value): Value {
  const axis = node.attrs.axis as number
  const { name, order } = wholeAxes(builder, x)
  const attributes = { axis: { int: order.indexOf(axis) }, keepdims: { int: 0 } }
  const place = builder.emit('Cast', [builder.emit(node.kernel, [name], attributes)], { to: { int: 6 } })
  const left = order.filter(a => a !== axis).map(a => (a > axis ? a - 1 : a))
  return builder.result(
    place,
    node,
    left.map(a => ({ axis: a, size: node.shape[a] })),
  )
}
