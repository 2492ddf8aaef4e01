import type { Scalar, Tensor, Tensor4D } from '@tensorflow/tfjs-core'
import * as tf from '@tensorflow/tfjs-core'
import { type PixelLossName, pixelLoss } from '../../../models/losses.ts'
import { type NetworkConfig, networkOf } from '../../../models/registry.ts'
import { packsOf } from './parameterPack.ts'
import type { RecordInput } from './record.ts'

export interface TrainingStepSpec {
  readonly network: NetworkConfig
  readonly loss: PixelLossName
  readonly adam: { readonly beta1: number; readonly beta2: number; readonly epsilon: number }
  readonly clipNorm?: number
  /** Whether a mask of the HR pixels that count is among the inputs. */
  readonly masked?: boolean
  /** Of the LR images. */
  readonly batch: number
  readonly height: number
  readonly width: number
}

/** The step's inputs. What changes from step to step is among them, so that one graph serves a whole run. */
export function trainingInputs(spec: TrainingStepSpec): RecordInput[] {
  const network = networkOf(spec.network)
  const { weights, statistics } = packsOf(network.parameters(spec.network))
  const r = network.magnification(spec.network)
  const hrShape = [spec.batch, spec.height * r, spec.width * r, 1]
  return [
    { name: 'lr', shape: [spec.batch, spec.height, spec.width, 1] },
    { name: 'hr', shape: hrShape },
    ...(spec.masked ? [{ name: 'mask', shape: hrShape }] : []),
    { name: 'weights', shape: [weights.length] },
    { name: 'statistics', shape: [statistics.length] },
    { name: 'm', shape: [weights.length] },
    { name: 'v', shape: [weights.length] },
    ...['stepSize', 'correction'].map(name => ({ name, shape: [] })),
  ]
}

/**
 * One training step as tensor operations: forward, backward, clipping by the global norm, Adam.
 * `stepSize` and `correction` are Adam's rate / (1 - beta1^t) and sqrt(1 - beta2^t), computed in double precision
 * outside: in float32 the difference 1 - beta2^t loses four digits in the first steps.
 */
export function trainingStep(spec: TrainingStepSpec, inputs: Record<string, Tensor>): Record<string, Tensor> {
  const network = networkOf(spec.network)
  const { weights, statistics } = packsOf(network.parameters(spec.network))
  const params = { ...weights.split(inputs.weights), ...statistics.split(inputs.statistics) }
  const names = weights.specs.map(s => s.name)
  let updates: Record<string, Tensor> = {}
  const { value: loss, grads } = tf.valueAndGrads((...trained: Tensor[]) => {
    const current = { ...params, ...Object.fromEntries(names.map((name, i) => [name, trained[i]])) }
    const forward = network.forward(spec.network, current, inputs.lr as Tensor4D, 'train')
    // Else they would be freed with the tape.
    updates = Object.fromEntries(Object.entries(forward.updates).map(([name, tensor]) => [name, tf.keep(tensor)]))
    const mask = spec.masked ? (inputs.mask as Tensor4D) : undefined
    return pixelLoss(spec.loss, forward.output, inputs.hr as Tensor4D, mask)
  })(names.map(name => params[name]))
  const gradient = weights.join(Object.fromEntries(names.map((name, i) => [name, grads[i]])))
  const gradientNorm = tf.sqrt(tf.sum(tf.square(gradient))) as Scalar
  return {
    loss,
    gradientNorm,
    ...adam(spec, inputs, spec.clipNorm === undefined ? gradient : clipped(gradient, gradientNorm, spec.clipNorm)),
    statistics: statistics.length === 0 ? inputs.statistics : statistics.join({ ...params, ...updates }),
  }
}

/** As torch.nn.utils.clip_grad_norm_. */
function clipped(gradient: Tensor, norm: Scalar, limit: number): Tensor {
  return tf.mul(gradient, tf.minimum(tf.div(limit, tf.add(norm, 1e-6)), 1))
}

/** Adam (Kingma & Ba 2015) in PyTorch's form: epsilon is added to the corrected root. */
function adam({ adam: { beta1, beta2, epsilon } }: TrainingStepSpec, inputs: Record<string, Tensor>, gradient: Tensor) {
  const m = tf.add(tf.mul(inputs.m, beta1), tf.mul(gradient, 1 - beta1))
  const v = tf.add(tf.mul(inputs.v, beta2), tf.mul(tf.square(gradient), 1 - beta2))
  const denominator = tf.add(tf.div(tf.sqrt(v), inputs.correction), epsilon)
  const weights = tf.sub(inputs.weights, tf.mul(inputs.stepSize, tf.div(m, denominator)))
  return { weights, m, v }
}
