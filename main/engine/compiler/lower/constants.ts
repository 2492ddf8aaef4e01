import type * as tf from '@tensorflow/tfjs-core'
import { castNumber } from '../constants.ts'
import { type DataType, sizeOf } from '../graph.ts'
import { dataType, defineKernel } from './registry.ts'

/** Kernels that a recording settles at once: their result is known. */
function constant(kernel: string, inputs: readonly string[], numberOf: (attrs: tf.NamedAttrMap) => number): void {
  defineKernel({
    kernel,
    inputs,
    record: (context, [x], attrs) => {
      const shape = x?.shape ?? (attrs.shape as number[])
      const dtype = dataType(x ?? { dataId: {}, shape, dtype: (attrs.dtype ?? 'float32') as DataType })
      const value = castNumber(numberOf(attrs), dtype)
      const data = dtype === 'float32' ? Float32Array.of(value) : Int32Array.of(value)
      return context.append({ kind: 'constant', data, shape, dtype })
    },
  })
}
constant('Fill', [], attrs => attrs.value as number)
constant('ZerosLike', ['x'], () => 0)
constant('OnesLike', ['x'], () => 1)

/** Numbers from start on, stop left out. */
defineKernel({
  kernel: 'Range',
  inputs: [],
  record: (context, _inputs, attrs) => {
    const { start, stop, step } = attrs as { start: number; stop: number; step: number }
    const shape = [Math.max(0, Math.ceil((stop - start) / step))]
    const values = Array.from({ length: sizeOf(shape) }, (_, i) => start + i * step)
    const dtype = attrs.dtype === 'int32' ? 'int32' : 'float32'
    const data = dtype === 'int32' ? Int32Array.from(values) : Float32Array.from(values)
    return context.append({ kind: 'constant', data, shape, dtype })
  },
})
