import type { OnnxBuilder, Value } from '../builder.ts'
import type { OnnxAttribute } from '../onnxModel.ts'
import { defineKernel, recordOperation } from './registry.ts'

/** Element-wise kernels of one input: they keep their input's layout. */
function unary(kernel: string, fold: (x: number) => number, lower: (b: OnnxBuilder, x: string) => string): void {
  defineKernel({
    kernel,
    inputs: ['x'],
    record: recordOperation(kernel, ([shape]) => shape ?? []),
    fold: ([x]) => fold(x ?? 0),
    lower: (builder, _node, [x]) => {
      const input = x as Value
      return { ...input, name: lower(builder, input.name) }
    },
  })
}

const same =
  (op: string, attributes: Readonly<Record<string, OnnxAttribute>> = {}) =>
  (b: OnnxBuilder, x: string) =>
    b.emit(op, [x], attributes)

unary('Relu', x => Math.max(x, 0), same('Relu'))
unary('Neg', x => -x, same('Neg'))
unary('Abs', Math.abs, same('Abs'))
unary('Sign', Math.sign, same('Sign'))
unary('Sqrt', Math.sqrt, same('Sqrt'))
unary('Exp', Math.exp, same('Exp'))
unary('Log', Math.log, same('Log'))
unary('Reciprocal', x => 1 / x, same('Reciprocal'))
unary(
  'Square',
  x => x * x,
  (b, x) => b.emit('Mul', [x, x]),
)
unary(
  'Rsqrt',
  x => 1 / Math.sqrt(x),
  (b, x) => b.emit('Reciprocal', [b.emit('Sqrt', [x])]),
)

// HardSigmoid is min(1, max(0, alpha * x)): with the largest alpha it is 1 for every x above 3e-39. ONNX Runtime's
// comparisons and casts take six times as long.
unary('Step', x => (x > 0 ? 1 : 0), same('HardSigmoid', { alpha: { float: 3.4e38 }, beta: { float: 0 } }))
