import type { OnnxBuilder, Value } from '../builder.ts'
import { type Layout, orderedLayout } from '../layout.ts'

/** A value whose tensor has one dimension an axis; position k of the tensor holds axis order[k]. */
export interface WholeAxes {
  readonly name: string
  readonly order: readonly number[]
}

/** The value with its axes in one piece each, in the order in which they lie, so that no memory moves. */
export function wholeAxes(builder: OnnxBuilder, x: Value): WholeAxes {
  const order = x.splat === undefined ? wholeOrder(x.shape, x.layout) : x.shape.map((_, axis) => axis)
  return { name: inOrder(builder, x, order), order }
}

/** The value's tensor with its axes in that order. */
export const inOrder = (builder: OnnxBuilder, x: Value, order: readonly number[]): string =>
  builder.convert(x, orderedLayout(x.shape, order)).name

function wholeOrder(shape: readonly number[], layout: Layout): number[] {
  const axes = shape.map((_, axis) => axis)
  const found: number[] = []
  for (const { axis, size } of layout) {
    if (size === shape[axis] && !found.includes(axis)) found.push(axis)
    else if (size !== 1) return axes
  }
  return [...found, ...axes.filter(axis => !found.includes(axis))]
}
