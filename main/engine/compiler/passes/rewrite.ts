import type { Graph, GraphNode, ValueId } from '../graph.ts'

/** Each pass takes a graph and answers an equivalent one; any can be left out. */
export type Pass = (graph: Graph) => Graph

/** Rewrites nodes in order; `visit` answers the new node, or the id (in the new graph) of a value that replaces it. */
export function rewrite(
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
