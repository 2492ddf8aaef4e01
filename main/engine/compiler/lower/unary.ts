import type { OnnxBuilder, Value } from '../builder.ts'
import type { DataType } from '../graph.ts'
import type { OnnxAttribute } from '../onnxModel.ts'
import { defineKernel, recordOperation } from './registry.ts'

type Attrs = Readonly<Record<string, unknown>>
type LowerUnary = (b: OnnxBuilder, x: string, attrs: Attrs, dtype: DataType) => string

/** Element-wise kernels of one input: they keep its layout. `fold` is the same in double precision. */
function unary(kernel: string, fold: (x: number, attrs: Attrs) => number, lower: LowerUnary, dtype?: DataType): void {
  defineKernel({
    kernel,
    inputs: ['x'],
    record: recordOperation(kernel, ([shape]) => shape, { attrs: (_shapes, attrs) => ({ ...attrs }), dtype }),
    elementwise: true,
    fold: ([x], attrs) => fold(x, attrs),
    lower: (builder, node, [x]) => {
      const name = lower(builder, x.name, node.attrs, x.dtype)
      return { ...x, name, dtype: node.dtype, splat: undefined, ...filled(builder, x, name) }
    },
  })
}

/** A constant stands as a scalar for its shape: what is computed from it is spread out. */
function filled(builder: OnnxBuilder, x: Value, name: string): Partial<Value> {
  if (x.splat === undefined) return {}
  return { name: builder.emit('Expand', [name, builder.ints(x.shape)]), dims: x.shape }
}

const same =
  (op: string, attributes: Readonly<Record<string, OnnxAttribute>> = {}): LowerUnary =>
  (b, x) =>
    b.emit(op, [x], attributes)

unary('Relu', x => Math.max(x, 0), same('Relu'))
unary('Neg', x => -x, same('Neg'))
unary('Abs', Math.abs, same('Abs'))
unary('Sign', Math.sign, same('Sign'))
unary('Ceil', Math.ceil, same('Ceil'))
unary('Floor', Math.floor, same('Floor'))
unary('Round', roundToEven, same('Round'))
unary('Sqrt', Math.sqrt, same('Sqrt'))
unary('Exp', Math.exp, same('Exp'))
unary('Log', Math.log, same('Log'))
unary('Sin', Math.sin, same('Sin'))
unary('Cos', Math.cos, same('Cos'))
unary('Tan', Math.tan, same('Tan'))
unary('Asin', Math.asin, same('Asin'))
unary('Acos', Math.acos, same('Acos'))
unary('Atan', Math.atan, same('Atan'))
unary('Sinh', Math.sinh, same('Sinh'))
unary('Cosh', Math.cosh, same('Cosh'))
unary('Tanh', Math.tanh, same('Tanh'))
unary('Asinh', Math.asinh, same('Asinh'))
unary('Acosh', Math.acosh, same('Acosh'))
unary('Atanh', Math.atanh, same('Atanh'))
unary('Sigmoid', x => 1 / (1 + Math.exp(-x)), same('Sigmoid'))
unary('Softplus', x => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))), same('Softplus'))
unary('Elu', x => (x > 0 ? x : Math.expm1(x)), same('Elu'))
unary('Selu', x => SELU_SCALE * (x > 0 ? x : SELU_ALPHA * Math.expm1(x)), same('Selu'))
unary('Reciprocal', x => 1 / x, same('Reciprocal'))
unary('LogicalNot', x => (x === 0 ? 1 : 0), same('Not'), 'bool')
unary('IsNan', x => (Number.isNaN(x) ? 1 : 0), same('IsNaN'), 'bool')
unary('IsInf', x => (Math.abs(x) === Number.POSITIVE_INFINITY ? 1 : 0), same('IsInf'), 'bool')
unary(
  'IsFinite',
  x => (Number.isFinite(x) ? 1 : 0),
  (b, x) => b.emit('Not', [b.emit('Or', [b.emit('IsNaN', [x]), b.emit('IsInf', [x])])]),
  'bool',
)
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
unary(
  'Relu6',
  x => Math.min(Math.max(x, 0), 6),
  (b, x, _attrs, dtype) => b.emit('Clip', [x, b.scalar(0, dtype), b.scalar(6, dtype)]),
)
unary(
  'LeakyRelu',
  (x, { alpha }) => (x > 0 ? x : x * (alpha as number)),
  (b, x, { alpha }) => b.emit('LeakyRelu', [x], { alpha: { float: alpha as number } }),
)
unary(
  'ClipByValue',
  (x, attrs) => Math.min(Math.max(x, attrs.clipValueMin as number), attrs.clipValueMax as number),
  (b, x, attrs, dtype) => {
    const limits = [attrs.clipValueMin, attrs.clipValueMax].map(limit => b.scalar(limit as number, dtype))
    return b.emit('Clip', [x, ...limits])
  },
)

/** Klambauer et al. 2017, to double precision. */
const SELU_SCALE = 1.0507009873554805
const SELU_ALPHA = 1.6732632423543772

/** Halves go to the even neighbour, as in IEEE 754, tfjs and ONNX. */
function roundToEven(x: number): number {
  const floor = Math.floor(x)
  const rest = x - floor
  if (rest !== 0.5) return Math.round(x)
  return floor % 2 === 0 ? floor : floor + 1
}

// HardSigmoid is min(1, max(0, alpha * x)): with the largest alpha it is 1 for every x above 3e-39. ONNX Runtime's
// comparisons and casts take six times as long.
unary(
  'Step',
  (x, { alpha }) => (x > 0 ? 1 : (alpha as number)),
  (b, x, { alpha }) => {
    const step = b.emit('HardSigmoid', [x], { alpha: { float: 3.4e38 }, beta: { float: 0 } })
    if (!alpha) return step
    return b.emit('Max', [step, b.scalar(alpha as number)])
  },
)
