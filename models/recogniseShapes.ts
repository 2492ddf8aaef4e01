import type { ShapesByName } from './network.ts'

/** Axis `axis` of a tensor; undefined where there is no such tensor. */
export const axisOf = (shapes: ShapesByName, name: string, axis: number): number | undefined => shapes.get(name)?.[axis]

/** How many of `name(0)`, `name(1)` ... there are: up to the last one, so that a gap is told as missing weights. */
export function countNamed(shapes: ShapesByName, name: (index: number) => string, most = 256): number {
  for (let i = most; i > 0; i--) if (shapes.has(name(i - 1))) return i
  return 0
}

/** Side of the square that a pixel shuffle lays out, from the channels before and after it. */
export const shuffleSide = (out: number | undefined, inn: number): number => Math.round(Math.sqrt((out ?? 0) / inn))
