import { matchByWcs } from '../../main/domain/wcs/index.ts'
import { type Point, referenceToPixel, type Size } from './frame.ts'
import { panelsExtent, type ViewerPanel } from './panels.ts'
import type { Link } from './viewState.ts'

/**
 * How the panels of a set lie on one another. The reference grid is that of frame.ts; linked by the sky it is that of the
 * first panel that has a WCS, and the images of the others that have one are turned and scaled onto it.
 */
export interface Linking {
  readonly extent: Size
  /** The panel's own pixel coordinates of a reference point; null where its WCS does not show that place. */
  readonly pixelOf: (panel: ViewerPanel, reference: Point) => Point | null
  /** The panel on whose pixels a panel's image is laid: itself, or the one that the sky is linked to. */
  readonly gridOf: (panel: ViewerPanel) => ViewerPanel
}

const byPixels = (panel: ViewerPanel, reference: Point): Point => referenceToPixel(reference, panel.scale)

/** The panels' linking; by pixels where fewer than two have a WCS. */
export function linkPanels(panels: readonly ViewerPanel[], link: Link): Linking {
  const onSky = panels.filter(panel => panel.wcs)
  const [base] = onSky
  if (link === 'pixels' || !base?.wcs || onSky.length < 2) {
    return { extent: panelsExtent(panels), pixelOf: byPixels, gridOf: panel => panel }
  }
  const baseWcs = base.wcs
  const isOn = (panel: ViewerPanel) => panel !== base && panel.wcs !== undefined
  const matches = new Map(onSky.map(({ wcs = baseWcs }) => [wcs, matchByWcs(baseWcs, wcs)]))
  return {
    extent: { width: base.image.width * base.scale, height: base.image.height * base.scale },
    gridOf: panel => (isOn(panel) ? base : panel),
    pixelOf: (panel, reference) => {
      const match = panel.wcs && panel !== base ? matches.get(panel.wcs) : undefined
      return match ? (match.toOther(byPixels(base, reference)) ?? null) : byPixels(panel, reference)
    },
  }
}

/** A linear map of the plane about a point: x' = a x + b y, y' = c x + d y. */
export interface Turn {
  readonly a: number
  readonly b: number
  readonly c: number
  readonly d: number
}

/**
 * How a panel's image is laid on the reference grid around a point: its pixel there, and the image pixels a step of a
 * reference pixel goes. Null where it lies along the grid, and only a scale is needed. `step`: half of the part that
 * is seen, so that a curved projection is right on average over it.
 */
export function turnedPlacement(
  linking: Linking,
  panel: ViewerPanel,
  at: Point,
  step: number,
): { readonly pixel: Point; readonly turn: Turn } | 'aligned' | 'unseen' {
  if (linking.gridOf(panel) === panel) return 'aligned'
  const pixel = linking.pixelOf(panel, at)
  const ends = [
    [step, 0],
    [0, step],
  ].map(([dx, dy]) => {
    const high = linking.pixelOf(panel, { x: at.x + dx, y: at.y + dy })
    const low = linking.pixelOf(panel, { x: at.x - dx, y: at.y - dy })
    return high && low && { x: (high.x - low.x) / (2 * step), y: (high.y - low.y) / (2 * step) }
  })
  const [alongX, alongY] = ends
  if (!pixel || !alongX || !alongY) return 'unseen'
  return { pixel, turn: { a: alongX.x, b: alongY.x, c: alongX.y, d: alongY.y } }
}
