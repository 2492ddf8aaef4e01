import type { ValueId } from '../graph.ts'
import { type Pass, rewrite } from './rewrite.ts'

/** Computes equal operations once. */
export const shareCommon: Pass = graph => {
  const known = new Map<string, ValueId>()
  return rewrite(graph, (node, _id, done) => {
    if (node.kind !== 'operation') return node
    const key = JSON.stringify([node.kernel, node.inputs, node.attrs, node.shape, node.dtype])
    const same = known.get(key)
    if (same !== undefined) return same
    known.set(key, done.length)
    return node
  })
}
