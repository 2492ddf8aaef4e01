import { commonLayout } from './binary.ts'
import { defineKernel, recordOperation } from './registry.ts'

defineKernel({
  kernel: 'AddN',
  inputs: 'list',
  record: recordOperation('AddN', ([shape]) => shape),
  fold: inputs => inputs.reduce((a, b) => a + b, 0),
  lower: (builder, node, inputs) => {
    const layout = commonLayout(node.shape, inputs)
    const names = inputs.map(x => builder.convert(x, layout).name)
    const sum = names.reduce((a, b) => builder.emit('Add', [a, b]))
    return builder.result(sum, node, layout)
  },
})
