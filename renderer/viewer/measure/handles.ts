import { boxCorners, rotated } from '../../../main/domain/regions/geometry.ts'
import { type Position, type Shape, shapeProblem } from '../../../main/domain/regions/region.ts'
import { t } from '../../text/t.ts'

/** A point of a shape that can be dragged; `id` says what it changes. */
export interface Handle extends Position {
  readonly id: string
  /** What it does, for its name. */
  readonly title: string
}

const at = (shape: Position & { readonly angle: number }, dx: number, dy: number): Position => {
  const p = rotated({ x: dx, y: dy }, shape.angle)
  return { x: shape.x + p.x, y: shape.y + p.y }
}

/** The handles of a shape, in its coordinates. `away`: how far beyond it the one that turns it stands. */
export function shapeHandles(shape: Shape, away: number): Handle[] {
  switch (shape.kind) {
    case 'circle':
      return [{ id: 'radius', title: 'radius', x: shape.x + shape.radius, y: shape.y }]
    case 'annulus':
      return [
        { id: 'inner', title: t.measure.innerRadius2, x: shape.x + shape.inner, y: shape.y },
        { id: 'outer', title: t.measure.outerRadius2, x: shape.x + shape.outer, y: shape.y },
      ]
    case 'ellipse':
      return [
        { id: 'a', title: t.measure.firstSemiAxis, ...at(shape, shape.a, 0) },
        { id: 'b', title: t.measure.secondSemiAxis, ...at(shape, 0, shape.b) },
        { id: 'angle', title: 'angle', ...at(shape, shape.a + away, 0) },
      ]
    case 'box':
      return [
        ...boxCorners(shape).map((corner, i) => ({ id: `corner${i}`, title: `corner ${i + 1}`, ...corner })),
        { id: 'angle', title: 'angle', ...at(shape, shape.width / 2 + away, 0) },
      ]
    case 'line':
      return [
        { id: 'from', title: 'start', x: shape.x1, y: shape.y1 },
        { id: 'to', title: 'end', x: shape.x2, y: shape.y2 },
      ]
    case 'polygon':
      return shape.points.map((point, i) => ({ id: `corner${i}`, title: `corner ${i + 1}`, ...point }))
    case 'point':
      return []
  }
}

/** The shape after one of its handles was dragged to a point; the shape itself where that would make none of it. */
export function dragHandle(shape: Shape, handle: string, to: Position): Shape {
  const next = reshaped(shape, handle, to)
  return shapeProblem(next) === null ? next : shape
}

function reshaped(shape: Shape, handle: string, to: Position): Shape {
  if (shape.kind === 'line')
    return { ...shape, ...(handle === 'from' ? { x1: to.x, y1: to.y } : { x2: to.x, y2: to.y }) }
  if (shape.kind === 'polygon') {
    const points = shape.points.map((point, i) => (handle === `corner${i}` ? { x: to.x, y: to.y } : point))
    return { ...shape, points }
  }
  const [dx, dy] = [to.x - shape.x, to.y - shape.y]
  const distance = Math.hypot(dx, dy)
  if (shape.kind === 'circle') return { ...shape, radius: distance }
  if (shape.kind === 'annulus')
    return handle === 'inner' ? { ...shape, inner: distance } : { ...shape, outer: distance }
  if (shape.kind === 'point') return { ...shape, x: to.x, y: to.y }
  if (handle === 'angle') return { ...shape, angle: (Math.atan2(dy, dx) * 180) / Math.PI }
  const own = rotated({ x: dx, y: dy }, -shape.angle)
  if (shape.kind === 'box') return { ...shape, width: 2 * Math.abs(own.x), height: 2 * Math.abs(own.y) }
  return handle === 'a' ? { ...shape, a: Math.abs(own.x) } : { ...shape, b: Math.abs(own.y) }
}
