/** An ONNX model as plain data, before it is written as protobuf. */
import type { DataType, Shape } from './graph.ts'

export type OnnxAttribute =
  | { readonly int: number }
  | { readonly float: number }
  | { readonly ints: readonly number[] }
  | { readonly string: string }

export interface OnnxNode {
  readonly op: string
  readonly domain: string
  readonly inputs: readonly string[]
  readonly output: string
  readonly attributes: Readonly<Record<string, OnnxAttribute>>
}

export interface OnnxTensor {
  readonly name: string
  readonly dims: readonly number[]
  readonly data: Float32Array | Int32Array | BigInt64Array
}

export interface OnnxValueInfo {
  readonly name: string
  readonly dims: Shape
  readonly dtype: DataType
}

export interface OnnxModel {
  readonly nodes: readonly OnnxNode[]
  readonly initializers: readonly OnnxTensor[]
  readonly inputs: readonly OnnxValueInfo[]
  readonly outputs: readonly OnnxValueInfo[]
}

/** How many nodes of each kind a model has: for tests and for people. */
export function countOps(model: OnnxModel): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const { op } of model.nodes) counts[op] = (counts[op] ?? 0) + 1
  return counts
}
