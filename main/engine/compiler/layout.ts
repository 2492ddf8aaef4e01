/**
 * How a value's elements lie in memory. A layout is the order, slowest first, of *atoms*: whole axes or factors of
 * axes. With logical axes [batch, height, width, channel], NCHW is batch, channel, height, width, and ONNX Runtime's
 * blocked NCHWc is batch, channel / 8, height, width, 8. So a transpose costs nothing until somebody needs its order,
 * and the pixel shuffle's reshape - transpose - reshape becomes one move of memory.
 */
import type { Shape } from './graph.ts'
import { sizeOf } from './graph.ts'

export interface Atom {
  readonly axis: number
  readonly size: number
}
/** Atoms of one axis stand in order, the most significant first. */
export type Layout = readonly Atom[]

export const plainLayout = (shape: Shape): Layout => shape.map((size, axis) => ({ axis, size }))

/** Position k in memory holds axis order[k]. */
export const orderedLayout = (shape: Shape, order: readonly number[]): Layout =>
  order.map(axis => ({ axis, size: shape[axis] ?? 1 }))

export const dimsOf = (layout: Layout): number[] => layout.map(a => a.size)

export const layoutKey = (layout: Layout): string => layout.map(a => `${a.axis}:${a.size}`).join(' ')

/** [batch, channel, height, width] of a value with axes [batch, height, width, channel]. */
export const nchw = (shape: Shape): Layout => orderedLayout(shape, [0, 3, 1, 2])

/** [batch, channel / block, height, width, block]: ONNX Runtime's NCHWc of a value with axes [batch, height, width, channel]. */
export const nchwc = ([batch, height, width, channels]: Shape, block: number): Layout => [
  { axis: 0, size: batch },
  { axis: 3, size: channels / block },
  { axis: 1, size: height },
  { axis: 2, size: width },
  { axis: 3, size: block },
]

export const isBlocked = (layout: Layout, shape: Shape, block: number): boolean =>
  shape.length === 4 && shape[3] % block === 0 && layoutKey(layout) === layoutKey(nchwc(shape, block))

/** What must be done to memory: reshape to `split`, transpose by `perm`, reshape to the target's dims. */
export interface Move {
  readonly split: readonly number[]
  readonly perm: readonly number[]
}

/**
 * The cheapest move between two layouts of one shape: `null` where the elements already stand in that order.
 * Throws where the two split an axis in ways that have no common refinement; go through the plain layout then.
 */
export function moveBetween(from: Layout, to: Layout): Move | null {
  const pieces = refine(from, to)
  const source = pieces.from.filter(p => p.size > 1)
  const target = pieces.to.filter(p => p.size > 1)
  const position = new Map(source.map((p, i) => [p.id, i]))
  const order = target.map(p => position.get(p.id) ?? -1)
  const sizes = source.map(p => p.size)
  const move = mergeRuns(sizes, order)
  return move.perm.length <= 1 ? null : move
}

/** The same transpose of dims `sizes` with axes that stay neighbours taken as one. */
export function mergeRuns(sizes: readonly number[], perm: readonly number[]): Move {
  const runs: number[][] = []
  for (const at of perm) {
    const run = runs.at(-1)
    if (run !== undefined && run.at(-1) === at - 1) run.push(at)
    else runs.push([at])
  }
  const bySource = [...runs].sort((a, b) => a[0] - b[0])
  return {
    split: bySource.map(run => sizeOf(run.map(i => sizes[i]))),
    perm: runs.map(run => bySource.indexOf(run)),
  }
}

/**
 * A transpose as up to two that each move a single axis, where that can be; else as it is. ONNX Runtime moves a single
 * axis with a loop of its own: a pixel shuffle in two such moves takes a quarter of the time of one general transpose.
 */
export function singleAxisMoves(perm: readonly number[]): readonly (readonly number[])[] {
  const identity = perm.map((_, i) => i)
  const moves = identity.flatMap(from => identity.filter(to => to !== from).map(to => moveAxis(identity, from, to)))
  const same = (a: readonly number[]) => a.every((axis, i) => axis === perm[i])
  if (moves.some(same)) return [perm]
  for (const first of moves) {
    const second = moves.find(move => same(move.map(at => first[at])))
    if (second !== undefined) return [first, second]
  }
  return [perm]
}

function moveAxis(order: readonly number[], from: number, to: number): number[] {
  const rest = order.filter((_, i) => i !== from)
  return [...rest.slice(0, to), order[from], ...rest.slice(to)]
}

interface Piece {
  readonly id: string
  readonly size: number
}

function refine(from: Layout, to: Layout): { from: Piece[]; to: Piece[] } {
  const axes = new Set([...from, ...to].map(a => a.axis))
  const splits = new Map([...axes].map(axis => [axis, commonSplit(factors(from, axis), factors(to, axis))]))
  const cut = (layout: Layout): Piece[] => {
    const next = new Map<number, number>()
    return layout.flatMap(atom => {
      const split = splits.get(atom.axis) ?? []
      const pieces: Piece[] = []
      let index = next.get(atom.axis) ?? 0
      for (let rest = atom.size; rest > 1; index++) {
        const size = split[index] ?? rest
        pieces.push({ id: `${atom.axis}.${index}`, size })
        rest /= size
      }
      next.set(atom.axis, index)
      return pieces
    })
  }
  return { from: cut(from), to: cut(to) }
}

const factors = (layout: Layout, axis: number): number[] =>
  layout.filter(a => a.axis === axis && a.size > 1).map(a => a.size)

/** The coarsest factors of which both lists are groupings. */
function commonSplit(a: readonly number[], b: readonly number[]): number[] {
  const cuts = (list: readonly number[]) => list.map((_, i) => sizeOf(list.slice(i + 1)))
  const all = [...new Set([...cuts(a), ...cuts(b)])].sort((x, y) => y - x)
  let above = sizeOf(a)
  return all.map(below => {
    const size = above / below
    if (!Number.isInteger(size)) throw new IncompatibleSplit()
    above = below
    return size
  })
}

export class IncompatibleSplit extends Error {
  override readonly name = 'IncompatibleSplit'
}
