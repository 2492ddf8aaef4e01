import { orderedLayout } from '../layout.ts'
import { wholeAxes } from './axes.ts'
import { defineKernel, recordOperation } from './registry.ts'

defineKernel({
  kernel: 'Tile',
  inputs: ['x'],
  record: recordOperation('Tile', ([shape], attrs) => shape.map((n, i) => n * (attrs.reps as number[])[i]), {
    attrs: (_shapes, { reps }) => ({ reps }),
  }),
  fold: ([x]) => x,
  lower: (builder, node, [x]) => {
    const { name, order } = wholeAxes(builder, x)
    const reps = builder.ints(order.map(a => (node.attrs.reps as number[])[a]))
    return builder.result(builder.emit('Tile', [name, reps]), node, orderedLayout(node.shape, order))
  },
})

defineKernel({
  kernel: 'BroadcastTo',
  inputs: ['x'],
  record: recordOperation('BroadcastTo', (_shapes, attrs) => attrs.shape as number[]),
  fold: ([x]) => x,
  lower: (builder, node, [x]) => {
    const offset = node.shape.length - x.shape.length
    const { name, order } = wholeAxes(builder, x)
    const axes = [...Array.from({ length: offset }, (_, i) => i), ...order.map(a => a + offset)]
    const dims = builder.ints(axes.map(a => node.shape[a]))
    return builder.result(builder.emit('Expand', [name, dims]), node, orderedLayout(node.shape, axes))
  },
})
