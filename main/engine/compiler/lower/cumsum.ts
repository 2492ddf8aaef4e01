import { orderedLayout } from '../layout.ts'
import { wholeAxes } from './axes.ts'
import { defineKernel, recordOperation } from './registry.ts'

defineKernel({
  kernel: 'Cumsum',
  inputs: ['x'],
  record: recordOperation('Cumsum', ([shape]) => shape, {
    attrs: ([shape], { axis, exclusive, reverse }) => ({
      axis: ((axis as number) + shape.length) % shape.length,
      exclusive: Boolean(exclusive),
      reverse: Boolean(reverse),
    }),
  }),
  lower: (builder, node, [x]) => {
    const { name, order } = wholeAxes(builder, x)
    const attributes = {
      exclusive: { int: Number(node.attrs.exclusive) },
      reverse: { int: Number(node.attrs.reverse) },
    }
    const axis = builder.ints([order.indexOf(node.attrs.axis as number)])
    return builder.result(builder.emit('CumSum', [name, axis], attributes), node, orderedLayout(node.shape, order))
  },
})
