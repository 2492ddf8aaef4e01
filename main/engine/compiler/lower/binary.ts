import * as tf from '@tensorflow/tfjs-core'
import type { OnnxBuilder, Value } from '../builder.ts'
import type { Shape } from '../graph.ts'
import { sizeOf } from '../graph.ts'
import { type Layout, layoutKey, plainLayout } from '../layout.ts'
import { defineKernel, recordOperation } from './registry.ts'

type LowerPair = (b: OnnxBuilder, x: string, y: string) => string

/** Element-wise kernels of two inputs, with numpy's broadcasting: the result takes the larger input's layout. */
function binary(kernel: string, fold: (a: number, b: number) => number, lower: LowerPair): void {
  defineKernel({
    kernel,
    inputs: ['a', 'b'],
    record: recordOperation(kernel, ([a, b]) => tf.backend_util.assertAndGetBroadcastShape(a ?? [], b ?? [])),
    fold: ([a, b]) => fold(a ?? 0, b ?? 0),
    lower: (builder, node, inputs) => elementwise(builder, node.shape, inputs as [Value, Value], lower),
  })
}

function elementwise(builder: OnnxBuilder, shape: Shape, [a, b]: readonly [Value, Value], lower: LowerPair): Value {
  const layout = commonLayout(shape, [a, b])
  const result = lower(builder, builder.operand(a, shape, layout), builder.operand(b, shape, layout))
  const known = builder.value(result, shape, layout)
  // A scalar beside another, or beside a smaller operand, leaves the result smaller than its shape.
  const other = a.splat === undefined ? a : b
  const bothConstant = a.splat !== undefined && b.splat !== undefined
  const small = (a.splat !== undefined || b.splat !== undefined) && sizeOf(other.shape) < sizeOf(shape)
  if (bothConstant || small) {
    return { ...known, name: builder.emit('Expand', [result, builder.ints(known.dims)]) }
  }
  return known
}

/** The layout of an operand that fills the result: of two, the one that is not row-major, as activations are. */
export function commonLayout(shape: Shape, operands: readonly Value[]): Layout {
  const full = operands.filter(v => v.splat === undefined && sizeOf(v.shape) === sizeOf(shape))
  const plain = plainLayout(shape)
  const layouts = full.filter(v => v.shape.length === shape.length).map(v => v.layout)
  return layouts.find(l => layoutKey(l) !== layoutKey(plain)) ?? layouts[0] ?? plain
}

const same =
  (op: string): LowerPair =>
  (b, x, y) =>
    b.emit(op, [x, y])

binary('Add', (a, b) => a + b, same('Add'))
binary('Sub', (a, b) => a - b, same('Sub'))
binary('Multiply', (a, b) => a * b, same('Mul'))
binary('RealDiv', (a, b) => a / b, same('Div'))
binary('Maximum', Math.max, same('Max'))
binary('Minimum', Math.min, same('Min'))
binary(
  'SquaredDifference',
  (a, b) => (a - b) ** 2,
  (b, x, y) => {
    const difference = b.emit('Sub', [x, y])
    return b.emit('Mul', [difference, difference])
  },
)
