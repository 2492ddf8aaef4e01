import * as tf from '@tensorflow/tfjs-core'
import type { OnnxBuilder, Value } from '../builder.ts'
import type { DataType, OperationNode, Shape } from '../graph.ts'
import { sizeOf } from '../graph.ts'
import { dimsOf, type Layout, layoutKey, plainLayout } from '../layout.ts'
import { defineKernel, recordOperation } from './registry.ts'

type LowerPair = (b: OnnxBuilder, x: string, y: string, dims: readonly number[]) => string

/** Element-wise kernels of two inputs, with numpy's broadcasting: the result takes the larger input's layout. */
function binary(
  kernel: string,
  fold: (a: number, b: number) => number,
  lower: LowerPair,
  more: { inputs?: readonly string[]; dtype?: DataType } = {},
): void {
  defineKernel({
    kernel,
    inputs: more.inputs ?? ['a', 'b'],
    record: recordOperation(kernel, ([a, b]) => tf.backend_util.assertAndGetBroadcastShape(a, b), more),
    elementwise: true,
    fold: ([a, b]) => fold(a, b),
    lower: (builder, node, inputs) => elementwise(builder, node, inputs, ([a, b], dims) => lower(builder, a, b, dims)),
  })
}

/** One ONNX operator, or a few, over operands that broadcast to the node's shape. */
export function elementwise(
  builder: OnnxBuilder,
  node: Pick<OperationNode, 'shape' | 'dtype'>,
  operands: readonly Value[],
  lower: (names: string[], dims: readonly number[]) => string,
): Value {
  const layout = commonLayout(node.shape, operands)
  const name = lower(
    operands.map(v => builder.operand(v, node.shape, layout)),
    dimsOf(layout),
  )
  const result = builder.result(name, node, layout)
  // Scalars that stand for constants, and smaller operands beside them, leave the result smaller than its shape.
  const full = operands.some(v => v.splat === undefined && sizeOf(v.shape) === sizeOf(node.shape))
  const spreads = operands.every(v => v.splat === undefined)
  return full || spreads ? result : { ...result, name: builder.emit('Expand', [name, builder.ints(result.dims)]) }
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
  'Pow',
  (a, b) => a ** b,
  (b, x, y, dims) => {
    if (!b.options.portable) return b.emit('Pow', [x, y])
    // ONNX Runtime's WebGPU provider fails on some broadcasts, [5, 2, 3, 4] by [5, 1, 3, 1] for one.
    const [base, exponent] = [x, y].map(name => b.emit('Expand', [name, b.ints(dims)]))
    return b.emit('Pow', [base, exponent])
  },
)
binary(
  'SquaredDifference',
  (a, b) => (a - b) ** 2,
  (b, x, y) => {
    const difference = b.emit('Sub', [x, y])
    return b.emit('Mul', [difference, difference])
  },
)
binary(
  'FloorDiv',
  (a, b) => Math.floor(a / b),
  (b, x, y) => b.emit('Floor', [b.emit('Div', [x, y])]),
)
/** The remainder takes the divisor's sign. */
binary(
  'Mod',
  (a, b) => a - b * Math.floor(a / b),
  (b, x, y) => {
    const truncated = { fmod: { int: 1 } }
    const rest = b.emit('Mod', [x, y], truncated)
    return b.emit('Mod', [b.emit('Add', [rest, y]), y], truncated)
  },
)
binary('Prelu', (x, alpha) => (x > 0 ? x : alpha * x), same('PRelu'), { inputs: ['x', 'alpha'] })

const truth = { dtype: 'bool' } as const
binary('Equal', (a, b) => Number(a === b), same('Equal'), truth)
binary(
  'NotEqual',
  (a, b) => Number(a !== b),
  (b, x, y) => b.emit('Not', [b.emit('Equal', [x, y])]),
  truth,
)
binary('Less', (a, b) => Number(a < b), same('Less'), truth)
binary('LessEqual', (a, b) => Number(a <= b), same('LessOrEqual'), truth)
binary('Greater', (a, b) => Number(a > b), same('Greater'), truth)
binary('GreaterEqual', (a, b) => Number(a >= b), same('GreaterOrEqual'), truth)
binary('LogicalAnd', (a, b) => a & b, same('And'), truth)
binary('LogicalOr', (a, b) => a | b, same('Or'), truth)
