import { boxCorners, rotated } from './geometry.ts'
import type { Position, Shape } from './region.ts'

/** A closed shape that has an area. */
export type AreaShape = Exclude<Shape, { kind: 'line' | 'point' }>

export const hasArea = (shape: Shape): shape is AreaShape => shape.kind !== 'line' && shape.kind !== 'point'

/** The share of the unit square around pixel (x, y) that lies in a shape, 0 to 1, by exact geometry. */
export type PixelOverlap = (x: number, y: number) => number

/** A function that answers for one shape: what does not depend on the pixel is computed once. */
export function pixelOverlap(shape: AreaShape): PixelOverlap {
  switch (shape.kind) {
    case 'circle':
      return ellipseOverlap({ ...shape, a: shape.radius, b: shape.radius, angle: 0 })
    case 'annulus': {
      const outer = pixelOverlap({ ...shape, kind: 'circle', radius: shape.outer })
      if (shape.inner === 0) return outer
      const inner = pixelOverlap({ ...shape, kind: 'circle', radius: shape.inner })
      // Both are exact but for their last digit, which must not become less than nothing.
      return (x, y) => Math.max(0, outer(x, y) - inner(x, y))
    }
    case 'ellipse':
      return ellipseOverlap(shape)
    case 'box':
      return polygonOverlap(boxCorners(shape))
    case 'polygon':
      return polygonOverlap(shape.points)
  }
}

interface EllipseNumbers extends Position {
  readonly a: number
  readonly b: number
  readonly angle: number
}

/** The ellipse is taken to the unit circle, and the pixel with it to a parallelogram; areas shrink by a b. */
function ellipseOverlap({ x: x0, y: y0, a, b, angle }: EllipseNumbers): PixelOverlap {
  const [along, across] = [rotated({ x: 1, y: 0 }, -angle), rotated({ x: 0, y: 1 }, -angle)]
  const u = (dx: number, dy: number) => (dx * along.x + dy * across.x) / a
  const v = (dx: number, dy: number) => (dx * along.y + dy * across.y) / b
  const p = { x: u(-0.5, -0.5), y: v(-0.5, -0.5) }
  const q = { x: u(0.5, -0.5), y: v(0.5, -0.5) }
  const square = [p, q, { x: -p.x, y: -p.y }, { x: -q.x, y: -q.y }]
  const diagonal = Math.max(Math.hypot(p.x, p.y), Math.hypot(q.x, q.y))
  const [near, far] = [Math.max(0, 1 - diagonal) ** 2, (1 + diagonal) ** 2]
  return (x, y) => {
    const [cx, cy] = [u(x - x0, y - y0), v(x - x0, y - y0)]
    const distance2 = cx * cx + cy * cy
    if (distance2 >= far) return 0
    if (distance2 <= near && diagonal < 1) return 1
    const placed = square.map(corner => ({ x: cx + corner.x, y: cy + corner.y }))
    let area = 0
    for (let i = 0; i < 4; i++) area += sectorArea(placed[i], placed[(i + 1) % 4])
    return Math.min(1, Math.max(0, area * a * b))
  }
}

/**
 * Signed area that the triangle (origin, p, q) shares with the unit disc. Summed over a polygon's edges it is the area
 * of polygon and disc in common: where the edge runs inside of the disc the part is a triangle, where outside a sector.
 */
function sectorArea(p: Position, q: Position): number {
  const [dx, dy] = [q.x - p.x, q.y - p.y]
  const length2 = dx * dx + dy * dy
  if (length2 === 0) return 0
  const cuts = unitCircleCuts(p, dx, dy, length2)
  if (cuts === null) return sector(p, q)
  const [enter, leave] = cuts
  const at = (t: number): Position => ({ x: p.x + t * dx, y: p.y + t * dy })
  const [first, last] = [at(Math.max(0, enter)), at(Math.min(1, leave))]
  return (enter > 0 ? sector(p, first) : 0) + cross(first, last) / 2 + (leave < 1 ? sector(last, q) : 0)
}

/** Where the line p + t d enters and leaves the unit circle; null where the edge (0 <= t <= 1) stays outside. */
function unitCircleCuts(p: Position, dx: number, dy: number, length2: number): readonly [number, number] | null {
  const along = -(p.x * dx + p.y * dy) / length2
  const off = cross(p, { x: p.x + dx, y: p.y + dy })
  const half2 = (1 - (off * off) / length2) / length2
  if (half2 <= 0) return null
  const half = Math.sqrt(half2)
  return along + half <= 0 || along - half >= 1 ? null : [along - half, along + half]
}

const cross = (p: Position, q: Position) => p.x * q.y - p.y * q.x

const sector = (p: Position, q: Position) => Math.atan2(cross(p, q), p.x * q.x + p.y * q.y) / 2

/**
 * The polygon cut to the pixel (Sutherland & Hodgman 1974); edges that it then runs twice cancel in the signed area.
 */
function polygonOverlap(polygon: readonly Position[]): PixelOverlap {
  return (x, y) => {
    if (!isNearOutline(polygon, x, y)) return insidePolygon(polygon, x, y) ? 1 : 0
    let cut = polygon.map(p => ({ x: p.x - x, y: p.y - y }))
    for (const inside of EDGES) {
      cut = clipped(cut, inside)
      if (cut.length === 0) return 0
    }
    let area = 0
    for (let i = 0; i < cut.length; i++) area += cross(cut[i], cut[(i + 1) % cut.length])
    return Math.min(1, Math.abs(area) / 2)
  }
}

/** Whether the outline may come into the pixel: it passes nearer than half the pixel's diagonal. */
function isNearOutline(polygon: readonly Position[], x: number, y: number): boolean {
  for (let i = 0; i < polygon.length; i++) {
    const p = polygon[i]
    const q = polygon[(i + 1) % polygon.length]
    const [dx, dy] = [q.x - p.x, q.y - p.y]
    const length2 = dx * dx + dy * dy
    const along = length2 === 0 ? 0 : Math.min(1, Math.max(0, ((x - p.x) * dx + (y - p.y) * dy) / length2))
    if ((p.x + along * dx - x) ** 2 + (p.y + along * dy - y) ** 2 <= 0.5) return true
  }
  return false
}

/** How far inside of each edge of the unit square a point lies. */
const EDGES: readonly ((p: Position) => number)[] = [p => p.x + 0.5, p => 0.5 - p.x, p => p.y + 0.5, p => 0.5 - p.y]

function clipped(polygon: readonly Position[], inside: (p: Position) => number): Position[] {
  return polygon.flatMap((q, i) => {
    const p = polygon.at(i - 1) ?? q
    const [before, here] = [inside(p), inside(q)]
    if (before < 0 && here < 0) return []
    if (before >= 0 && here >= 0) return [q]
    const t = before / (before - here)
    const crossing = { x: p.x + t * (q.x - p.x), y: p.y + t * (q.y - p.y) }
    return here >= 0 ? [crossing, q] : [crossing]
  })
}

/** Whether a point lies in a shape. The outline itself lies outside; an annulus has its inner circle. */
export function contains(shape: AreaShape, { x, y }: Position): boolean {
  switch (shape.kind) {
    case 'circle':
      return Math.hypot(x - shape.x, y - shape.y) < shape.radius
    case 'annulus': {
      const distance = Math.hypot(x - shape.x, y - shape.y)
      return distance >= shape.inner && distance < shape.outer
    }
    case 'ellipse': {
      const p = rotated({ x: x - shape.x, y: y - shape.y }, -shape.angle)
      return (p.x / shape.a) ** 2 + (p.y / shape.b) ** 2 < 1
    }
    case 'box': {
      const p = rotated({ x: x - shape.x, y: y - shape.y }, -shape.angle)
      return Math.abs(p.x) < shape.width / 2 && Math.abs(p.y) < shape.height / 2
    }
    case 'polygon':
      return insidePolygon(shape.points, x, y)
  }
}

/** Even-odd rule: a ray to the right crosses the outline an odd number of times. */
function insidePolygon(points: readonly Position[], x: number, y: number): boolean {
  let inside = false
  for (let i = 0; i < points.length; i++) {
    const p = points[i]
    const q = points[(i + 1) % points.length]
    if (p.y > y !== q.y > y && x < ((q.x - p.x) * (y - p.y)) / (q.y - p.y) + p.x) inside = !inside
  }
  return inside
}
