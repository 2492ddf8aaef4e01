import { defineKernel, recordOperation } from './registry.ts'

defineKernel({
  kernel: 'Erf',
  inputs: ['x'],
  record: recordOperation('Erf', ([shape]) => shape),
  lower: (builder, _node, [x]) => {
    const input = builder.convert(x, x.layout)
    return { ...input, name: builder.emit('Erf', [input.name]) }
  },
})
