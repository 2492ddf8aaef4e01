import type { ValueId } from '../graph.ts'
import { nodeOf } from '../graph.ts'
import type { Pass } from './rewrite.ts'

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
