/**
 * Geometry of linked panels. Everything is measured in reference pixels: those of the finest image shown (HR), zero-based,
 * pixel centres at integers, origin lower left. An image whose pixels are `scale` reference pixels wide shares the lower
 * left corner of the reference grid, so by the half-pixel rule its pixel x lies at (x + 0.5) * scale - 0.5.
 */

export interface Point {
  readonly x: number
  readonly y: number
}

/** What a panel looks at: the reference point in its middle, and CSS pixels a reference pixel. */
export interface Frame extends Point {
  readonly zoom: number
}

/** Size of a panel (CSS pixels) or of an image (reference pixels). */
export interface Size {
  readonly width: number
  readonly height: number
}

export const MIN_ZOOM = 1 / 64
export const MAX_ZOOM = 256

/** Steps of the + and - keys: a data pixel is a whole number of screen pixels, or the other way round. */
const ZOOM_STEPS = [
  ...[64, 48, 32, 24, 16, 12, 8, 6, 4, 3, 2].map(n => 1 / n),
  ...[1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256],
]

const clamp = (value: number, low: number, high: number) => Math.min(high, Math.max(low, value))

/** Reference coordinates of a point in an image's own pixel coordinates. */
export const pixelToReference = (p: Point, scale: number): Point => ({
  x: (p.x + 0.5) * scale - 0.5,
  y: (p.y + 0.5) * scale - 0.5,
})

/** An image's own pixel coordinates of a reference point; the inverse of `pixelToReference`. */
export const referenceToPixel = (p: Point, scale: number): Point => ({
  x: (p.x + 0.5) / scale - 0.5,
  y: (p.y + 0.5) / scale - 0.5,
})

/** The reference point under a panel's point (CSS pixels from its upper left corner). */
export const screenToReference = (frame: Frame, panel: Size, p: Point): Point => ({
  x: frame.x + (p.x - panel.width / 2) / frame.zoom,
  y: frame.y - (p.y - panel.height / 2) / frame.zoom,
})

/** The panel's point (CSS pixels from its upper left corner) that shows a reference point. */
export const referenceToScreen = (frame: Frame, panel: Size, p: Point): Point => ({
  x: (p.x - frame.x) * frame.zoom + panel.width / 2,
  y: (frame.y - p.y) * frame.zoom + panel.height / 2,
})

/** The whole image, in the middle of the panel. */
export function fitFrame(extent: Size, panel: Size): Frame {
  const zoom = Math.min(panel.width / extent.width, panel.height / extent.height)
  return {
    x: (extent.width - 1) / 2,
    y: (extent.height - 1) / 2,
    zoom: clamp(Number.isFinite(zoom) && zoom > 0 ? zoom : 1, MIN_ZOOM, MAX_ZOOM),
  }
}

/** Moved by CSS pixels, as a hand drags the image: to the right and downwards are positive. */
export const panBy = (frame: Frame, dx: number, dy: number): Frame => ({
  ...frame,
  x: frame.x - dx / frame.zoom,
  y: frame.y + dy / frame.zoom,
})

/** Zoomed by a factor with the reference point under `p` (CSS pixels in the panel) held in place. */
export function zoomAt(frame: Frame, panel: Size, p: Point, factor: number): Frame {
  const zoom = clamp(frame.zoom * factor, MIN_ZOOM, MAX_ZOOM)
  const held = screenToReference(frame, panel, p)
  return {
    x: held.x - (p.x - panel.width / 2) / zoom,
    y: held.y + (p.y - panel.height / 2) / zoom,
    zoom,
  }
}

/** The next whole zoom step, up (1) or down (-1). */
export function zoomStep(zoom: number, direction: 1 | -1): number {
  const near = 1e-6
  const next =
    direction === 1
      ? ZOOM_STEPS.find(step => step > zoom * (1 + near))
      : ZOOM_STEPS.findLast(step => step < zoom * (1 - near))
  return next ?? zoom
}

/** Keeps the middle of the panel on the image, so that it cannot be lost. */
export const keepInView = (frame: Frame, extent: Size): Frame => ({
  ...frame,
  x: clamp(frame.x, -0.5, extent.width - 0.5),
  y: clamp(frame.y, -0.5, extent.height - 0.5),
})

/**
 * The frame moved by less than a device pixel, so that the image's lower left corner falls on a device pixel's edge.
 * At whole zooms every edge of a data pixel then does, and no fragment's centre lies on an edge, where rounding would decide.
 */
export function snapFrame(frame: Frame, panel: Size, devicePixelRatio: number): Frame {
  const cornerX = ((-0.5 - frame.x) * frame.zoom + panel.width / 2) * devicePixelRatio
  const cornerY = ((-0.5 - frame.y) * frame.zoom + panel.height / 2) * devicePixelRatio
  return {
    x: -0.5 - (Math.round(cornerX) / devicePixelRatio - panel.width / 2) / frame.zoom,
    y: -0.5 - (Math.round(cornerY) / devicePixelRatio - panel.height / 2) / frame.zoom,
    zoom: frame.zoom,
  }
}

/** The image pixel that covers a reference point, or null outside of the image. */
export function pixelAt(image: Size, scale: number, reference: Point): Point | null {
  const p = referenceToPixel(reference, scale)
  const x = Math.floor(p.x + 0.5)
  const y = Math.floor(p.y + 0.5)
  return x >= 0 && y >= 0 && x < image.width && y < image.height ? { x, y } : null
}
