import { type RefObject, useLayoutEffect, useState } from 'react'

/** A panel's place on the canvas in whole device pixels, origin at the canvas's lower left corner. */
export interface DeviceRect {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

export interface CanvasLayout {
  readonly ratio: number
  readonly width: number
  readonly height: number
  /**
   * From the container's upper left corner to the canvas's, CSS pixels: less than a device pixel, so that the canvas lies
   * on whole ones. Anywhere else the browser would smooth what is drawn on it.
   */
  readonly shift: { readonly x: number; readonly y: number }
  readonly rects: ReadonlyMap<string, DeviceRect>
}

const EMPTY: CanvasLayout = { ratio: 1, width: 0, height: 0, shift: { x: 0, y: 0 }, rects: new Map() }

function measure(container: HTMLElement): CanvasLayout {
  const ratio = window.devicePixelRatio || 1
  const outer = container.getBoundingClientRect()
  const canvasLeft = Math.round(outer.left * ratio)
  const canvasTop = Math.round(outer.top * ratio)
  const width = Math.round(outer.right * ratio) - canvasLeft
  const height = Math.round(outer.bottom * ratio) - canvasTop
  const rects = new Map<string, DeviceRect>()
  for (const element of container.querySelectorAll<HTMLElement>('[data-panel]')) {
    const inner = element.getBoundingClientRect()
    const left = Math.round(inner.left * ratio) - canvasLeft
    const right = Math.round(inner.right * ratio) - canvasLeft
    const top = Math.round(inner.top * ratio) - canvasTop
    const bottom = Math.round(inner.bottom * ratio) - canvasTop
    const rect = { x: left, y: height - bottom, width: Math.max(1, right - left), height: Math.max(1, bottom - top) }
    rects.set(element.dataset.panel ?? '', rect)
  }
  const shift = { x: canvasLeft / ratio - outer.left, y: canvasTop / ratio - outer.top }
  return { ratio, width, height, shift, rects }
}

function sameLayout(a: CanvasLayout, b: CanvasLayout): boolean {
  if (a.ratio !== b.ratio || a.width !== b.width || a.height !== b.height || a.rects.size !== b.rects.size) return false
  if (Math.abs(a.shift.x - b.shift.x) + Math.abs(a.shift.y - b.shift.y) > 1e-6) return false
  for (const [id, rect] of a.rects) {
    const other = b.rects.get(id)
    if (!other || rect.x !== other.x || rect.y !== other.y || rect.width !== other.width) return false
    if (rect.height !== other.height) return false
  }
  return true
}

/**
 * Where the elements marked `data-panel` lie within the container, in device pixels. Measured again when they are
 * resized, when others take their place (`key`), and when the window moves to a screen of another pixel ratio.
 */
export function useCanvasLayout(container: RefObject<HTMLElement | null>, key: string): CanvasLayout {
  const [layout, setLayout] = useState(EMPTY)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for the panels, which are read from the page
  useLayoutEffect(() => {
    const element = container.current
    if (!element) return
    const update = () => setLayout(old => (sameLayout(old, measure(element)) ? old : measure(element)))
    update()
    const observer = new ResizeObserver(update)
    observer.observe(element)
    for (const panel of element.querySelectorAll('[data-panel]')) observer.observe(panel)
    let screen = matchMedia(`(resolution: ${window.devicePixelRatio}dppx)`)
    const screenChanged = () => {
      screen = matchMedia(`(resolution: ${window.devicePixelRatio}dppx)`)
      screen.addEventListener('change', screenChanged, { once: true })
      update()
    }
    screen.addEventListener('change', screenChanged, { once: true })
    return () => {
      observer.disconnect()
      screen.removeEventListener('change', screenChanged)
    }
  }, [container, key])
  return layout
}
