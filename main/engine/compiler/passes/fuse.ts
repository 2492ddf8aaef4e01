import type { Graph, GraphNode, OperationNode } from '../graph.ts'
import { countUses, nodeOf } from '../graph.ts'
import { dropDead } from './dropDead.ts'
import { type Pass, rewrite } from './rewrite.ts'

/** The convolution that makes a value which nothing else reads. */
function soleConvolution(
  graph: Graph,
  uses: Uint32Array,
  original: GraphNode,
  at: number,
  made: GraphNode | undefined,
): OperationNode | undefined {
  if (original.kind !== 'operation' || uses[original.inputs[at]] !== 1) return undefined
  if (nodeOf(graph, original.inputs[at]).kind !== 'operation') return undefined
  return made?.kind === 'operation' && made.kernel === 'Conv2D' ? made : undefined
}

/** Hands a bias that is added to a convolution, and to nothing else, to the convolution. */
export const fuseBias: Pass = graph => {
  const uses = countUses(graph)
  const result = rewrite(graph, (node, id, done) => {
    if (node.kind !== 'operation' || node.kernel !== 'Add') return node
    for (const [at, other] of [
      [0, 1],
      [1, 0],
    ] as const) {
      const conv = soleConvolution(graph, uses, nodeOf(graph, id), at, done[node.inputs[at]])
      if (conv?.inputs.length === 2 && isBias(done[node.inputs[other]], node)) {
        return { ...conv, inputs: [...conv.inputs, node.inputs[other]] }
      }
    }
    return node
  })
  return dropDead(result)
}

/** One number a channel. */
function isBias(value: GraphNode | undefined, { shape }: OperationNode): boolean {
  if (value?.shape.length !== 1 || value.shape[0] !== shape[3]) return false
  return value.kind !== 'constant' || value.data.length === value.shape[0]
}

/** Hands a relu of a convolution that nothing else reads to the convolution. */
export const fuseActivation: Pass = graph => {
  const uses = countUses(graph)
  const result = rewrite(graph, (node, id, done) => {
    if (node.kind !== 'operation' || node.kernel !== 'Relu') return node
    const conv = soleConvolution(graph, uses, nodeOf(graph, id), 0, done[node.inputs[0]])
    return conv === undefined ? node : { ...conv, attrs: { ...conv.attrs, relu: true } }
  })
  return dropDead(result)
}
