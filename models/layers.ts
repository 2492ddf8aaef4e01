import type { Tensor, Tensor2D, Tensor4D } from '@tensorflow/tfjs-core'
import * as tf from '@tensorflow/tfjs-core'
import './gradients.ts'
import { AppError } from '../main/domain/errors.ts'
import type { NetworkMode, ParameterTensors } from './network.ts'

/** The parameter of that name; its absence means weights of another network. */
export function parameter(params: ParameterTensors, name: string): Tensor {
  const value = params[name]
  if (value === undefined) {
    throw new AppError('bad-input', `The weights lack '${name}': they belong to another network.`, { name })
  }
  return value
}

/**
 * Convolution with bias and zero padding of half the (odd) kernel, or of `pad` pixels.
 * x: [batch, height, width, in] -> [batch, height / stride, width / stride, out]; `{name}.weight`: [out, in, kernel, kernel].
 */
export function convolution(
  params: ParameterTensors,
  name: string,
  x: Tensor4D,
  { stride = 1, pad }: { readonly stride?: number; readonly pad?: number } = {},
): Tensor4D {
  const weight = parameter(params, `${name}.weight`) as Tensor4D
  const filter = tf.transpose(weight, [2, 3, 1, 0])
  return tf.add(strided(x, filter, stride, pad), parameter(params, `${name}.bias`))
}

/** tfjs's own padding 'same' would lie to the right and below where the stride is not 1; PyTorch's is the same all around. */
function strided(x: Tensor4D, filter: Tensor4D, stride: number, pad?: number): Tensor4D {
  if (stride === 1 && pad === undefined) return tf.conv2d(x, filter, 1, 'same')
  return tf.conv2d(x, filter, stride, pad ?? (filter.shape[0] - 1) / 2, 'NHWC', 1, 'floor')
}

/** A dense layer as torch.nn.Linear; x: [batch, in] -> [batch, out]; `{name}.weight`: [out, in]. */
export function linear(params: ParameterTensors, name: string, x: Tensor2D): Tensor2D {
  const weight = parameter(params, `${name}.weight`) as Tensor2D
  return tf.add(tf.matMul(x, weight, false, true), parameter(params, `${name}.bias`))
}

/** In PyTorch's order of pixels: [batch, height, width, channel] -> [batch, channel * height * width]. */
export function flatten(x: Tensor4D): Tensor2D {
  const [batch, height, width, channels] = x.shape
  return tf.reshape(tf.transpose(x, [0, 3, 1, 2]), [batch, channels * height * width])
}

/**
 * Transposed convolution with bias as torch.nn.ConvTranspose2d without output padding.
 * x: [batch, height, width, in] -> [batch, (height - 1) * stride + kernel - 2 * pad, ..., out]; `{name}.weight`:
 * [in, out, kernel, kernel].
 */
export function transposedConvolution(
  params: ParameterTensors,
  name: string,
  x: Tensor4D,
  { stride, pad = 0 }: { readonly stride: number; readonly pad?: number },
): Tensor4D {
  const weight = parameter(params, `${name}.weight`) as Tensor4D
  const [, out, kernelHeight, kernelWidth] = weight.shape
  const [batch, height, width] = x.shape
  const size = (n: number, kernel: number) => (n - 1) * stride + kernel - 2 * pad
  const shape: [number, number, number, number] = [batch, size(height, kernelHeight), size(width, kernelWidth), out]
  const filter = tf.transpose(weight, [2, 3, 1, 0])
  const y = tf.conv2dTranspose(x, filter, shape, stride, pad, pad === 0 ? undefined : 'floor')
  return tf.add(y, parameter(params, `${name}.bias`))
}

/**
 * Depthwise convolution with bias, stride 1, zero padding of half the (odd) kernel: torch.nn.Conv2d with as many groups as
 * channels. x: [batch, height, width, channel]; `{name}.weight`: [channel, 1, kernel, kernel].
 */
export function depthwiseConvolution(params: ParameterTensors, name: string, x: Tensor4D): Tensor4D {
  const filter = tf.transpose(parameter(params, `${name}.weight`) as Tensor4D, [2, 3, 0, 1])
  return tf.add(tf.depthwiseConv2d(x, filter, 1, 'same'), parameter(params, `${name}.bias`))
}

/** PyTorch's defaults. */
const BATCH_NORM_EPSILON = 1e-5
const BATCH_NORM_MOMENTUM = 0.1

/**
 * Batch normalisation (Ioffe & Szegedy 2015) over batch, height and width, as PyTorch's BatchNorm2d: in training with
 * the batch's biased variance, while the running variance takes the unbiased one. The variance is taken in a second
 * pass over the centred values, so that it does not cancel on a bright sky.
 * x: [batch, height, width, channel]; adds the new running statistics to `updates`.
 */
export function batchNorm(
  params: ParameterTensors,
  name: string,
  x: Tensor4D,
  mode: NetworkMode,
  updates: Record<string, Tensor>,
): Tensor4D {
  const weight = parameter(params, `${name}.weight`)
  const bias = parameter(params, `${name}.bias`)
  const runningMean = parameter(params, `${name}.running_mean`)
  const runningVar = parameter(params, `${name}.running_var`)
  if (mode === 'eval') {
    const scale = tf.mul(weight, tf.rsqrt(tf.add(runningVar, BATCH_NORM_EPSILON)))
    return tf.add(tf.mul(x, scale), tf.sub(bias, tf.mul(runningMean, scale)))
  }
  const count = x.shape[0] * x.shape[1] * x.shape[2]
  if (count < 2) {
    throw new AppError('bad-input', 'Batch normalisation cannot be trained on a single pixel: use a larger batch.')
  }
  const mean = tf.mean(x, [0, 1, 2])
  const centred = tf.sub(x, mean) as Tensor4D
  const variance = tf.mean(tf.square(centred), [0, 1, 2])
  const inverse = tf.rsqrt(tf.add(variance, BATCH_NORM_EPSILON))
  const blend = (running: Tensor, now: Tensor) =>
    tf.add(tf.mul(running, 1 - BATCH_NORM_MOMENTUM), tf.mul(now, BATCH_NORM_MOMENTUM))
  updates[`${name}.running_mean`] = blend(runningMean, mean)
  updates[`${name}.running_var`] = blend(runningVar, tf.mul(variance, count / (count - 1)))

  // The gradient in closed form: autodiff through mean and variance would take twice as many passes over memory.
  // With y = w * centred * inverse + b and means over batch, height and width:
  //   dx = w * inverse * (dy - mean(dy) - centred * inverse^2 * mean(dy * centred))
  const normalise = tf.customGrad((...args: (Tensor | tf.GradSaveFunc)[]) => {
    const [, w, b, save] = args as [Tensor, Tensor, Tensor, tf.GradSaveFunc]
    save([w, centred, inverse])
    return { value: tf.add(tf.mul(centred, tf.mul(w, inverse)), b), gradFunc: normaliseGradient }
  })
  return normalise(x, weight, bias) as Tensor4D
}

/** Gradients of x, weight and bias. */
function normaliseGradient(dy: Tensor, [weight, centred, inverse]: Tensor[]): Tensor[] {
  const count = dy.size / weight.size
  const sumDy = tf.sum(dy, [0, 1, 2])
  const sumDyCentred = tf.sum(tf.mul(dy, centred), [0, 1, 2])
  const scale = tf.mul(weight, inverse)
  const slope = tf.div(tf.mul(tf.mul(scale, tf.square(inverse)), sumDyCentred), count)
  const offset = tf.div(tf.mul(scale, sumDy), count)
  const dx = tf.sub(tf.mul(dy, scale), tf.add(tf.mul(centred, slope), offset))
  return [dx, tf.mul(sumDyCentred, inverse), sumDy]
}

/**
 * PyTorch's PixelShuffle (Shi et al. 2016): channel c*r*r + i*r + j goes to output pixel (i, j) of channel c.
 * x: [batch, height, width, channel*r*r] -> [batch, height*r, width*r, channel].
 */
export function pixelShuffle(x: Tensor4D, r: number): Tensor4D {
  const [batch, height, width, channels] = x.shape
  const c = channels / (r * r)
  const parts = tf.reshape(x, [batch, height, width, c, r, r])
  // -> [batch, height, i, width, j, c]
  const ordered = tf.transpose(parts, [0, 1, 4, 2, 5, 3])
  return tf.reshape(ordered, [batch, height * r, width * r, c])
}

/** The reverse: [batch, height * r, width * r, channel] -> [batch, height, width, channel*r*r]. */
export function pixelUnshuffle(x: Tensor4D, r: number): Tensor4D {
  const [batch, height, width, channels] = x.shape
  const parts = tf.reshape(x, [batch, height / r, r, width / r, r, channels])
  // -> [batch, height, width, c, i, j]
  const ordered = tf.transpose(parts, [0, 1, 3, 5, 2, 4])
  return tf.reshape(ordered, [batch, height / r, width / r, channels * r * r])
}
