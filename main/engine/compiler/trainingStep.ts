import type { Tensor, Tensor4D } from '@tensorflow/tfjs-core'
import * as tf from '@tensorflow/tfjs-core'
import { type PixelLossName, pixelLoss } from '../../../models/losses.ts'
import { adamStep, clipByGlobalNorm, globalNorm } from '../../../models/optimisers.ts'
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

/** One training step as tensor operations: forward, backward, clipping by the global norm, Adam. */
export function trainingStep(spec: TrainingStepSpec, inputs: Record<string, Tensor>): Record<string, Tensor> {
  const network = networkOf(spec.network)
  const { weights, statistics } = packsOf(network.parameters(spec.network))
  const params = { ...weights.split(inputs.weights), ...statistics.split(inputs.statistics) }
  const rates = { stepSize: inputs.stepSize, correction: inputs.correction }
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
  const gradientNorm = globalNorm([gradient])
  const [used] = spec.clipNorm === undefined ? [gradient] : clipByGlobalNorm([gradient], gradientNorm, spec.clipNorm)
  const { parameter, m, v } = adamStep(inputs.weights, used, { m: inputs.m, v: inputs.v }, rates, spec.adam)
  return {
    loss,
    gradientNorm,
    weights: parameter,
    m,
    v,
    statistics: statistics.length === 0 ? inputs.statistics : statistics.join({ ...params, ...updates }),
  }
}
