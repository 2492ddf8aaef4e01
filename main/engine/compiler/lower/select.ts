import { elementwise } from './binary.ts'
import { defineKernel, recordOperation } from './registry.ts'

/** t where the condition holds, else e: all of one shape, tfjs has broadcast them. */
defineKernel({
  kernel: 'Select',
  inputs: ['condition', 't', 'e'],
  record: recordOperation('Select', ([, t]) => t, { typeOf: 1 }),
  fold: ([condition, t, e]) => (condition === 0 ? e : t),
  lower: (builder, node, operands) =>
    elementwise(builder, node, operands, ([condition, t, e]) => {
      if (node.dtype !== 'bool') return builder.emit('Where', [condition, t, e])
      // ONNX Runtime has no Where over booleans.
      const otherwise = builder.emit('And', [builder.emit('Not', [condition]), e])
      return builder.emit('Or', [builder.emit('And', [condition, t]), otherwise])
    }),
})
