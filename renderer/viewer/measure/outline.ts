import { boxCorners, rotated } from '../../../main/domain/regions/geometry.ts'
import type { Position, Shape } from '../../../main/domain/regions/region.ts'

/** A step of an outline: to a point, along a line or a cubic curve with two control points; `close` ends a loop. */
export type PathStep =
  | { readonly kind: 'move' | 'line'; readonly to: Position }
  | { readonly kind: 'curve'; readonly to: Position; readonly controls: readonly [Position, Position] }
  | { readonly kind: 'close' }

/** Control points at this share of the radius make four cubics a circle to 0.03 %. */
const QUARTER = (4 / 3) * (Math.SQRT2 - 1)

/**
 * A shape's outline through `place` (reference pixels to the paper). `cross`: half the size of a point's cross, in
 * reference pixels.
 */
export function shapeOutline(shape: Shape, place: (p: Position) => Position, cross: number): PathStep[] {
  switch (shape.kind) {
    case 'circle':
      return loop({ ...shape, a: shape.radius, b: shape.radius, angle: 0 }, place)
    case 'ellipse':
      return loop(shape, place)
    case 'annulus':
      return [shape.inner, shape.outer].flatMap(radius => loop({ ...shape, a: radius, b: radius, angle: 0 }, place))
    case 'box':
      return closed(boxCorners(shape), place)
    case 'polygon':
      return closed(shape.points, place)
    case 'line':
      return open(
        [
          { x: shape.x1, y: shape.y1 },
          { x: shape.x2, y: shape.y2 },
        ],
        place,
      )
    case 'point':
      return [
        ...open(
          [
            { x: shape.x - cross, y: shape.y },
            { x: shape.x + cross, y: shape.y },
          ],
          place,
        ),
        ...open(
          [
            { x: shape.x, y: shape.y - cross },
            { x: shape.x, y: shape.y + cross },
          ],
          place,
        ),
      ]
  }
}

type Place = (p: Position) => Position

const open = ([first, ...rest]: readonly Position[], place: Place): PathStep[] => [
  { kind: 'move', to: place(first) },
  ...rest.map(p => ({ kind: 'line' as const, to: place(p) })),
]

const closed = (points: readonly Position[], place: Place): PathStep[] => [...open(points, place), { kind: 'close' }]

interface Oval extends Position {
  readonly a: number
  readonly b: number
  readonly angle: number
}

function loop({ x, y, a, b, angle }: Oval, place: Place): PathStep[] {
  const on = (u: number, v: number): Position => {
    const p = rotated({ x: u * a, y: v * b }, angle)
    return place({ x: x + p.x, y: y + p.y })
  }
  const curves = [0, 1, 2, 3].map((quarter): PathStep => {
    const [c, s] = [
      [1, 0],
      [0, 1],
      [-1, 0],
      [0, -1],
    ][quarter]
    const [nc, ns] = [-s, c]
    return {
      kind: 'curve',
      to: on(nc, ns),
      controls: [on(c + QUARTER * nc, s + QUARTER * ns), on(nc + QUARTER * c, ns + QUARTER * s)],
    }
  })
  return [{ kind: 'move', to: on(1, 0) }, ...curves, { kind: 'close' }]
}

/** Hundredths of a unit are finer than any paper. */
const text = ({ x, y }: Position) => `${Number(x.toFixed(2))} ${Number(y.toFixed(2))}`

/** The steps in SVG's path language. */
export function pathData(steps: readonly PathStep[]): string {
  return steps
    .map(step => {
      if (step.kind === 'close') return 'Z'
      if (step.kind === 'curve') return `C${step.controls.map(text).join(' ')} ${text(step.to)}`
      return `${step.kind === 'move' ? 'M' : 'L'}${text(step.to)}`
    })
    .join('')
}
