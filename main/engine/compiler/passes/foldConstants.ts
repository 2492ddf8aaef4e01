import type { ConstantNode, Graph, GraphNode, OperationNode, ValueId } from '../graph.ts'
import { sameShape, sizeOf } from '../graph.ts'
import { type KernelDefinition, kernelDefinition } from '../lower/registry.ts'
import { type Pass, rewrite } from './rewrite.ts'

/** Larger arrays are left to the runtime. */
const LARGEST_ARRAY = 1 << 16

/** Computes operations on constants, and drops additions of 0 and products with 1. */
export const foldConstants: Pass = (graph: Graph) =>
  rewrite(graph, (node, _id, done) => {
    if (node.kind !== 'operation') return node
    const inputs = node.inputs.map(i => done[i])
    const definition = kernelDefinition(node.kernel)
    return folded(definition, node, inputs) ?? neutralOperand(node, inputs) ?? node
  })

function folded({ fold, elementwise }: KernelDefinition, node: OperationNode, inputs: readonly GraphNode[]) {
  const constants = inputs.flatMap(input => (input.kind === 'constant' ? [input] : []))
  if (fold === undefined || constants.length < inputs.length) return undefined
  const splats = constants.every(({ data }) => data.length === 1)
  if (!splats && !(elementwise && sizeOf(node.shape) <= LARGEST_ARRAY)) return undefined
  const places = constants.map(constant => broadcastPlaces(constant, node.shape))
  const values = Array.from({ length: splats ? 1 : sizeOf(node.shape) }, (_, i) =>
    fold(
      constants.map(({ data }, k) => data[places[k](i)]),
      node.attrs,
    ),
  )
  const data = node.dtype === 'float32' ? Float32Array.from(values) : Int32Array.from(values)
  return { kind: 'constant', data, shape: node.shape, dtype: node.dtype } satisfies ConstantNode
}

/** Where a constant that is broadcast to `shape` holds each element. */
function broadcastPlaces({ data, shape: from }: ConstantNode, shape: readonly number[]): (i: number) => number {
  if (data.length === 1) return () => 0
  const offset = shape.length - from.length
  return i => {
    let place = 0
    let rest = i
    for (let axis = shape.length - 1, step = 1; axis >= offset; axis--) {
      const size = from[axis - offset]
      place += size === 1 ? 0 : (rest % shape[axis]) * step
      rest = Math.floor(rest / shape[axis])
      step *= size
    }
    return place
  }
}

/** The other operand, where one changes neither values nor shape. */
function neutralOperand(node: OperationNode, inputs: readonly GraphNode[]): ValueId | undefined {
  const neutral = { Add: 0, Multiply: 1 }[node.kernel]
  if (neutral === undefined) return undefined
  for (const [at, other] of [
    [0, 1],
    [1, 0],
  ] as const) {
    const { [at]: operand, [other]: kept } = inputs
    const isNeutral = operand.kind === 'constant' && operand.data.length === 1 && operand.data[0] === neutral
    if (isNeutral && sameShape(kept.shape, node.shape)) return node.inputs[other]
  }
  return undefined
}
