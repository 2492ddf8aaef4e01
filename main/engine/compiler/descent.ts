import type { Scalar, Tensor } from '@tensorflow/tfjs-core'
import * as tf from '@tensorflow/tfjs-core'
import type { ParameterTensors } from '../../../models/network.ts'
import {
  type AdamOptions,
  adamRates,
  adamStep,
  adamWStep,
  clipByGlobalNorm,
  globalNorm,
  movingAverage,
  sgdStep,
} from '../../../models/optimisers.ts'
import type { OptimiserSpec } from '../lossTerms.ts'
import type { ParameterPack } from './parameterPack.ts'
import type { RecordInput } from './record.ts'
import { NEW } from './stepProgram.ts'

export interface DescentOptions {
  readonly adam: AdamOptions
  /** Absent: Adam. */
  readonly optimiser?: OptimiserSpec
  /** Global gradient norm above which gradients are scaled down; absent: no clipping. */
  readonly clipNorm?: number
  /** Of the moving average of weights and statistics; absent: none is kept. */
  readonly averageDecay?: number
}

/** A network that a step trains; `prefix` tells its state from that of another in the same step. */
export interface TrainedPart {
  readonly weights: ParameterPack
  readonly statistics: ParameterPack
  readonly prefix: '' | 'rival.'
}

/** Names of the vectors that a step changes, with their lengths. */
export function stateLengths({ weights, statistics, prefix }: TrainedPart, averageDecay?: number): [string, number][] {
  const named: [string, number][] = [
    ['weights', weights.length],
    ['statistics', statistics.length],
    ['m', weights.length],
    ['v', weights.length],
    ...(averageDecay === undefined
      ? []
      : ([
          ['average', weights.length],
          ['averageStatistics', statistics.length],
        ] as [string, number][])),
  ]
  return named.map(([name, length]) => [prefix + name, length])
}

/** The state, and what of the optimiser changes from step to step, so that one graph serves a whole run. */
export function descentInputs(part: TrainedPart, options: DescentOptions): RecordInput[] {
  return [
    ...stateLengths(part, options.averageDecay).map(([name, length]) => ({ name, shape: [length] })),
    ...Object.keys(descentRates(options, 1, 0)).map(name => ({ name, shape: [] })),
  ]
}

/** What the optimiser's step t (from 1) comes to at this learning rate, in double precision. */
export function descentRates(options: DescentOptions, t: number, rate: number): Record<string, number> {
  const { adam, optimiser = { kind: 'adam' }, averageDecay } = options
  const adams = optimiser.kind === 'sgd' ? { stepSize: rate } : { ...adamRates(t, rate, adam) }
  return {
    ...adams,
    ...(optimiser.kind === 'adamw' && { keep: 1 - rate * optimiser.weightDecay }),
    // In the first steps a shorter memory: else the untrained weights would stay in it for long.
    ...(averageDecay !== undefined && { averageDecay: Math.min(averageDecay, t / (t + 9)) }),
  }
}

export interface StepLoss {
  readonly loss: Scalar
  /** New running statistics, by name. */
  readonly updates: ParameterTensors
  /** What else of the forward pass is to be answered. */
  readonly answers?: Readonly<Record<string, Tensor>>
}

/** One step of one network: forward, backward, clipping by the global norm, optimiser, moving average. */
export function descend(
  part: TrainedPart,
  options: DescentOptions,
  inputs: Record<string, Tensor>,
  lossOf: (params: ParameterTensors) => StepLoss,
): Record<string, Tensor> {
  const { loss, answers, gradient, statistics } = differentiate(part, inputs, lossOf)
  return { loss, ...answers, ...descendBy(part, options, inputs, gradient, statistics) }
}

/** Answers, and the packed gradient and running statistics of a forward and a backward pass. */
export function differentiate(
  { weights, statistics, prefix }: TrainedPart,
  inputs: Record<string, Tensor>,
  lossOf: (params: ParameterTensors) => StepLoss,
) {
  const state = (name: string) => inputs[prefix + name]
  const params = { ...weights.split(state('weights')), ...statistics.split(state('statistics')) }
  const names = weights.specs.map(s => s.name)
  let updates: ParameterTensors = {}
  let answers: Readonly<Record<string, Tensor>> = {}
  const { value: loss, grads } = tf.valueAndGrads((...trained: Tensor[]) => {
    const current = { ...params, ...Object.fromEntries(names.map((name, i) => [name, trained[i]])) }
    const forward = lossOf(current)
    // Else they would be freed with the tape.
    updates = kept(forward.updates)
    answers = kept(forward.answers ?? {})
    return forward.loss
  })(names.map(name => params[name]))
  const gradient = weights.join(Object.fromEntries(names.map((name, i) => [name, grads[i]])))
  const renewed = statistics.length === 0 ? tf.clone(state('statistics')) : statistics.join({ ...params, ...updates })
  tf.dispose(Object.values(updates))
  return { loss, answers, gradient, statistics: renewed }
}

/** What a step makes of a gradient: clipping by the global norm, optimiser, moving average. */
export function descendBy(
  { prefix }: TrainedPart,
  options: DescentOptions,
  inputs: Record<string, Tensor>,
  gradient: Tensor,
  statistics: Tensor,
): Record<string, Tensor> {
  const state = (name: string) => inputs[prefix + name]
  const gradientNorm = globalNorm([gradient])
  const [used] =
    options.clipNorm === undefined ? [gradient] : clipByGlobalNorm([gradient], gradientNorm, options.clipNorm)
  const moved = optimised(options, state, used, inputs)
  const averaged = (name: string, now: Tensor) =>
    now.size === 0 ? tf.clone(state(name)) : movingAverage(state(name), now, inputs.averageDecay)
  const averages =
    options.averageDecay === undefined
      ? {}
      : { average: averaged('average', moved.weights), averageStatistics: averaged('averageStatistics', statistics) }
  const next = Object.entries({ ...moved, statistics, ...averages })
  return {
    gradientNorm,
    ...Object.fromEntries(next.map(([name, tensor]) => [`${NEW}${prefix}${name}`, tensor])),
  }
}

function optimised(
  { adam, optimiser = { kind: 'adam' } }: DescentOptions,
  state: (name: string) => Tensor,
  gradient: Tensor,
  { stepSize, correction, keep }: Record<string, Tensor>,
): Record<string, Tensor> {
  if (optimiser.kind === 'sgd') {
    const { parameter, velocity } = sgdStep(state('weights'), gradient, state('m'), stepSize, optimiser)
    return { weights: parameter, m: velocity }
  }
  const moments = { m: state('m'), v: state('v') }
  const { parameter, m, v } =
    optimiser.kind === 'adamw'
      ? adamWStep(state('weights'), gradient, moments, { stepSize, correction, keep }, adam)
      : adamStep(state('weights'), gradient, moments, { stepSize, correction }, adam)
  return { weights: parameter, m, v }
}

function kept(tensors: Readonly<Record<string, Tensor>>): Record<string, Tensor> {
  return Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [name, tf.keep(tensor)]))
}
