import type { GradConfig, NamedAttrMap, Tensor } from '@tensorflow/tfjs-core'
import * as tf from '@tensorflow/tfjs-core'

type Backward = (dy: Tensor, saved: readonly Tensor[], attrs: NamedAttrMap) => Record<string, () => Tensor>

/** Registers a kernel's gradient by each of its inputs, from the output's gradient and what was saved. */
export function gradient(kernelName: string, backward: Backward, save: Partial<GradConfig> = {}): void {
  tf.registerGradient({
    kernelName,
    ...save,
    gradFunc: (dy, saved, attrs) => backward(dy as Tensor, saved, attrs),
  })
}

export const saveX = { inputsToSave: ['x'] }
export const saveY = { outputsToSave: [true] }

/** Sums `gradient` over the axes along which a value of `shape` was broadcast. */
export function unbroadcast(gradient: Tensor, shape: number[]): Tensor {
  const axes = tf.broadcast_util.getReductionAxes(shape, gradient.shape)
  return tf.reshape(axes.length > 0 ? tf.sum(gradient, axes) : gradient, shape)
}

/** A gradient of an element-wise kernel in terms of its saved input or output. */
export function unary(
  kernelName: string,
  save: Partial<GradConfig>,
  dx: (dy: Tensor, saved: Tensor, attrs: NamedAttrMap) => Tensor,
): void {
  gradient(kernelName, (dy, [saved], attrs) => ({ x: () => dx(dy, saved, attrs) }), save)
}

/** A gradient whose two results have the output's shape and are summed back to the inputs' shapes. */
export function binary(
  kernelName: string,
  backward: (dy: Tensor, a: Tensor, b: Tensor) => readonly [da: () => Tensor, db: () => Tensor],
  names: readonly [string, string] = ['a', 'b'],
): void {
  gradient(
    kernelName,
    (dy, [a, b]) => {
      const [da, db] = backward(dy, a, b)
      return { [names[0]]: () => unbroadcast(da(), a.shape), [names[1]]: () => unbroadcast(db(), b.shape) }
    },
    { inputsToSave: [...names] },
  )
}

/** Runs a kernel that tfjs offers no op for. */
export function runKernel(name: string, inputs: Record<string, Tensor>, attrs: NamedAttrMap): Tensor {
  return tf.engine().runKernel(name, inputs, attrs) as Tensor
}
