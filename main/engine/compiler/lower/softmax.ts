import { orderedLayout } from '../layout.ts'
import { wholeAxes } from './axes.ts'
import { defineKernel, recordOperation } from './registry.ts'

function softmax(kernel: 'Softmax' | 'LogSoftmax', axisName: 'dim' | 'axis'): void {
  defineKernel({
    kernel,
    inputs: ['logits'],
    record: recordOperation(kernel, ([shape]) => shape, {
      attrs: ([shape], attrs) => ({ axis: ((attrs[axisName] as number) + shape.length) % shape.length }),
    }),
    lower: (builder, node, [x]) => {
      const { name, order } = wholeAxes(builder, x)
      const axis = { int: order.indexOf(node.attrs.axis as number) }
      return builder.result(builder.emit(kernel, [name], { axis }), node, orderedLayout(node.shape, order))
    },
  })
}
softmax('Softmax', 'dim')
softmax('LogSoftmax', 'axis')
