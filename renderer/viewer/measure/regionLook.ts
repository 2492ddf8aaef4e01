import { shapeBounds } from '../../../main/domain/regions/geometry.ts'
import type { Position, Shape } from '../../../main/domain/regions/region.ts'

/** On the image in both themes, away from the colours of the maps. */
export const REGION_COLOR = '#4dff9d'
export const EXCLUDED_COLOR = '#ff7a90'

/** Where a region's name stands: over the middle of its upper edge. `place`: reference pixels to the paper. */
export function labelPlace(shape: Shape, place: (p: Position) => Position): Position {
  const { left, right, top } = shapeBounds(shape)
  const at = place({ x: (left + right) / 2, y: top })
  return { x: at.x, y: at.y - 5 }
}
