import type { NamedAttrMap, Tensor } from '@tensorflow/tfjs-core'
import * as tf from '@tensorflow/tfjs-core'
import { gradient, saveX } from './register.ts'

/** A value with the reduced axes put back as ones. */
function kept(value: Tensor, x: Tensor, axis: number | number[]): Tensor {
  const axes = tf.util.parseAxisParam(axis, x.shape)
  return tf.reshape(
    value,
    x.shape.map((size, i) => (axes.includes(i) ? 1 : size)),
  )
}

/** dy spread over the shape of x. */
const spread = (dy: Tensor, x: Tensor, axis: number | number[]) => tf.mul(kept(dy, x, axis), tf.onesLike(x))

const reducedCount = (x: Tensor, axis: number | number[]) =>
  tf.util.parseAxisParam(axis, x.shape).reduce((n, a) => n * x.shape[a], 1)

gradient('Sum', (dy, [x], attrs) => ({ x: () => spread(dy, x, attrs.axis as number[]) }), saveX)
gradient(
  'Mean',
  (dy, [x], attrs) => {
    const axis = attrs.axis as number | number[]
    return { x: () => spread(tf.div(dy, reducedCount(x, axis)), x, axis) }
  },
  saveX,
)

/** Several equal extremes share the gradient, as in PyTorch's amax. */
function extreme(kernel: string, axisName: string): void {
  gradient(
    kernel,
    (dy, [x, y], attrs) => ({
      x: () => {
        const axis = attrs[axisName] as number[]
        const hit = tf.cast(tf.equal(x, kept(y, x, axis)), 'float32')
        const share = tf.div(kept(dy, x, axis), tf.sum(hit, axis, true))
        return tf.mul(hit, share)
      },
    }),
    { inputsToSave: ['x'], outputsToSave: [true] },
  )
}
extreme('Max', 'reductionIndices')
extreme('Min', 'axis')

/** More factors would make a graph of thousands of nodes. */
const MOST_FACTORS = 64

/** The product of all others, which holds where factors are zero. */
gradient('Prod', (dy, [x], attrs) => ({ x: () => productGradient(dy, x, attrs) }), saveX)

function productGradient(dy: Tensor, x: Tensor, attrs: NamedAttrMap): Tensor {
  const axes = tf.util.parseAxisParam(attrs.axis as number[], x.shape)
  const others = x.shape.map((_, i) => i).filter(i => !axes.includes(i))
  const order = [...axes, ...others]
  const turned = tf.transpose(x, order)
  const count = axes.reduce((n, a) => n * x.shape[a], 1)
  if (count > MOST_FACTORS) throw new Error(`The gradient of a product is written for up to ${MOST_FACTORS} factors.`)
  const factors = tf.unstack(tf.reshape(turned, [count, ...others.map(i => x.shape[i])]))
  const before: Tensor[] = [tf.onesLike(factors[0])]
  const after: Tensor[] = [tf.onesLike(factors[0])]
  for (let i = 1; i < count; i++) {
    before.push(tf.mul(before[i - 1], factors[i - 1]))
    after.unshift(tf.mul(after[0], factors[count - i]))
  }
  const flat = tf.reshape(dy, factors[0].shape)
  const parts = tf.stack(factors.map((_, i) => tf.mul(flat, tf.mul(before[i], after[i]))))
  return tf.transpose(tf.reshape(parts, turned.shape), tf.backend_util.getUndoAxesPermutation(order))
}

gradient('Cumsum', (dy, _saved, { axis, exclusive, reverse }) => ({
  x: () => tf.cumsum(dy, axis as number, exclusive as boolean, !reverse),
}))
