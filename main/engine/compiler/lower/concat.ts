import * as tf from '@tensorflow/tfjs-core'
import { orderedLayout } from '../layout.ts'
import { inOrder, wholeAxes } from './axes.ts'
import { defineKernel, recordOperation } from './registry.ts'

/** In the order of axes of the first that is not a constant. */
defineKernel({
  kernel: 'Concat',
  inputs: 'list',
  record: recordOperation('Concat', (shapes, attrs) => tf.backend_util.computeOutShape(shapes, axisOf(shapes, attrs)), {
    attrs: (shapes, attrs) => ({ axis: axisOf(shapes, attrs) }),
  }),
  lower: (builder, node, inputs) => {
    const leader = inputs.find(v => v.splat === undefined) ?? inputs[0]
    const { order } = wholeAxes(builder, leader)
    const names = inputs.map(v => inOrder(builder, v, order))
    const axis = { int: order.indexOf(node.attrs.axis as number) }
    return builder.result(builder.emit('Concat', names, { axis }), node, orderedLayout(node.shape, order))
  },
})

const axisOf = (shapes: number[][], attrs: tf.NamedAttrMap): number =>
  tf.util.parseAxisParam(attrs.axis as number, shapes[0])[0]

/** Values side by side along a new axis. */
defineKernel({
  kernel: 'Pack',
  inputs: 'list',
  record: (context, inputs, attrs) => {
    const axis = attrs.axis as number
    const dim = axis < 0 ? axis + inputs[0].shape.length + 1 : axis
    const parts = inputs.map(input => context.run('ExpandDims', [input], { dim }))
    return context.run('Concat', parts, { axis: dim })
  },
})
