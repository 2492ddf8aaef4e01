import type { Position, Shape } from './region.ts'

/** An upright rectangle by its edges, which may lie anywhere between pixel centres. */
export interface Bounds {
  readonly left: number
  readonly right: number
  readonly bottom: number
  readonly top: number
}

const radians = (degrees: number) => (degrees * Math.PI) / 180

/** A point turned by an angle in degrees, from +x towards +y, about the origin. */
export function rotated({ x, y }: Position, degrees: number): Position {
  const [cos, sin] = [Math.cos(radians(degrees)), Math.sin(radians(degrees))]
  return { x: x * cos - y * sin, y: x * sin + y * cos }
}

/** The middle: of a line its midpoint, of a polygon the mean of its corners. */
export function shapeCenter(shape: Shape): Position {
  if (shape.kind === 'line') return { x: (shape.x1 + shape.x2) / 2, y: (shape.y1 + shape.y2) / 2 }
  if (shape.kind !== 'polygon') return { x: shape.x, y: shape.y }
  const { points } = shape
  const sum = points.reduce((s, p) => ({ x: s.x + p.x, y: s.y + p.y }), { x: 0, y: 0 })
  return { x: sum.x / points.length, y: sum.y / points.length }
}

/** Corners of a box, counter-clockwise from its lower left. */
export function boxCorners(box: Extract<Shape, { kind: 'box' }>): Position[] {
  const [w, h] = [box.width / 2, box.height / 2]
  return [
    { x: -w, y: -h },
    { x: w, y: -h },
    { x: w, y: h },
    { x: -w, y: h },
  ].map(corner => {
    const p = rotated(corner, box.angle)
    return { x: box.x + p.x, y: box.y + p.y }
  })
}

/** The smallest upright rectangle around a shape. */
export function shapeBounds(shape: Shape): Bounds {
  switch (shape.kind) {
    case 'circle':
      return around(shape, shape.radius, shape.radius)
    case 'annulus':
      return around(shape, shape.outer, shape.outer)
    case 'ellipse': {
      const [cos, sin] = [Math.cos(radians(shape.angle)), Math.sin(radians(shape.angle))]
      return around(shape, Math.hypot(shape.a * cos, shape.b * sin), Math.hypot(shape.a * sin, shape.b * cos))
    }
    case 'box':
      return boundsOf(boxCorners(shape))
    case 'polygon':
      return boundsOf(shape.points)
    case 'line':
      return boundsOf([
        { x: shape.x1, y: shape.y1 },
        { x: shape.x2, y: shape.y2 },
      ])
    case 'point':
      return around(shape, 0, 0)
  }
}

const around = ({ x, y }: Position, dx: number, dy: number): Bounds => ({
  left: x - dx,
  right: x + dx,
  bottom: y - dy,
  top: y + dy,
})

function boundsOf(points: readonly Position[]): Bounds {
  const xs = points.map(p => p.x)
  const ys = points.map(p => p.y)
  return { left: Math.min(...xs), right: Math.max(...xs), bottom: Math.min(...ys), top: Math.max(...ys) }
}

/** Distance of the shape's farthest point from its middle. */
export function shapeReach(shape: Shape): number {
  switch (shape.kind) {
    case 'circle':
      return shape.radius
    case 'annulus':
      return shape.outer
    case 'ellipse':
      return Math.max(shape.a, shape.b)
    case 'box':
      return Math.hypot(shape.width, shape.height) / 2
    case 'line':
      return Math.hypot(shape.x2 - shape.x1, shape.y2 - shape.y1) / 2
    case 'point':
      return 0
    case 'polygon': {
      const c = shapeCenter(shape)
      return Math.max(...shape.points.map(p => Math.hypot(p.x - c.x, p.y - c.y)))
    }
  }
}

/** Every position of a shape sent through `move`, every length multiplied by `factor`; angles stay. */
export function mapShape(shape: Shape, move: (p: Position) => Position, factor = 1): Shape {
  switch (shape.kind) {
    case 'circle':
      return { ...shape, ...move(shape), radius: shape.radius * factor }
    case 'ellipse':
      return { ...shape, ...move(shape), a: shape.a * factor, b: shape.b * factor }
    case 'box':
      return { ...shape, ...move(shape), width: shape.width * factor, height: shape.height * factor }
    case 'annulus':
      return { ...shape, ...move(shape), inner: shape.inner * factor, outer: shape.outer * factor }
    case 'point':
      return { ...shape, ...move(shape) }
    case 'polygon':
      return { ...shape, points: shape.points.map(move) }
    case 'line': {
      const [from, to] = [move({ x: shape.x1, y: shape.y1 }), move({ x: shape.x2, y: shape.y2 })]
      return { ...shape, x1: from.x, y1: from.y, x2: to.x, y2: to.y }
    }
  }
}

export const movedBy = (shape: Shape, dx: number, dy: number): Shape =>
  mapShape(shape, p => ({ x: p.x + dx, y: p.y + dy }))

/**
 * A shape of the reference grid in the pixels of an image whose pixels are `scale` reference pixels wide and that
 * shares the grid's lower left corner: by the half-pixel rule x' = (x + 0.5) / scale - 0.5, and lengths are divided by
 * `scale`.
 */
export const toImagePixels = (shape: Shape, scale: number): Shape =>
  mapShape(shape, p => ({ x: (p.x + 0.5) / scale - 0.5, y: (p.y + 0.5) / scale - 0.5 }), 1 / scale)

/** The inverse of `toImagePixels`. */
export const toReferencePixels = (shape: Shape, scale: number): Shape => toImagePixels(shape, 1 / scale)
