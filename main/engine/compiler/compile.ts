import type { NetworkConfig } from '../../../models/registry.ts'
import type { NamedTensor } from '../devices/device.ts'
import type { LoweringOptions } from './builder.ts'
import { encodeModel, type FileDescription } from './emit.ts'
import type { Graph } from './graph.ts'
import { type ImageShape, inferenceProgram } from './inferencePrograms.ts'
import { lowerGraph } from './lower.ts'
import type { OnnxModel } from './onnxModel.ts'
import { optimise, type PassName } from './passes.ts'
import { record } from './record.ts'
import type { StepProgram } from './stepProgram.ts'
import { type TrainingStepSpec, trainingProgram } from './trainingStep.ts'

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

/** A program as one graph, of the same inputs and outputs. */
export function compileProgram(program: StepProgram, options: CompileOptions): Compiled {
  return compile(record(program.inputs, program.run), options)
}

/** A whole training step as one graph; the state goes in and comes out under the same names, the outputs with `new.` before them. */
export function compileTrainingStep(spec: TrainingStepSpec, options: CompileOptions): Compiled {
  return compileProgram(trainingProgram(spec), options)
}

/** The network in evaluation mode with fixed weights, from `lr` to `sr`. */
export function compileInference(
  config: NetworkConfig,
  tensors: readonly NamedTensor[],
  shape: ImageShape,
  options: CompileOptions,
): Compiled {
  return compileProgram(
    inferenceProgram(config, () => tensors, shape),
    options,
  )
}
