import type { Tensor } from '@tensorflow/tfjs-core'
import * as tf from '@tensorflow/tfjs-core'
import { binary, gradient, saveY, unbroadcast } from './register.ts'

const saveBoth = { inputsToSave: ['a', 'b'] }

// Sums need no values, but the shapes of what was added.
gradient('Add', (dy, [a, b]) => ({ a: () => unbroadcast(dy, a.shape), b: () => unbroadcast(dy, b.shape) }), saveBoth)
gradient(
  'Sub',
  (dy, [a, b]) => ({ a: () => unbroadcast(dy, a.shape), b: () => unbroadcast(tf.neg(dy), b.shape) }),
  saveBoth,
)
binary('Multiply', (dy, a, b) => [() => tf.mul(dy, b), () => tf.mul(dy, a)])
binary('RealDiv', (dy, a, b) => [() => tf.div(dy, b), () => tf.neg(tf.div(tf.mul(dy, a), tf.square(b)))])
binary('SquaredDifference', (dy, a, b) => {
  const da = () => tf.mul(dy, tf.mul(tf.sub(a, b), 2))
  return [da, () => tf.neg(da())]
})

/** By the exponent: a^b log(a), which is 0 where a is 0, as in PyTorch. */
binary('Pow', (dy, a, b) => [
  () => tf.mul(dy, tf.mul(b, tf.pow(a, tf.sub(b, 1)))),
  () => {
    const positive = tf.greater(a, 0)
    const log = tf.log(tf.where(positive, a, tf.onesLike(a)))
    return tf.mul(dy, tf.mul(tf.pow(a, b), log))
  },
])

/** Where both are equal each takes half, as in PyTorch. */
function extreme(kernel: string, wins: (a: Tensor, b: Tensor) => Tensor): void {
  const share = (dy: Tensor, a: Tensor, b: Tensor) => {
    const won = tf.cast(wins(a, b), 'float32')
    const tied = tf.cast(tf.equal(a, b), 'float32')
    return tf.mul(dy, tf.add(won, tf.mul(tied, 0.5)))
  }
  binary(kernel, (dy, a, b) => [() => share(dy, a, b), () => share(dy, b, a)])
}
extreme('Maximum', tf.greater)
extreme('Minimum', tf.less)

binary(
  'Prelu',
  (dy, x, alpha) => [
    () => tf.where(tf.greater(x, 0), dy, tf.mul(dy, alpha)),
    () => tf.where(tf.greater(x, 0), tf.zerosLike(dy), tf.mul(dy, x)),
  ],
  ['x', 'alpha'],
)

// A truth value does not change with its operands, wherever it has a slope at all.
for (const kernel of ['Equal', 'NotEqual', 'Less', 'LessEqual', 'Greater', 'GreaterEqual', 'LogicalAnd', 'LogicalOr']) {
  gradient(kernel, (_dy, [a, b]) => ({ a: () => tf.zeros(a.shape), b: () => tf.zeros(b.shape) }), saveBoth)
}

gradient(
  'Select',
  (dy, [condition]) => ({
    condition: () => tf.zeros(condition.shape),
    t: () => tf.where(condition, dy, tf.zerosLike(dy)),
    e: () => tf.where(condition, tf.zerosLike(dy), dy),
  }),
  { inputsToSave: ['condition'] },
)

tf.registerGradient({
  kernelName: 'AddN',
  saveAllInputs: true,
  gradFunc: (dy, saved) => Object.fromEntries(saved.map((_, i) => [i, () => tf.clone(dy as Tensor)])),
})

gradient(
  'Softmax',
  (dy, [y], { dim }) => {
    const weighted = tf.mul(dy, y)
    return { logits: () => tf.sub(weighted, tf.mul(tf.sum(weighted, dim as number, true), y)) }
  },
  saveY,
)
gradient(
  'LogSoftmax',
  (dy, [y], { axis }) => ({
    logits: () => tf.sub(dy, tf.mul(tf.sum(dy, axis as number, true), tf.exp(y))),
  }),
  saveY,
)
