import type { ReactNode } from 'react'
import { SkyMarks } from './marks/SkyMarks.tsx'
import type { PanelPlace, ViewerPanel } from './panels.ts'
import { SwipeDivider } from './SwipeDivider.tsx'
import type { ViewState } from './viewState.ts'

interface PanelOverlayProps {
  readonly place: PanelPlace
  /** The panel on whose pixels the image is laid: its WCS is that of the place. */
  readonly grid: ViewerPanel
  readonly panels: readonly ViewerPanel[]
  readonly view: ViewState
  readonly onView: (view: ViewState) => void
  /** What the page draws over the panel. */
  readonly children: ReactNode
}

/** What lies over a panel's image: marks of the sky, the page's own, and the divider of a swipe. */
export function PanelOverlay({ place, grid, panels, view, onView, children }: PanelOverlayProps) {
  const { swipe } = view
  const swiped = swipe?.place === place.panel.id ? panels.find(({ id }) => id === swipe.shown) : undefined
  const hasMarks = view.compass || view.scaleBar || view.grid
  return (
    <>
      {hasMarks && grid.wcs && (
        <SkyMarks wcs={grid.wcs} scale={grid.scale} frame={place.frame} size={place.size} view={view} />
      )}
      {children}
      {swipe && swiped && (
        <SwipeDivider
          left={place.panel.title}
          right={swiped.title}
          at={swipe.at}
          onMove={at => onView({ ...view, swipe: { ...swipe, at } })}
        />
      )}
    </>
  )
}
