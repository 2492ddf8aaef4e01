import type { GraphNode, OperationNode } from '../graph.ts'
import { countUses, nodeOf, sameShape } from '../graph.ts'
import { dropDead } from './dropDead.ts'
import { type Pass, rewrite } from './rewrite.ts'

/**
 * Sums (and means) over all pixels of a product that nothing else reads, as batch norm takes them of each channel, become one
 * operation that never writes the product.
 */
export const fuseDots: Pass = graph => {
  const uses = countUses(graph)
  const result = rewrite(graph, (node, id, done) => {
    if (node.kind !== 'operation' || !(node.kernel === 'Sum' || node.kernel === 'Mean')) return node
    const original = nodeOf(graph, id) as OperationNode
    const product = done[node.inputs[0]]
    if (uses[original.inputs[0]] !== 1 || !isProduct(product, done)) return node
    const [batch, height, width, channels] = product.shape
    const perChannel = sameShape(node.shape, [channels]) && (node.attrs.axes as number[]).join() === '0,1,2'
    if (product.shape.length !== 4 || !perChannel) return node
    const [a, b = a] = product.inputs
    const scale = node.kernel === 'Mean' ? 1 / (batch * height * width) : 1
    return { ...node, kernel: 'ChannelDot', inputs: [a, b], attrs: { scale } }
  })
  return dropDead(result)
}

/** Of two values of one shape; a square is one of a value with itself. */
function isProduct(node: GraphNode | undefined, done: readonly GraphNode[]): node is OperationNode {
  if (node?.kind !== 'operation' || !(node.kernel === 'Multiply' || node.kernel === 'Square')) return false
  return node.inputs.every(i => done[i].kind !== 'constant' && sameShape(done[i].shape, node.shape))
}
