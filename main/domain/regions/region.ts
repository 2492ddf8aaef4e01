import { AppError } from '../errors.ts'

/**
 * Where a region lies and how large it is, in pixels of the grid it is drawn on: zero-based, pixel centres at integers,
 * origin lower left. Angles are degrees from +x towards +y, about the shape's own centre. Ellipses have semi-axes,
 * boxes whole sides.
 */
export type Shape =
  | { readonly kind: 'circle'; readonly x: number; readonly y: number; readonly radius: number }
  | {
      readonly kind: 'ellipse'
      readonly x: number
      readonly y: number
      readonly a: number
      readonly b: number
      readonly angle: number
    }
  | {
      readonly kind: 'box'
      readonly x: number
      readonly y: number
      readonly width: number
      readonly height: number
      readonly angle: number
    }
  | { readonly kind: 'annulus'; readonly x: number; readonly y: number; readonly inner: number; readonly outer: number }
  | { readonly kind: 'line'; readonly x1: number; readonly y1: number; readonly x2: number; readonly y2: number }
  | { readonly kind: 'point'; readonly x: number; readonly y: number }
  | { readonly kind: 'polygon'; readonly points: readonly Position[] }

export interface Position {
  readonly x: number
  readonly y: number
}

export type ShapeKind = Shape['kind']

/** In the order in which tools stand. */
export const SHAPE_KINDS: readonly ShapeKind[] = ['circle', 'ellipse', 'box', 'annulus', 'polygon', 'line', 'point']

/** A named shape. An excluded region's pixels count in no other region. */
export interface Region {
  readonly id: string
  readonly label: string
  readonly exclude: boolean
  readonly shape: Shape
}

/** Beyond these a region is a slip of the pen, and its pixels would not fit into memory. */
export const MAX_COORDINATE = 1e6
export const MAX_POLYGON_POINTS = 1000
export const MAX_REGIONS = 500

/** Every number of a shape, in the order in which DS9 writes them. */
export function shapeNumbers(shape: Shape): number[] {
  switch (shape.kind) {
    case 'circle':
      return [shape.x, shape.y, shape.radius]
    case 'ellipse':
      return [shape.x, shape.y, shape.a, shape.b, shape.angle]
    case 'box':
      return [shape.x, shape.y, shape.width, shape.height, shape.angle]
    case 'annulus':
      return [shape.x, shape.y, shape.inner, shape.outer]
    case 'line':
      return [shape.x1, shape.y1, shape.x2, shape.y2]
    case 'point':
      return [shape.x, shape.y]
    case 'polygon':
      return shape.points.flatMap(({ x, y }) => [x, y])
  }
}

/** How many numbers each shape has; a polygon has two a corner. */
export const SHAPE_NUMBERS: Readonly<Record<Exclude<ShapeKind, 'polygon'>, number>> = {
  circle: 3,
  ellipse: 5,
  box: 5,
  annulus: 4,
  line: 4,
  point: 2,
}

/** What is wrong with a count of numbers for a shape, as a sentence; null where it is right. */
export function countProblem(kind: ShapeKind, count: number): string | null {
  if (kind === 'polygon') {
    return count >= 6 && count % 2 === 0
      ? null
      : `A polygon has three corners or more, two numbers each, not ${count} numbers.`
  }
  const wanted = SHAPE_NUMBERS[kind]
  return count === wanted
    ? null
    : `${kind === 'ellipse' || kind === 'annulus' ? 'An' : 'A'} ${kind} has ${wanted} numbers, not ${count}.`
}

/** The inverse of `shapeNumbers`. Throws `bad-input` for a wrong count of numbers, or a shape that is none. */
export function shapeFromNumbers(kind: ShapeKind, numbers: readonly number[]): Shape {
  const miscounted = countProblem(kind, numbers.length)
  if (miscounted !== null) throw new AppError('bad-input', miscounted, { kind, numbers })
  const shape = assemble(kind, numbers)
  const problem = shapeProblem(shape)
  if (problem !== null) throw new AppError('bad-input', problem, { kind, numbers })
  return shape
}

function assemble(kind: ShapeKind, [x, y, p, q, angle, ...rest]: readonly number[]): Shape {
  switch (kind) {
    case 'circle':
      return { kind, x, y, radius: p }
    case 'ellipse':
      return { kind, x, y, a: p, b: q, angle }
    case 'box':
      return { kind, x, y, width: p, height: q, angle }
    case 'annulus':
      return { kind, x, y, inner: p, outer: q }
    case 'line':
      return { kind, x1: x, y1: y, x2: p, y2: q }
    case 'point':
      return { kind, x, y }
    case 'polygon': {
      const all = [x, y, p, q, angle, ...rest]
      return { kind, points: Array.from({ length: all.length / 2 }, (_, i) => ({ x: all[2 * i], y: all[2 * i + 1] })) }
    }
  }
}

/** What is wrong with a shape, as a sentence; null where it can be measured. */
export function shapeProblem(shape: Shape): string | null {
  const numbers = shapeNumbers(shape)
  if (!numbers.every(Number.isFinite)) return `Every number of a ${shape.kind} must be finite.`
  if (numbers.some(value => Math.abs(value) > MAX_COORDINATE)) {
    return `A ${shape.kind} lies within ${MAX_COORDINATE.toLocaleString('en-US')} pixels of the image's corner.`
  }
  switch (shape.kind) {
    case 'circle':
      return shape.radius > 0 ? null : 'A circle has a radius above 0.'
    case 'ellipse':
      return shape.a > 0 && shape.b > 0 ? null : 'An ellipse has semi-axes above 0.'
    case 'box':
      return shape.width > 0 && shape.height > 0 ? null : 'A box has sides above 0.'
    case 'annulus':
      return shape.inner >= 0 && shape.outer > shape.inner
        ? null
        : 'An annulus has an outer radius above its inner one, which is 0 or more.'
    case 'polygon':
      return polygonProblem(shape.points)
    default:
      return null
  }
}

function polygonProblem(points: readonly Position[]): string | null {
  if (points.length < 3) return 'A polygon has three corners or more.'
  if (points.length > MAX_POLYGON_POINTS) return `A polygon has at most ${MAX_POLYGON_POINTS} corners.`
  return crossesItself(points) ? "A polygon's outline does not cross itself." : null
}

function crossesItself(points: readonly Position[]): boolean {
  const count = points.length
  const side = (a: Position, b: Position, c: Position) =>
    Math.sign((b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x))
  for (let i = 0; i < count; i++) {
    const [a, b] = [points[i], points[(i + 1) % count]]
    for (let j = i + 2; j < count; j++) {
      if (i === 0 && j === count - 1) continue
      const [c, d] = [points[j], points[(j + 1) % count]]
      if (side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0) return true
    }
  }
  return false
}
