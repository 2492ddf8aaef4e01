import type { Tensor, Tensor4D } from '@tensorflow/tfjs-core'
import * as tf from '@tensorflow/tfjs-core'
import { type NetworkConfig, networkOf } from '../../../models/registry.ts'
import type { NamedTensor } from '../devices/device.ts'
import type { LoweringOptions } from './builder.ts'
import { encodeModel, type FileDescription } from './emit.ts'
import type { Graph } from './graph.ts'
import { lowerGraph } from './lower.ts'
import type { OnnxModel } from './onnxModel.ts'
import { packsOf } from './parameterPack.ts'
import { optimise, type PassName } from './passes.ts'
import { record } from './record.ts'
import { type TrainingStepSpec, trainingInputs, trainingStep } from './trainingStep.ts'

export interface CompileOptions extends LoweringOptions {
  /** Passes to leave out. */
  readonly without?: readonly PassName[]
}

/** Raised when the same step comes to other numbers, if only in the last digit: part of a run's plan. */
export const COMPILER_VERSION = 3

/** A step at each stage of its compilation. */
export interface Compiled {
  readonly recorded: Graph
  readonly graph: Graph
  readonly model: OnnxModel
  /** As ONNX: with a description, a file for others. */
  encode(description?: FileDescription): Uint8Array
}

function compile(recorded: Graph, { without = [], ...options }: CompileOptions): Compiled {
  const graph = optimise(recorded, without)
  const model = lowerGraph(graph, options)
  return { recorded, graph, model, encode: description => encodeModel(model, description) }
}

/**
 * A whole training step as one graph. Inputs and outputs are those of `trainingInputs` and `trainingStep`; the state
 * goes in and comes out under the same names, the outputs with `new.` before them.
 */
export function compileTrainingStep(spec: TrainingStepSpec, options: CompileOptions): Compiled {
  const state = ['weights', 'statistics', 'm', 'v']
  const recorded = record(trainingInputs(spec), inputs => {
    const outputs = trainingStep(spec, inputs)
    return Object.fromEntries(Object.entries(outputs).map(([k, t]) => [state.includes(k) ? `new.${k}` : k, t]))
  })
  return compile(recorded, options)
}

export interface ImageShape {
  readonly batch: number
  readonly height: number
  readonly width: number
}

/** The network in evaluation mode with fixed weights, from `lr` to `sr`: constants, so that the runtime packs them. */
export function compileInference(
  config: NetworkConfig,
  tensors: readonly NamedTensor[],
  { batch, height, width }: ImageShape,
  options: CompileOptions,
): Compiled {
  const network = networkOf(config)
  const { weights, statistics } = packsOf(network.parameters(config))
  // Packing checks that they are this network's.
  const checked = [weights, statistics].flatMap(pack => pack.unpack(pack.pack(tensors)))
  const recorded = record([{ name: 'lr', shape: [batch, height, width, 1] }], ({ lr }) => {
    const params: Record<string, Tensor> = {}
    for (const { name, shape, data } of checked) params[name] = tf.tensor(data, [...shape])
    return { sr: network.forward(config, params, lr as Tensor4D, 'eval').output }
  })
  return compile(recorded, options)
}
