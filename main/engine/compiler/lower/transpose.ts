import type * as tf from '@tensorflow/tfjs-core'
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
  /** Costs nothing: the elements stay, their axes get new numbers. */
  lower: (_builder, node, [x]) => {
    const perm = node.attrs.perm as number[]
    return { ...x, shape: node.shape, layout: x.layout.map(a => ({ axis: perm.indexOf(a.axis), size: a.size })) }
  },
})
