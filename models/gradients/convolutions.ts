import type { NamedAttrMap, Tensor } from '@tensorflow/tfjs-core'
import * as tf from '@tensorflow/tfjs-core'
import { gradient, runKernel } from './register.ts'

/** Strides and padding as the forward kernel has them; tfjs's gradients know no dilation. */
function geometry(attrs: NamedAttrMap): NamedAttrMap {
  if (attrs.dilations !== undefined && !tf.backend_util.tupleValuesAreOne(attrs.dilations as number | number[])) {
    throw new Error('The gradient of a dilated convolution is not written.')
  }
  const { strides, pad, dimRoundingMode } = attrs
  return { strides, pad, dimRoundingMode, dilations: [1, 1], dataFormat: 'NHWC' }
}

gradient(
  'Conv2D',
  (dy, [x, filter], attrs) => ({
    x: () => runKernel('Conv2DBackpropInput', { dy, filter }, { ...geometry(attrs), inputShape: x.shape }),
    filter: () => runKernel('Conv2DBackpropFilter', { x, dy }, { ...geometry(attrs), filterShape: filter.shape }),
  }),
  { inputsToSave: ['x', 'filter'] },
)

/** The transposed convolution: its gradients are a convolution and the same filter gradient with the roles exchanged. */
gradient(
  'Conv2DBackpropInput',
  (dx, [dy, filter], attrs) => ({
    dy: () => runKernel('Conv2D', { x: dx, filter }, geometry(attrs)),
    filter: () => runKernel('Conv2DBackpropFilter', { x: dx, dy }, { ...geometry(attrs), filterShape: filter.shape }),
  }),
  { inputsToSave: ['dy', 'filter'] },
)

const depthwise = 'DepthwiseConv2dNative'
gradient(
  depthwise,
  (dy, [x, filter], attrs) => ({
    x: () => runKernel(`${depthwise}BackpropInput`, { dy, filter }, { ...geometry(attrs), inputShape: x.shape }),
    filter: () => runKernel(`${depthwise}BackpropFilter`, { x, dy }, { ...geometry(attrs), filterShape: filter.shape }),
  }),
  { inputsToSave: ['x', 'filter'] },
)

gradient(
  'MaxPool',
  (dy, [x, y], attrs) => ({
    x: () => {
      const { filterSize, strides, pad, dimRoundingMode } = attrs
      return runKernel('MaxPoolGrad', { dy, input: x, output: y }, { filterSize, strides, pad, dimRoundingMode })
    },
  }),
  { inputsToSave: ['x'], outputsToSave: [true] },
)

/**
 * Each output's share goes to all pixels that it is the mean of. tfjs's own kernel divides by the whole window where
 * part of it is padding; here dy is divided by the count that the forward pass divided by.
 */
gradient(
  'AvgPool',
  (dy, [x], attrs) => ({
    x: () => {
      const { filterSize, strides, pad, dimRoundingMode } = attrs
      const [height, width] = typeof filterSize === 'number' ? [filterSize, filterSize] : (filterSize as number[])
      const channels = x.shape[3] as number
      const ones = tf.ones([height, width, channels, 1])
      const convolution = { strides, pad, dimRoundingMode, dilations: [1, 1] }
      const counts = runKernel(depthwise, { x: tf.onesLike(x), filter: ones }, convolution)
      const shares = tf.div(dy, counts) as Tensor
      return runKernel(
        `${depthwise}BackpropInput`,
        { dy: shares, filter: ones },
        { ...convolution, inputShape: x.shape },
      )
    },
  }),
  { inputsToSave: ['x'] },
)
