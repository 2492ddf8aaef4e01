import type { PixelPosition } from '../types.ts'

type Edge = 'bottom' | 'top' | 'left' | 'right'

const PREFERRED: Readonly<Record<'lon' | 'lat', readonly Edge[]>> = {
  lon: ['bottom', 'top', 'left', 'right'],
  lat: ['left', 'right', 'top', 'bottom'],
}

/**
 * Where a line's label belongs: where the line leaves the image, longitude at the lower edge if it can, latitude at the
 * left one, so that the two keep apart. A closed circle has it lower left; a line within the image in its middle where
 * lines of longitude meet at their ends, at its left end where it has latitude. Undefined for a line without points.
 */
export function labelPlace(
  axis: 'lon' | 'lat',
  parts: readonly (readonly PixelPosition[])[],
  size: { readonly width: number; readonly height: number },
): PixelPosition | undefined {
  const ends = parts.flatMap(part => [part[0], part[part.length - 1]])
  for (const edge of PREFERRED[axis]) {
    const leaving = ends.find(end => Math.abs(beyond(edge, end, size)) < 1e-6)
    if (leaving) return leaving
  }
  const longest = parts.reduce<readonly PixelPosition[]>((best, part) => (part.length > best.length ? part : best), [])
  if (axis === 'lon') return longest[Math.floor(longest.length / 2)]
  const isClosed = longest.length > 2 && near(longest[0], longest[longest.length - 1])
  const from = isClosed ? longest : ends
  const leftness = ({ x, y }: PixelPosition) => (isClosed ? x + y : x)
  return from.length === 0 ? undefined : from.reduce((best, end) => (leftness(end) < leftness(best) ? end : best))
}

/** How far a position lies beyond an edge of the image, in pixels. */
function beyond(edge: Edge, { x, y }: PixelPosition, size: { width: number; height: number }): number {
  if (edge === 'left') return -0.5 - x
  if (edge === 'right') return x - (size.width - 0.5)
  return edge === 'bottom' ? -0.5 - y : y - (size.height - 0.5)
}

function near(a: PixelPosition, b: PixelPosition): boolean {
  return Math.hypot(a.x - b.x, a.y - b.y) < 1e-6
}
