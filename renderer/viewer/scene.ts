import { type Frame, fitFrame, type Point, referenceToScreen, type Size, snapFrame } from './frame.ts'
import { panelDisplays } from './levels.ts'
import { type Linking, linkPanels, turnedPlacement } from './linking.ts'
import type { ViewerPanel } from './panels.ts'
import type { CanvasLayout, DeviceRect } from './useCanvasLayout.ts'
import { frameOf, type ViewState } from './viewState.ts'
import type { PanelDraw, Rgb, Scene } from './webgl/floatRenderer.ts'

/** Around the images, in both themes: they are the brightest thing on the screen. */
const BACKGROUND: Rgb = [0.027, 0.035, 0.047]
/** Over pixels that a mask leaves out. */
const MASK: Rgb = [0.36, 0.86, 0.72]

/** '#rrggbb' as fractions. */
const rgbOf = (color: string): Rgb => {
  const part = (at: number) => Number.parseInt(color.slice(at, at + 2), 16) / 255
  return [part(1), part(3), part(5)]
}

/** A rect's size in CSS pixels. */
export const cssSize = (rect: DeviceRect, ratio: number): Size => ({
  width: rect.width / ratio,
  height: rect.height / ratio,
})

/** What a panel of this size shows, snapped to its device pixels. */
export function panelFrame(view: ViewState, panel: string, extent: Size, size: Size, ratio: number): Frame {
  return snapFrame(frameOf(view, panel) ?? fitFrame(extent, size), size, ratio)
}

/** A point's place in a panel, CSS pixels from its upper left corner; `at`: from the container's. */
export function pointInPanel(layout: CanvasLayout, rect: DeviceRect, at: Point): Point {
  return {
    x: at.x - layout.shift.x - rect.x / layout.ratio,
    y: at.y - layout.shift.y - (layout.height - rect.y - rect.height) / layout.ratio,
  }
}

/** Where an image lies in a panel: along the device pixels, turned, or nowhere. */
type Placing = Pick<PanelDraw, 'origin' | 'pixelSize' | 'turned'>

function placing(linking: Linking, shown: ViewerPanel, frame: Frame, size: Size, ratio: number): Placing | null {
  const corner = (centre: number, length: number) => Math.round(((-0.5 - centre) * frame.zoom + length / 2) * ratio)
  const along: Placing = {
    origin: { x: corner(frame.x, size.width), y: corner(frame.y, size.height) },
    pixelSize: frame.zoom * shown.scale * ratio,
    turned: null,
  }
  const placement = turnedPlacement(linking, shown, frame, Math.max(size.width, size.height) / frame.zoom / 4)
  if (placement === 'aligned') return along
  if (placement === 'unseen') return null
  const { pixel, turn } = placement
  return {
    origin: { x: (size.width / 2) * ratio, y: (size.height / 2) * ratio },
    pixelSize: frame.zoom * ratio,
    turned: { ...turn, x: pixel.x + 0.5, y: pixel.y + 0.5 },
  }
}

export interface SceneOptions {
  readonly panels: readonly ViewerPanel[]
  readonly view: ViewState
  readonly layout: CanvasLayout
  /** In a panel's place, the image of another one (blinking, peeking). */
  readonly swap: { readonly place: string; readonly shown: string } | null
  /** The reference point under the shared cursor. */
  readonly cursor: Point | null
}

/** The panels as draw calls: each panel's image, then what a swipe or a lens lays over it. */
export function viewerScene({ panels, view, layout, swap, cursor }: SceneOptions): Scene {
  const displays = panelDisplays(panels, view)
  const linking = linkPanels(panels, view.link)
  const byId = new Map(panels.map(panel => [panel.id, panel]))
  const draws = panels.flatMap((panel): PanelDraw[] => {
    const rect = layout.rects.get(panel.id)
    if (!rect) return []
    const size = cssSize(rect, layout.ratio)
    const frame = panelFrame(view, panel.id, linking.extent, size, layout.ratio)
    const draw = (id: string | undefined, clip: Partial<PanelDraw>): PanelDraw[] => {
      const shown = id === undefined ? undefined : byId.get(id)
      const display = shown && displays.get(shown.id)
      const place = shown && placing(linking, shown, frame, size, layout.ratio)
      if (!shown || !display) return []
      const { image, bands = null } = shown
      const mask = view.masks ? (shown.mask ?? null) : null
      const nowhere: Placing = { origin: { x: rect.width, y: rect.height }, pixelSize: 1, turned: null }
      const placed = place ?? nowhere
      return [{ image, bands, mask, display, rect, clip: rect, circle: null, smooth: view.smooth, ...placed, ...clip }]
    }
    return [
      ...draw(swap?.place === panel.id ? swap.shown : panel.id, {}),
      ...(view.swipe?.place === panel.id ? draw(view.swipe.shown, { clip: rightOf(rect, view.swipe.at) }) : []),
      ...(view.lens && cursor && view.lens.shown !== panel.id
        ? draw(view.lens.shown, {
            circle: lensCircle(view.lens.radius, referenceToScreen(frame, size, cursor), rect, layout),
          })
        : []),
    ]
  })
  return {
    panels: draws,
    background: BACKGROUND,
    nan: rgbOf(view.nanColor),
    under: view.underColor === null ? null : rgbOf(view.underColor),
    over: view.overColor === null ? null : rgbOf(view.overColor),
    mask: MASK,
  }
}

/** A rect's part beyond a fraction of its width. */
function rightOf(rect: DeviceRect, at: number): DeviceRect {
  const left = Math.round(rect.width * at)
  return { ...rect, x: rect.x + left, width: rect.width - left }
}

/** A lens on the canvas, device pixels from its lower left corner. `at`: CSS pixels from the panel's upper left one. */
function lensCircle(radius: number, at: Point, rect: DeviceRect, { ratio }: CanvasLayout): PanelDraw['circle'] {
  return { x: rect.x + at.x * ratio, y: rect.y + rect.height - at.y * ratio, radius: radius * ratio }
}
