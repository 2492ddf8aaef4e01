import { type PointerEvent, type RefObject, useEffect, useRef } from 'react'
import { keepInView, type Point, panBy, type Size, screenToReference, zoomAt } from './frame.ts'
import { cssSize, panelFrame, pointInPanel } from './scene.ts'
import type { CanvasLayout } from './useCanvasLayout.ts'
import { adjustLevels, type ViewState, withFrame } from './viewState.ts'

export interface PanelPointerOptions {
  readonly container: RefObject<HTMLElement | null>
  readonly layout: CanvasLayout
  readonly extent: Size
  /** The latest view, also between two renders. */
  readonly view: RefObject<ViewState>
  readonly change: (view: ViewState) => void
  readonly point: (reference: Point | null) => void
}

/** Zoom factor of one unit of wheel travel (CSS pixels; lines and pages are converted). */
const WHEEL_ZOOM = 0.0016
const WHEEL_UNIT = [1, 16, 400]
/** A pinch on a touchpad comes as a wheel with Ctrl, in smaller steps. */
const PINCH_ZOOM = 0.01

/** Scroll and pinch zoom at the cursor, drag pans, right-drag (or Shift-drag) sets contrast and bias, double click fits. */
export function usePanelPointer({ container, layout, extent, view, change, point }: PanelPointerOptions) {
  const drag = useRef<{ id: number; levels: boolean; last: Point } | null>(null)

  const locate = (panelId: string, event: { clientX: number; clientY: number }) => {
    const rect = layout.rects.get(panelId)
    const outer = container.current?.getBoundingClientRect()
    if (!rect || !outer) return null
    const size = cssSize(rect, layout.ratio)
    const at = pointInPanel(layout, rect, { x: event.clientX - outer.left, y: event.clientY - outer.top })
    return { size, at, frame: panelFrame(view.current, panelId, extent, size, layout.ratio) }
  }

  const wheel = useRef<(event: WheelEvent) => void>(() => undefined)
  useEffect(() => {
    wheel.current = event => {
      const panel = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-panel]') : null
      const id = panel?.dataset.panel ?? ''
      const place = panel && locate(id, event)
      if (!place) return
      event.preventDefault()
      const factor = Math.exp(
        -event.deltaY * (WHEEL_UNIT[event.deltaMode] ?? 1) * (event.ctrlKey ? PINCH_ZOOM : WHEEL_ZOOM),
      )
      const frame = keepInView(zoomAt(place.frame, place.size, place.at, factor), extent)
      change(withFrame(view.current, id, frame))
    }
  })
  // React's own wheel listeners are passive: they could not keep the page from scrolling.
  useEffect(() => {
    const element = container.current
    if (!element) return
    const listener = (event: WheelEvent) => wheel.current(event)
    element.addEventListener('wheel', listener, { passive: false })
    return () => element.removeEventListener('wheel', listener)
  }, [container])

  return (panelId: string) => ({
    onPointerDown(event: PointerEvent<HTMLElement>) {
      if (event.button !== 0 && event.button !== 2) return
      event.currentTarget.setPointerCapture(event.pointerId)
      const levels = event.button === 2 || event.shiftKey
      drag.current = { id: event.pointerId, levels, last: { x: event.clientX, y: event.clientY } }
    },
    onPointerMove(event: PointerEvent<HTMLElement>) {
      const place = locate(panelId, event)
      if (!place) return
      const held = drag.current
      if (held && held.id === event.pointerId) {
        const dx = event.clientX - held.last.x
        const dy = event.clientY - held.last.y
        held.last = { x: event.clientX, y: event.clientY }
        change(
          held.levels
            ? adjustLevels(view.current, dx / place.size.width, dy / place.size.height)
            : withFrame(view.current, panelId, keepInView(panBy(place.frame, dx, dy), extent)),
        )
      }
      point(screenToReference(place.frame, place.size, place.at))
    },
    onPointerUp(event: PointerEvent<HTMLElement>) {
      if (drag.current?.id === event.pointerId) drag.current = null
    },
    onPointerLeave() {
      if (!drag.current) point(null)
    },
    onDoubleClick() {
      change(withFrame(view.current, panelId, null))
    },
  })
}
