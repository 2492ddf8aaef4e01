import type { ConstantNode, Graph, GraphNode, OperationNode, ValueId } from './graph.ts'
import { countUses, nodeOf, sameShape } from './graph.ts'
import { kernelDefinition } from './lower/registry.ts'

/** Each pass takes a graph and answers an equivalent one; any can be left out. */
export type Pass = (graph: Graph) => Graph

/** Rewrites nodes in order; `visit` answers the new node, or the id (in the new graph) of a value that replaces it. */
function rewrite(
  graph: Graph,
  visit: (node: GraphNode, id: ValueId, done: readonly GraphNode[]) => GraphNode | ValueId,
): Graph {
  const nodes: GraphNode[] = []
  const moved: ValueId[] = []
  for (const [id, node] of graph.nodes.entries()) {
    const renamed = node.kind === 'operation' ? { ...node, inputs: node.inputs.map(i => moved[i] ?? i) } : node
    const result = visit(renamed, id, nodes)
    moved.push(typeof result === 'number' ? result : nodes.push(result) - 1)
  }
  return { nodes, outputs: graph.outputs.map(o => ({ name: o.name, value: moved[o.value] ?? o.value })) }
}

/** Drops operations and constants that no output needs. Inputs stay: they are the step's signature. */
export const dropDead: Pass = graph => {
  const live = new Set(graph.outputs.map(o => o.value))
  for (let id = graph.nodes.length - 1; id >= 0; id--) {
    const node = nodeOf(graph, id)
    if (node.kind === 'operation' && live.has(id)) for (const input of node.inputs) live.add(input)
  }
  const kept = graph.nodes.flatMap((node, id) => (live.has(id) || node.kind === 'input' ? [id] : []))
  const place = new Map(kept.map((id, at) => [id, at]))
  const at = (id: ValueId) => place.get(id) ?? -1
  return {
    nodes: kept.map(id => {
      const node = nodeOf(graph, id)
      return node.kind === 'operation' ? { ...node, inputs: node.inputs.map(at) } : node
    }),
    outputs: graph.outputs.map(o => ({ name: o.name, value: at(o.value) })),
  }
}

/** Computes operations whose inputs are the same number everywhere, and drops additions of 0 and products with 1. */
export const foldConstants: Pass = graph =>
  rewrite(graph, (node, _id, done) => {
    if (node.kind !== 'operation') return node
    const inputs = node.inputs.map(i => done[i])
    const { fold } = kernelDefinition(node.kernel)
    const splats = inputs.map(splatOf)
    if (fold !== undefined && splats.every(s => s !== undefined)) {
      const value = fold(splats, node.attrs)
      const data = node.dtype === 'float32' ? Float32Array.of(value) : Int32Array.of(value)
      return { kind: 'constant', data, shape: node.shape, dtype: node.dtype } satisfies ConstantNode
    }
    return neutralOperand(node, inputs, splats) ?? node
  })

const splatOf = (node: GraphNode | undefined): number | undefined =>
  node?.kind === 'constant' && node.data.length === 1 ? node.data[0] : undefined

/** The other operand, where one changes neither values nor shape. */
function neutralOperand(
  node: OperationNode,
  inputs: readonly (GraphNode | undefined)[],
  splats: readonly (number | undefined)[],
): ValueId | undefined {
  const neutral = { Add: 0, Multiply: 1 }[node.kernel]
  if (neutral === undefined) return undefined
  for (const [at, other] of [
    [0, 1],
    [1, 0],
  ] as const) {
    const kept = inputs[other]
    if (splats[at] === neutral && kept !== undefined && sameShape(kept.shape, node.shape)) return node.inputs[other]
  }
  return undefined
}

/** Computes equal operations once. */
export const shareCommon: Pass = graph => {
  const known = new Map<string, ValueId>()
  return rewrite(graph, (node, _id, done) => {
    if (node.kind !== 'operation') return node
    const key = JSON.stringify([node.kernel, node.inputs, node.attrs, node.shape])
    const same = known.get(key)
    if (same !== undefined) return same
    known.set(key, done.length)
    return node
  })
}

/** Hands a bias that is added to a convolution, and to nothing else, to the convolution. */
export const fuseBias: Pass = graph => {
  const uses = countUses(graph)
  const result = rewrite(graph, (node, id, done) => {
    const original = nodeOf(graph, id)
    if (node.kind !== 'operation' || node.kernel !== 'Add' || original.kind !== 'operation') return node
    for (const [at, other] of [
      [0, 1],
      [1, 0],
    ] as const) {
      const conv = done[node.inputs[at] ?? -1]
      const bias = done[node.inputs[other] ?? -1]
      const single = uses[original.inputs[at] ?? -1] === 1
      const fits = bias?.shape.length === 1 && bias.shape[0] === node.shape[3] && splatOf(bias) === undefined
      if (single && fits && conv?.kind === 'operation' && conv.kernel === 'Conv2D' && conv.inputs.length === 2) {
        return { ...conv, inputs: [...conv.inputs, node.inputs[other] ?? -1] }
      }
    }
    return node
  })
  return dropDead(result)
}

/** All passes, in the order in which they are run. */
export const allPasses = { dropDead, foldConstants, shareCommon, fuseBias } as const
export type PassName = keyof typeof allPasses

/** Runs the passes but those named. */
export function optimise(graph: Graph, without: readonly PassName[] = []): Graph {
  const names = Object.keys(allPasses) as PassName[]
  return names.filter(n => !without.includes(n)).reduce((g, name) => allPasses[name](g), graph)
}
