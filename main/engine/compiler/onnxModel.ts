/** An ONNX model as plain data, before it is written as protobuf. */
import type { ConstantArray } from './constants.ts'
import type { DataType } from './graph.ts'

export type OnnxAttribute =
  | { readonly int: number }
  | { readonly float: number }
  | { readonly ints: readonly number[] }
  | { readonly floats: readonly number[] }
  | { readonly string: string }

export interface OnnxNode {
  readonly op: string
  readonly domain: string
  readonly inputs: readonly string[]
  readonly outputs: readonly string[]
  readonly attributes: Readonly<Record<string, OnnxAttribute>>
}

export interface OnnxTensor {
  readonly name: string
  readonly dims: readonly number[]
  /** A Uint8Array holds booleans. */
  readonly data: ConstantArray
}

export interface OnnxValueInfo {
  readonly name: string
  /** A name stands for a size that the caller chooses at each run. */
  readonly dims: readonly (number | string)[]
  readonly dtype: DataType
}

export interface OnnxModel {
  readonly nodes: readonly OnnxNode[]
  readonly initializers: readonly OnnxTensor[]
  readonly inputs: readonly OnnxValueInfo[]
  readonly outputs: readonly OnnxValueInfo[]
  /** What each transpose moves. */
  readonly moves: readonly MovedArray[]
}

/** How many nodes of each kind a model has: for tests and for people. */
export function countOps(model: OnnxModel): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const { op } of model.nodes) counts[op] = (counts[op] ?? 0) + 1
  return counts
}

export interface MovedArray {
  readonly elements: number
  /** Size of the first logical axis: of activations, the batch. */
  readonly first: number
}

/**
 * How many transposes of activations are left, the pixel shuffle's own moves among them: of arrays that hold the images of a
 * batch along their first axis, a whole number of channels a pixel.
 * @param pixels of one LR image
 */
export function countActivationTransposes(model: OnnxModel, batch: number, pixels: number): number {
  return model.moves.filter(({ elements, first }) => first === batch && elements % (batch * pixels) === 0).length
}
