import type { Tensor } from '@tensorflow/tfjs-core'
import * as tf from '@tensorflow/tfjs-core'
import fc from 'fast-check'
import { randomArray, tiedArray } from '../compare.ts'
import { gradientSample, type KernelCase, permutation, permuted, seeds, shapes, side } from './case.ts'

const positive = (x: Tensor) => tf.add(tf.square(x), 0.1)
const within = (x: Tensor) => tf.mul(tf.tanh(x), 0.9)

/** Of one input, in a layout that is not row-major, with the gradient. */
const smooth: Record<string, (x: Tensor) => Tensor> = {
  Relu: tf.relu,
  Relu6: x => tf.relu6(tf.mul(x, 5)),
  LeakyRelu: x => tf.leakyRelu(x, 0.1),
  Elu: tf.elu,
  Selu: tf.selu,
  Neg: tf.neg,
  Abs: tf.abs,
  Square: tf.square,
  Exp: tf.exp,
  Expm1: tf.expm1,
  Sin: tf.sin,
  Cos: tf.cos,
  Tan: x => tf.tan(within(x)),
  Atan: tf.atan,
  Sinh: tf.sinh,
  Cosh: tf.cosh,
  Tanh: tf.tanh,
  Asinh: tf.asinh,
  Sigmoid: tf.sigmoid,
  Softplus: tf.softplus,
  Erf: tf.erf,
  Sqrt: x => tf.sqrt(positive(x)),
  Rsqrt: x => tf.rsqrt(positive(x)),
  Log: x => tf.log(positive(x)),
  Log1p: x => tf.log1p(positive(x)),
  Reciprocal: x => tf.reciprocal(positive(x)),
  ClipByValue: x => tf.clipByValue(x, -0.5, 0.7),
  Sign: tf.sign,
  Step: x => tf.step(x, 0.25),
  Floor: tf.floor,
  Ceil: tf.ceil,
  Round: tf.round,
}

/** tfjs computes erf by an approximation good to 1.5e-7 (Abramowitz & Stegun 7.1.26). */
const unaryTolerance: Record<string, number> = { Erf: 2e-6, Tan: 5e-6, Sinh: 5e-6, Cosh: 5e-6, Exp: 5e-6, Expm1: 5e-6 }

const unaryCases = Object.entries(smooth).map(
  ([kernel, op]): KernelCase => ({
    kernels: [kernel],
    title: `${kernel}, values and gradient, in any layout`,
    samples: fc.tuple(shapes, seeds).map(([shape, seed]) => {
      const perm = permutation(shape.length, seed)
      return gradientSample({ x: randomArray(shape, seed) }, ['x'], permuted(shape, perm), ({ x }) =>
        op(tf.transpose(x, perm)),
      )
    }),
    tolerance: unaryTolerance[kernel],
  }),
)

const values: Record<string, (x: Tensor) => Tensor> = {
  Asin: x => tf.asin(within(x)),
  Acos: x => tf.acos(within(x)),
  Acosh: x => tf.acosh(tf.add(positive(x), 1)),
  Atanh: x => tf.atanh(within(x)),
  IsNan: x => tf.isNaN(tf.log(x)),
  IsInf: x => tf.isInf(tf.reciprocal(tf.floor(tf.abs(x)))),
  IsFinite: x => tf.isFinite(tf.log(tf.relu(x))),
  LogicalNot: x => tf.logicalNot(tf.greater(x, 0)),
}

const NO_NAN = 'a WGSL compiler may take it that there is no NaN'

const valueCases = Object.entries(values).map(
  ([kernel, op]): KernelCase => ({
    kernels: [kernel],
    title: `${kernel}, values`,
    samples: fc.tuple(shapes, seeds).map(([shape, seed]) => ({
      inputs: { x: randomArray(shape, seed) },
      step: ({ x }) => ({ y: op(tf.transpose(x)), z: op(x) }),
    })),
    tolerance: 5e-6,
    fails: kernel === 'IsNan' || kernel === 'IsFinite' ? { 'onnx:webgpu': NO_NAN } : {},
  }),
)

/** A shape, and one that broadcasts to it. */
const broadcast = shapes.chain(shape =>
  fc.tuple(
    fc.constant(shape),
    fc.tuple(...shape.map(n => fc.constantFrom(n, 1))),
    fc.nat({ max: shape.length - 1 }),
    fc.boolean(),
  ),
)

const arithmetic: Record<string, (a: Tensor, b: Tensor) => Tensor> = {
  Add: tf.add,
  Sub: tf.sub,
  Multiply: tf.mul,
  RealDiv: (a, b) => tf.div(a, tf.add(positive(b), 0.4)),
  SquaredDifference: tf.squaredDifference,
  Maximum: tf.maximum,
  Minimum: tf.minimum,
  Pow: (a, b) => tf.pow(positive(a), b),
  Prelu: tf.prelu,
}

const binaryCases = Object.entries(arithmetic).map(
  ([kernel, op]): KernelCase => ({
    kernels: [kernel],
    title: `${kernel}, broadcast, values and gradients`,
    samples: fc.tuple(broadcast, seeds).map(([[shape, ones, dropped, swap], seed]) => {
      const inputs = { a: tiedArray(shape, seed), b: tiedArray(ones.slice(dropped), seed + 1) }
      const swapped = swap && kernel !== 'Prelu'
      return gradientSample(inputs, ['a', 'b'], shape, ({ a, b }) => (swapped ? op(b, a) : op(a, b)))
    }),
    tolerance: 1e-5,
  }),
)

const truth = (a: Tensor) => tf.greater(a, 0)
const comparisons: Record<string, (a: Tensor, b: Tensor) => Tensor> = {
  Equal: tf.equal,
  NotEqual: tf.notEqual,
  Less: tf.less,
  LessEqual: tf.lessEqual,
  Greater: tf.greater,
  GreaterEqual: tf.greaterEqual,
  LogicalAnd: (a, b) => tf.logicalAnd(truth(a), truth(b)),
  LogicalOr: (a, b) => tf.logicalOr(truth(a), truth(b)),
  FloorDiv: (a, b) => tf.floorDiv(a, tf.add(b, 0.25)),
  Mod: (a, b) => tf.mod(a, tf.add(b, 0.25)),
}

const comparisonCases = Object.entries(comparisons).map(
  ([kernel, op]): KernelCase => ({
    kernels: [kernel],
    title: `${kernel}, broadcast, with ties`,
    samples: fc.tuple(broadcast, seeds).map(([[shape, ones, dropped], seed]) => ({
      inputs: { a: tiedArray(shape, seed), b: tiedArray(ones.slice(dropped), seed + 1) },
      step: ({ a, b }) => ({ y: op(a, b), turned: op(b, a) }),
    })),
  }),
)

export const elementwiseCases: readonly KernelCase[] = [
  ...unaryCases,
  ...valueCases,
  ...binaryCases,
  ...comparisonCases,
  {
    kernels: ['Select'],
    title: 'Select, values and gradients, and of truth values',
    samples: fc.tuple(broadcast, seeds).map(([[shape, ones], seed]) => {
      const inputs = { a: tiedArray(shape, seed), b: randomArray(ones, seed + 1) }
      return gradientSample(inputs, ['a', 'b'], shape, ({ a, b }) =>
        tf.add(
          tf.where(tf.greater(a, 0), a, b),
          tf.cast(tf.where(tf.less(a, 0), tf.greater(b, 0), tf.less(b, 1)), 'float32'),
        ),
      )
    }),
  },
  {
    kernels: ['AddN'],
    title: 'AddN in mixed layouts, values and gradients',
    samples: fc.tuple(side, side, seeds).map(([n, m, seed]) => {
      const inputs = { a: randomArray([n, m], seed), b: randomArray([m, n], seed + 1) }
      return gradientSample(inputs, ['a', 'b'], [n, m], ({ a, b }) => tf.addN([a, tf.transpose(b), tf.square(a)]))
    }),
  },
  {
    kernels: ['Cast'],
    title: 'Cast between numbers and truth values',
    samples: fc.tuple(shapes, seeds).map(([shape, seed]) => ({
      inputs: { x: tiedArray(shape, seed) },
      step: ({ x }) => ({
        whole: tf.cast(tf.mul(x, 3), 'int32'),
        truth: tf.cast(tf.cast(x, 'bool'), 'float32'),
        sum: tf.add(tf.cast(x, 'int32'), tf.scalar(2, 'int32')),
        mixed: tf.mul(tf.cast(x, 'int32'), 0.5),
      }),
    })),
  },
  {
    kernels: ['Fill', 'ZerosLike', 'OnesLike', 'Range'],
    title: 'constants fill the shape that they stand for',
    samples: fc.tuple(shapes, seeds).map(([shape, seed]) => ({
      inputs: { x: randomArray(shape, seed) },
      step: ({ x }) => ({
        y: tf.add(tf.mul(tf.fill([2, ...shape], 3), 2), x),
        z: tf.fill(shape, 4),
        ones: tf.sub(tf.onesLike(x), tf.zerosLike(x)),
        steps: tf.mul(tf.range(0, shape[0], 1), 2),
        roots: tf.sqrt(tf.fill(shape, 2)),
      }),
    })),
  },
]
