/**
 * Gradients for tfjs's autodiff. tfjs-core's Node bundle registers none, and its own may only be had as modules that
 * Node cannot resolve; written here, they also keep what costs least memory (relu its output, not its input).
 * Importing this file registers them. A kernel's gradient that is missing makes tfjs name the kernel.
 */
import type { GradConfig, NamedAttrMap, Tensor, Tensor4D } from '@tensorflow/tfjs-core'
import * as tf from '@tensorflow/tfjs-core'

/** Sums `gradient` over the axes along which a value of `shape` was broadcast. */
function unbroadcast(gradient: Tensor, shape: number[]): Tensor {
  const axes = tf.broadcast_util.getReductionAxes(shape, gradient.shape)
  return tf.reshape(axes.length > 0 ? tf.sum(gradient, axes) : gradient, shape)
}

type Saved = readonly Tensor[]
type Backward = (dy: Tensor, saved: Saved, attrs: NamedAttrMap) => Record<string, () => Tensor>

function gradient(kernelName: string, backward: Backward, save: Partial<GradConfig> = {}): void {
  tf.registerGradient({
    kernelName,
    ...save,
    gradFunc: (dy, saved, attrs) => backward(dy as Tensor, saved, attrs),
  })
}

const saveBoth = { inputsToSave: ['a', 'b'] }
const saveX = { inputsToSave: ['x'] }
const saveY = { outputsToSave: [true] }

gradient(
  'Add',
  (dy, [a, b]) => ({ a: () => unbroadcast(dy, a?.shape ?? []), b: () => unbroadcast(dy, b?.shape ?? []) }),
  saveBoth,
)
gradient(
  'Sub',
  (dy, [a, b]) => ({ a: () => unbroadcast(dy, a?.shape ?? []), b: () => unbroadcast(tf.neg(dy), b?.shape ?? []) }),
  saveBoth,
)
binary('Multiply', (dy, a, b) => ({ a: () => tf.mul(dy, b), b: () => tf.mul(dy, a) }))
binary('RealDiv', (dy, a, b) => ({
  a: () => tf.div(dy, b),
  b: () => tf.neg(tf.div(tf.mul(dy, a), tf.square(b))),
}))
binary('SquaredDifference', (dy, a, b) => {
  const da = () => tf.mul(dy, tf.mul(tf.sub(a, b), 2))
  return { a: da, b: () => tf.neg(da()) }
})

/** A gradient whose two results have the output's shape and are summed back to the inputs' shapes. */
function binary(kernelName: string, backward: (dy: Tensor, a: Tensor, b: Tensor) => { a(): Tensor; b(): Tensor }) {
  gradient(
    kernelName,
    (dy, saved) => {
      const [a, b] = saved as [Tensor, Tensor]
      const full = backward(dy, a, b)
      return { a: () => unbroadcast(full.a(), a.shape), b: () => unbroadcast(full.b(), b.shape) }
    },
    saveBoth,
  )
}

/** A gradient of an element-wise kernel in terms of its saved input or output. */
function unary(kernelName: string, save: Partial<GradConfig>, dx: (dy: Tensor, saved: Tensor) => Tensor) {
  gradient(kernelName, (dy, saved) => ({ x: () => dx(dy, (saved as [Tensor])[0]) }), save)
}

unary('Neg', {}, dy => tf.neg(dy))
unary('Identity', {}, dy => tf.clone(dy))
unary('Square', saveX, (dy, x) => tf.mul(dy, tf.mul(x, 2)))
unary('Sqrt', saveY, (dy, y) => tf.div(dy, tf.mul(y, 2)))
unary('Rsqrt', saveY, (dy, y) => tf.mul(dy, tf.mul(tf.mul(tf.square(y), y), -0.5)))
unary('Abs', saveX, (dy, x) => tf.mul(dy, tf.sign(x)))
// The output is positive exactly where the input is, and the next layer keeps the output anyway.
unary('Relu', saveY, (dy, y) => tf.mul(dy, tf.step(y)))
unary('Reshape', saveX, (dy, x) => tf.reshape(dy, x.shape))

gradient('Transpose', (dy, _saved, attrs) => ({
  x: () => tf.transpose(dy, tf.backend_util.getUndoAxesPermutation(attrs.perm as number[])),
}))

/** dy with the reduced axes put back as ones, spread over the shape of x. */
function spread(dy: Tensor, x: Tensor, axis: number | number[]): Tensor {
  const axes = tf.util.parseAxisParam(axis, x.shape)
  const kept = x.shape.map((size, i) => (axes.includes(i) ? 1 : size))
  return tf.mul(tf.reshape(dy, kept), tf.onesLike(x))
}
const reducedCount = (x: Tensor, axis: number | number[]) =>
  tf.util.parseAxisParam(axis, x.shape).reduce((n, a) => n * (x.shape[a] ?? 1), 1)

gradient('Sum', (dy, saved, attrs) => ({ x: () => spread(dy, saved[0] as Tensor, attrs.axis as number[]) }), saveX)
gradient(
  'Mean',
  (dy, saved, attrs) => {
    const x = saved[0] as Tensor
    const axis = attrs.axis as number | number[]
    return { x: () => spread(tf.div(dy, reducedCount(x, axis)), x, axis) }
  },
  saveX,
)

gradient(
  'Conv2D',
  (dy, saved, attrs) => {
    const [x, filter] = saved as [Tensor4D, Tensor4D]
    const convolve: NamedAttrMap = { strides: attrs.strides, pad: attrs.pad, dataFormat: 'NHWC' }
    const kernel = (name: string, inputs: Record<string, Tensor>, more: NamedAttrMap) =>
      tf.engine().runKernel(name, inputs, { ...convolve, ...more }) as Tensor
    if (tf.backend_util.tupleValuesAreOne(attrs.dilations as number | number[]) === false) {
      throw new Error('The gradient of a dilated Conv2D is not written.')
    }
    return {
      x: () => kernel('Conv2DBackpropInput', { dy, filter }, { inputShape: x.shape }),
      filter: () => kernel('Conv2DBackpropFilter', { x, dy }, { filterShape: filter.shape }),
    }
  },
  { inputsToSave: ['x', 'filter'] },
)
