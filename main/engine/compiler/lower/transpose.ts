import type * as tf from '@tensorflow/tfjs-core'
import type { Value } from '../builder.ts'
import { dataType, defineKernel, recordOperation } from './registry.ts'

defineKernel({
  kernel: 'Identity',
  inputs: ['x'],
  record: (context, [x]) => context.alias(context.idOf(x as tf.TensorInfo), x.shape, dataType(x)),
})

defineKernel({
  kernel: 'Transpose',
  inputs: ['x'],
  record: recordOperation('Transpose', ([shape], attrs) => (attrs.perm as number[]).map(p => shape[p]), {
    attrs: (_shapes, attrs) => ({ perm: attrs.perm }),
  }),
  fold: ([x]) => x,
  lower: (_builder, node, [x]) => transposeValue(x, node.attrs.perm as number[]),
})

/** Costs nothing: the elements stay, their axes get new numbers. */
export function transposeValue(x: Value, perm: readonly number[]): Value {
  const layout = x.layout.map(a => ({ axis: perm.indexOf(a.axis), size: a.size }))
  return { ...x, shape: perm.map(p => x.shape[p]), layout }
}
