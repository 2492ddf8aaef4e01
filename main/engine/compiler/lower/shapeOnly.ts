import type * as tf from '@tensorflow/tfjs-core'
import { defineKernel, recordOperation } from './registry.ts'

/** Kernels that a recording settles at once: aliases and constants. */

defineKernel({
  kernel: 'Identity',
  inputs: ['x'],
  record: (context, [x]) => {
    const input = x as tf.TensorInfo
    return context.alias(context.idOf(input), input.shape, 'float32')
  },
  lower: (_builder, node) => {
    throw new Error(`${node.kernel} is recorded as an alias.`)
  },
})

function constant(kernel: string, inputs: readonly string[], numberOf: (attrs: tf.NamedAttrMap) => number): void {
  defineKernel({
    kernel,
    inputs,
    record: (context, [x], attrs) => {
      const shape = x?.shape ?? (attrs.shape as number[])
      return context.append({ kind: 'constant', data: Float32Array.of(numberOf(attrs)), shape, dtype: 'float32' })
    },
    lower: (_builder, node) => {
      throw new Error(`${node.kernel} is recorded as a constant.`)
    },
  })
}
constant('Fill', [], attrs => attrs.value as number)
constant('ZerosLike', ['x'], () => 0)
constant('OnesLike', ['x'], () => 1)

defineKernel({
  kernel: 'Cast',
  inputs: ['x'],
  record: (context, [x], attrs) => {
    const input = x as tf.TensorInfo
    if (attrs.dtype !== 'float32' || input.dtype !== 'float32') {
      throw new Error(`A recorded step casts ${input.dtype} to ${String(attrs.dtype)}; only float32 is known.`)
    }
    return context.alias(context.idOf(input), input.shape, 'float32')
  },
  lower: (_builder, node) => {
    throw new Error(`${node.kernel} is recorded as an alias.`)
  },
})

defineKernel({
  kernel: 'Transpose',
  inputs: ['x'],
  record: recordOperation(
    'Transpose',
    ([shape = []], attrs) => (attrs.perm as number[]).map(p => shape[p] ?? 1),
    (_shapes, attrs) => ({ perm: attrs.perm }),
  ),
  fold: ([x]) => x ?? 0,
  /** Costs nothing: the elements stay, their axes get new numbers. */
  lower: (_builder, node, [x]) => {
    const perm = node.attrs.perm as number[]
    if (x === undefined) throw new Error('Transpose needs an input.')
    return { ...x, shape: node.shape, layout: x.layout.map(a => ({ axis: perm.indexOf(a.axis), size: a.size })) }
  },
})
