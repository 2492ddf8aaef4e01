import type { GraphNode, OperationNode } from '../graph.ts'
import { SHUFFLE, UNSHUFFLE } from '../lower/pixelShuffle.ts'
import { dropDead } from './dropDead.ts'
import { type Pass, rewrite } from './rewrite.ts'

/** Finds PyTorch's pixel shuffle and its inverse, written as reshape, transpose, reshape. */
export const findShuffles: Pass = graph => {
  const result = rewrite(graph, (node, _id, done) => {
    const last = operation(node, 'Reshape')
    const turn = last && operation(done[last.inputs[0]], 'Transpose')
    const first = turn && operation(done[turn.inputs[0]], 'Reshape')
    if (!last || !turn || !first) return node
    const source = done[first.inputs[0]]
    const perm = turn.attrs.perm as number[]
    const as = (kernel: string, r: number) => ({ ...last, kernel, inputs: [first.inputs[0]], attrs: { r } })
    const r = shuffleFactor(source.shape, first.shape, perm, last.shape)
    if (r !== undefined) return as('PixelShuffle', r)
    const inverse = unshuffleFactor(source.shape, first.shape, perm, last.shape)
    return inverse === undefined ? node : as('PixelUnshuffle', inverse)
  })
  return dropDead(result)
}

const operation = (node: GraphNode | undefined, kernel: string): OperationNode | undefined =>
  node?.kind === 'operation' && node.kernel === kernel ? node : undefined

function shuffleFactor(
  from: readonly number[],
  split: readonly number[],
  perm: readonly number[],
  to: readonly number[],
): number | undefined {
  if (from.length !== 4 || split.length !== 6 || perm.join() !== SHUFFLE.join()) return undefined
  const [n, h, w, channels] = from
  const r = split[5]
  const parts = [n, h, w, channels / (r * r), r, r]
  const result = [n, h * r, w * r, channels / (r * r)]
  return split.join() === parts.join() && to.join() === result.join() ? r : undefined
}

function unshuffleFactor(
  from: readonly number[],
  split: readonly number[],
  perm: readonly number[],
  to: readonly number[],
): number | undefined {
  if (from.length !== 4 || split.length !== 6 || perm.join() !== UNSHUFFLE.join()) return undefined
  const [n, h, w, c] = from
  const r = split[2]
  const parts = [n, h / r, r, w / r, r, c]
  const result = [n, h / r, w / r, c * r * r]
  return split.join() === parts.join() && to.join() === result.join() ? r : undefined
}
