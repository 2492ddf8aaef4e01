import type { PixelPosition } from '../types.ts'

interface Size {
  readonly width: number
  readonly height: number
}

/**
 * The parts of a line on the image, edges included. A missing point, or a leap of a quarter of the image, ends a part:
 * there the projection tears the sky.
 */
export function clipToImage(points: readonly (PixelPosition | undefined)[], size: Size): PixelPosition[][] {
  const parts: PixelPosition[][] = []
  let open: PixelPosition[] = []
  const close = (): void => {
    if (open.length > 1) parts.push(open)
    open = []
  }
  for (let i = 1; i < points.length; i++) {
    const [from, to] = [points[i - 1], points[i]]
    const leap = from && to ? Math.max(Math.abs(to.x - from.x) / size.width, Math.abs(to.y - from.y) / size.height) : 1
    const seen = from && to && leap < 0.25 ? clipSegment(from, to, size) : undefined
    if (!seen) close()
    else {
      const last = open.at(-1)
      if (last && (last.x !== seen[0].x || last.y !== seen[0].y)) close()
      if (open.length === 0) open.push(seen[0])
      open.push(seen[1])
    }
  }
  close()
  return parts
}

/** Liang and Barsky's clipping to the outer edges of the pixels. */
function clipSegment(from: PixelPosition, to: PixelPosition, size: Size): [PixelPosition, PixelPosition] | undefined {
  let start = 0
  let end = 1
  const [dx, dy] = [to.x - from.x, to.y - from.y]
  const bounds = [
    [-dx, from.x + 0.5],
    [dx, size.width - 0.5 - from.x],
    [-dy, from.y + 0.5],
    [dy, size.height - 0.5 - from.y],
  ]
  for (const [speed, room] of bounds) {
    if (speed === 0 && room < 0) return undefined
    if (speed < 0) start = Math.max(start, room / speed)
    if (speed > 0) end = Math.min(end, room / speed)
  }
  if (start >= end) return undefined
  const at = (t: number): PixelPosition => (t === 0 ? from : t === 1 ? to : { x: from.x + t * dx, y: from.y + t * dy })
  return [at(start), at(end)]
}
