import type { Position, Shape, ShapeKind } from '../../../main/domain/regions/region.ts'

/** A shape of this size (reference pixels) around a point: what a click draws, and the keyboard. */
export function shapeAround(kind: ShapeKind, { x, y }: Position, size: number): Shape {
  switch (kind) {
    case 'circle':
      return { kind, x, y, radius: size }
    case 'ellipse':
      return { kind, x, y, a: size, b: size / 2, angle: 0 }
    case 'box':
      return { kind, x, y, width: 2 * size, height: size, angle: 0 }
    case 'annulus':
      return { kind, x, y, inner: size / 2, outer: size }
    case 'line':
      return { kind, x1: x - size, y1: y, x2: x + size, y2: y }
    case 'point':
      return { kind, x, y }
    case 'polygon':
      return {
        kind,
        points: [
          { x: x - size, y: y - size / 2 },
          { x: x + size, y: y - size / 2 },
          { x, y: y + size },
        ],
      }
  }
}

/** The least a drag draws, reference pixels: nothing is of no size. */
const LEAST = 0.1

/**
 * The shape of a drag from one point to another: round ones grow from their middle, a box spans from corner to corner,
 * a line from end to end, and a polygon starts as a triangle whose corners are moved after.
 */
export function shapeDragged(kind: ShapeKind, from: Position, to: Position): Shape {
  const [dx, dy] = [to.x - from.x, to.y - from.y]
  const distance = Math.max(LEAST, Math.hypot(dx, dy))
  const [width, height] = [Math.max(LEAST, Math.abs(dx)), Math.max(LEAST, Math.abs(dy))]
  const middle = { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 }
  switch (kind) {
    case 'circle':
      return { kind, ...from, radius: distance }
    case 'ellipse':
      return { kind, ...from, a: width, b: height, angle: 0 }
    case 'box':
      return { kind, ...middle, width, height, angle: 0 }
    case 'annulus':
      return { kind, ...from, inner: distance / 2, outer: distance }
    case 'line':
      return { kind, x1: from.x, y1: from.y, x2: to.x, y2: to.y }
    case 'point':
      return { kind, ...to }
    case 'polygon':
      return {
        kind,
        points: [
          { x: middle.x - width / 2, y: middle.y - height / 2 },
          { x: middle.x + width / 2, y: middle.y - height / 2 },
          { x: middle.x + width / 2, y: middle.y + height / 2 },
          { x: middle.x - width / 2, y: middle.y + height / 2 },
        ],
      }
  }
}
