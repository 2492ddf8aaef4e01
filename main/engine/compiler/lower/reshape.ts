import * as tf from '@tensorflow/tfjs-core'
import type { OnnxBuilder, Value } from '../builder.ts'
import type { Shape } from '../graph.ts'
import { sizeOf } from '../graph.ts'
import type { Atom, Layout } from '../layout.ts'
import { defineKernel, recordOperation } from './registry.ts'

defineKernel({
  kernel: 'Reshape',
  inputs: ['x'],
  record: recordOperation('Reshape', ([shape], attrs) =>
    tf.util.inferFromImplicitShape(attrs.shape as number[], sizeOf(shape)),
  ),
  fold: ([x]) => x,
  lower: (builder, node, [x]) => reshapeValue(builder, x, node.shape),
})

defineKernel({
  kernel: 'ExpandDims',
  inputs: ['input'],
  record: (context, [input], attrs) => {
    const rank = input.shape.length
    const dim = attrs.dim as number
    const at = dim < 0 ? dim + rank + 1 : dim
    return context.run('Reshape', [input], { shape: [...input.shape.slice(0, at), 1, ...input.shape.slice(at)] })
  },
})

/**
 * Splits and merges axes without moving memory where that can be: an axis splits anywhere, and axes merge where they
 * lie side by side. Otherwise the merging axes are moved together, to where the first of them lies.
 */
export function reshapeValue(builder: OnnxBuilder, x: Value, shape: Shape): Value {
  if (x.splat !== undefined) return builder.splat(x.splat, shape, x.dtype)
  const groups = axisGroups(x.shape, shape)
  const groupOf = (axis: number) => groups.find(g => g.from.includes(axis))
  const before: Atom[] = []
  const after: Atom[] = []
  const placed = new Set<Group>()
  for (const atom of x.layout) {
    const group = groupOf(atom.axis)
    if (group === undefined || atom.size === 1) continue
    const [from, to] = [group.from[0] ?? 0, group.to[0] ?? 0]
    if (group.from.length === 1 && group.to.length === 1) {
      before.push(atom)
      after.push({ axis: to, size: atom.size })
    } else if (atom.axis === from && !placed.has(group)) {
      placed.add(group)
      before.push(...group.from.map(axis => ({ axis, size: x.shape[axis] ?? 1 })))
      after.push(...group.to.map(axis => ({ axis, size: shape[axis] ?? 1 })))
    }
  }
  const ones = (of: Shape): Layout => of.flatMap((size, axis) => (size === 1 ? [{ axis, size }] : []))
  const moved = builder.convert(x, [...before, ...ones(x.shape)])
  return { name: moved.name, shape, dtype: x.dtype, layout: [...after, ...ones(shape)], dims: moved.dims }
}

/** Axes of two shapes that hold the same elements; axes of size 1 belong to none. */
interface Group {
  readonly from: readonly number[]
  readonly to: readonly number[]
}

function axisGroups(from: Shape, to: Shape): Group[] {
  const groups: Group[] = []
  const real = (shape: Shape) => shape.flatMap((size, axis) => (size > 1 ? [{ axis, size }] : []))
  const [a, b] = [real(from), real(to)]
  let [i, j] = [0, 0]
  while (i < a.length) {
    const [left, right] = [[a[i++]], [b[j++]]] as { axis: number; size: number }[][]
    const size = (list: typeof left) => sizeOf((list ?? []).map(x => x.size))
    while (left && right && size(left) !== size(right)) {
      const next = size(left) < size(right) ? a[i++] : b[j++]
      if (next === undefined) throw new Error(`[${from}] cannot be reshaped to [${to}].`)
      ;(size(left) < size(right) ? left : right).push(next)
    }
    groups.push({ from: (left ?? []).map(x => x.axis), to: (right ?? []).map(x => x.axis) })
  }
  return groups
}
