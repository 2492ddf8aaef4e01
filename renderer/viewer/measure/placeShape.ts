import { mapShape, shapeCenter, shapeReach, toImagePixels } from '../../../main/domain/regions/geometry.ts'
import type { Shape } from '../../../main/domain/regions/region.ts'
import { type Linking, turnedPlacement } from '../linking.ts'
import type { ViewerPanel } from '../panels.ts'

/**
 * A shape of the reference grid in a panel's own pixels; null where the panel does not show that place. Linked by the
 * sky, an image is turned and scaled onto the grid: positions go exactly through both WCS, lengths and angles by the
 * scale and the turn at the shape's middle.
 */
export function shapeOnPanel(shape: Shape, panel: ViewerPanel, linking: Linking): Shape | null {
  const center = shapeCenter(shape)
  const placement = turnedPlacement(linking, panel, center, Math.max(1, shapeReach(shape)))
  if (placement === 'aligned') return toImagePixels(shape, panel.scale)
  if (placement === 'unseen') return null
  const { a, b, c, d } = placement.turn
  const determinant = a * d - b * c
  let isSeen = true
  const placed = mapShape(
    shape,
    p => {
      const pixel = linking.pixelOf(panel, p)
      if (pixel === null) isSeen = false
      return pixel ?? p
    },
    Math.sqrt(Math.abs(determinant)),
  )
  if (!isSeen) return null
  return 'angle' in placed
    ? { ...placed, angle: turnedAngle(placed.angle, { a, c, isFlipped: determinant < 0 }) }
    : placed
}

/** A mirrored image turns the other way round. */
function turnedAngle(
  angle: number,
  turn: { readonly a: number; readonly c: number; readonly isFlipped: boolean },
): number {
  const axis = (Math.atan2(turn.c, turn.a) * 180) / Math.PI
  return turn.isFlipped ? axis - angle : axis + angle
}

/**
 * Reference pixels a panel's pixel is wide: its own scale, or, linked by the sky, that of the panel it is laid on and
 * both WCS.
 */
export function referenceScale(panel: ViewerPanel, linking: Linking): number {
  const grid = linking.gridOf(panel)
  if (grid === panel || !grid.wcs || !panel.wcs) return panel.scale
  return (panel.wcs.pixelScaleArcsec / grid.wcs.pixelScaleArcsec) * grid.scale
}
