import * as tf from '@tensorflow/tfjs-core'
import { saveX, saveY, unary } from './register.ts'

unary('Neg', {}, dy => tf.neg(dy))
unary('Identity', {}, dy => tf.clone(dy))
// What is cast to whole numbers or truth values has no gradient; a cast of float32 keeps it.
unary('Cast', {}, dy => tf.clone(dy))
unary('Square', saveX, (dy, x) => tf.mul(dy, tf.mul(x, 2)))
unary('Sqrt', saveY, (dy, y) => tf.div(dy, tf.mul(y, 2)))
unary('Rsqrt', saveY, (dy, y) => tf.mul(dy, tf.mul(tf.mul(tf.square(y), y), -0.5)))
unary('Reciprocal', saveY, (dy, y) => tf.neg(tf.mul(dy, tf.square(y))))
unary('Abs', saveX, (dy, x) => tf.mul(dy, tf.sign(x)))
unary('Exp', saveY, (dy, y) => tf.mul(dy, y))
unary('Expm1', saveY, (dy, y) => tf.mul(dy, tf.add(y, 1)))
unary('Log', saveX, (dy, x) => tf.div(dy, x))
unary('Log1p', saveX, (dy, x) => tf.div(dy, tf.add(x, 1)))
unary('Sin', saveX, (dy, x) => tf.mul(dy, tf.cos(x)))
unary('Cos', saveX, (dy, x) => tf.neg(tf.mul(dy, tf.sin(x))))
unary('Tan', saveY, (dy, y) => tf.mul(dy, tf.add(tf.square(y), 1)))
unary('Atan', saveX, (dy, x) => tf.div(dy, tf.add(tf.square(x), 1)))
unary('Sinh', saveX, (dy, x) => tf.mul(dy, tf.cosh(x)))
unary('Cosh', saveX, (dy, x) => tf.mul(dy, tf.sinh(x)))
unary('Asinh', saveX, (dy, x) => tf.div(dy, tf.sqrt(tf.add(tf.square(x), 1))))

/** d erf / dx = 2 / sqrt(pi) exp(-x^2) */
unary('Erf', saveX, (dy, x) => tf.mul(dy, tf.mul(tf.exp(tf.neg(tf.square(x))), 2 / Math.sqrt(Math.PI))))

// Steps: their slope is zero wherever it exists.
for (const kernel of ['Sign', 'Step', 'Floor', 'Ceil', 'Round']) unary(kernel, {}, dy => tf.zerosLike(dy))

// Activations. A relu's output is positive exactly where its input is, and the next layer keeps the output anyway.
unary('Relu', saveY, (dy, y) => tf.mul(dy, tf.step(y)))
unary('Relu6', saveY, (dy, y) => tf.mul(dy, tf.mul(tf.step(y), tf.step(tf.sub(6, y)))))
unary('LeakyRelu', saveX, (dy, x, { alpha }) => tf.mul(dy, tf.step(x, alpha as number)))
unary('Sigmoid', saveY, (dy, y) => tf.mul(dy, tf.mul(y, tf.sub(1, y))))
unary('Tanh', saveY, (dy, y) => tf.mul(dy, tf.sub(1, tf.square(y))))
unary('Softplus', saveX, (dy, x) => tf.mul(dy, tf.sigmoid(x)))
unary('Elu', saveY, (dy, y) => tf.mul(dy, tf.add(1, tf.minimum(y, 0))))

/** Klambauer et al. 2017; below zero the slope is scale * alpha * exp(x), taken from the output. */
const SELU_SCALE = 1.0507009873554805
const SELU_ALPHA = 1.6732632423543772
unary('Selu', saveX, (dy, x) => {
  const below = tf.mul(tf.exp(tf.minimum(x, 0)), SELU_SCALE * SELU_ALPHA)
  return tf.mul(dy, tf.where(tf.greater(x, 0), tf.fill(x.shape, SELU_SCALE), below))
})

/** Inside the limits, these included, as in PyTorch. */
unary('ClipByValue', saveX, (dy, x, attrs) => {
  const inside = tf.logicalAnd(
    tf.greaterEqual(x, attrs.clipValueMin as number),
    tf.lessEqual(x, attrs.clipValueMax as number),
  )
  return tf.mul(dy, tf.cast(inside, 'float32'))
})
