import { type Frame, fitFrame, type Point, type Size, snapFrame } from './frame.ts'
import { panelDisplays } from './levels.ts'
import { panelsExtent, type ViewerPanel } from './panels.ts'
import type { CanvasLayout, DeviceRect } from './useCanvasLayout.ts'
import type { ViewState } from './viewState.ts'
import type { PanelDraw, Rgb } from './webgl/floatRenderer.ts'

/** Around the images, in both themes: they are the brightest thing on the screen. */
export const BACKGROUND: Rgb = [0.027, 0.035, 0.047]
/** Stripes where a pixel has no value. */
export const NO_VALUE: Rgb = [0.42, 0.24, 0.3]

/** A rect's size in CSS pixels. */
export const cssSize = (rect: DeviceRect, ratio: number): Size => ({
  width: rect.width / ratio,
  height: rect.height / ratio,
})

/** What a panel of this size shows, snapped to its device pixels. */
export function panelFrame(view: ViewState, extent: Size, size: Size, ratio: number): Frame {
  return snapFrame(view.frame ?? fitFrame(extent, size), size, ratio)
}

/** A pointer's place in a panel: CSS pixels from the panel's upper left corner on the canvas. */
export function pointInPanel(layout: CanvasLayout, rect: DeviceRect, onCanvas: Point): Point {
  return {
    x: onCanvas.x - rect.x / layout.ratio,
    y: onCanvas.y - (layout.height - rect.y - rect.height) / layout.ratio,
  }
}

/** The panels as draw calls. `swap`: in a panel's place, the image of another one (blinking). */
export function panelDraws(
  panels: readonly ViewerPanel[],
  view: ViewState,
  layout: CanvasLayout,
  swap: { readonly place: string; readonly shown: string } | null,
): PanelDraw[] {
  const displays = panelDisplays(panels, view)
  const extent = panelsExtent(panels)
  return panels.flatMap(panel => {
    const rect = layout.rects.get(panel.id)
    const shown = swap?.place === panel.id ? (panels.find(p => p.id === swap.shown) ?? panel) : panel
    const display = displays.get(shown.id)
    if (!rect || !display) return []
    const size = cssSize(rect, layout.ratio)
    const frame = panelFrame(view, extent, size, layout.ratio)
    const corner = (centre: number, length: number) =>
      Math.round(((-0.5 - centre) * frame.zoom + length / 2) * layout.ratio)
    return [
      {
        image: shown.image,
        display,
        rect,
        clip: rect,
        origin: { x: corner(frame.x, size.width), y: corner(frame.y, size.height) },
        pixelSize: frame.zoom * shown.scale * layout.ratio,
      },
    ]
  })
}
