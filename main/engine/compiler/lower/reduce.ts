import * as tf from '@tensorflow/tfjs-core'
import type { OnnxBuilder, Value } from '../builder.ts'
import type { Shape } from '../graph.ts'
import { sizeOf } from '../graph.ts'
import { defineKernel, recordOperation } from './registry.ts'

/** Sums and means over axes, wherever these lie in memory. */
function reduction(kernel: string, op: 'ReduceSum' | 'ReduceMean', fold: (x: number, count: number) => number): void {
  defineKernel({
    kernel,
    inputs: ['x'],
    record: recordOperation(
      kernel,
      ([shape = []], attrs) => {
        const axes = tf.util.parseAxisParam(attrs.axis as number[], shape)
        return attrs.keepDims
          ? shape.map((size, i) => (axes.includes(i) ? 1 : size))
          : shape.filter((_, i) => !axes.includes(i))
      },
      ([shape = []], attrs) => ({ axes: tf.util.parseAxisParam(attrs.axis as number[], shape) }),
    ),
    lower: (builder, node, [x]) => {
      if (x === undefined) throw new Error(`${kernel} needs an input.`)
      const axes = node.attrs.axes as number[]
      if (x.splat !== undefined) {
        return builder.splat(fold(x.splat, sizeOf(axes.map(a => x.shape[a] ?? 1))), node.shape)
      }
      return reduce(builder, op, x, axes, node.shape)
    },
  })
}
reduction('Sum', 'ReduceSum', (x, count) => x * count)
reduction('Mean', 'ReduceMean', x => x)

function reduce(builder: OnnxBuilder, op: string, x: Value, axes: readonly number[], shape: Shape): Value {
  const input = builder.convert(x, x.layout)
  const positions = input.layout.flatMap((atom, i) => (axes.includes(atom.axis) ? [i] : []))
  if (positions.length === 0) return { ...input, shape, layout: input.layout }
  const name =
    op === 'ReduceSum'
      ? builder.emit(op, [input.name, builder.ints(positions)], { keepdims: { int: 0 } })
      : builder.emit(op, [input.name], { axes: { ints: positions }, keepdims: { int: 0 } })
  // The axes that are left are numbered anew where the reduced ones are dropped.
  const kept = x.shape.map((_, axis) => axis).filter(axis => !axes.includes(axis))
  const number = (axis: number) => (shape.length === x.shape.length ? axis : kept.indexOf(axis))
  const left = input.layout.filter(atom => !axes.includes(atom.axis))
  const layout = left.map(atom => ({ axis: number(atom.axis), size: atom.size }))
  const ones = shape.length === x.shape.length ? axes.map(axis => ({ axis, size: 1 })) : []
  return { name, shape, layout: [...layout, ...ones], dims: left.map(a => a.size) }
}
