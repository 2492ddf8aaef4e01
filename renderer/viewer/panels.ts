import type { FloatImage } from '../../main/domain/image.ts'
import { type Frame, type Point, pixelAt, type Size } from './frame.ts'
import { TiledImage } from './tiles/tiledImage.ts'

/** One image of a set that is looked at together. */
export interface ViewerPanel {
  readonly id: string
  readonly title: string
  readonly image: FloatImage
  /** Reference (finest, HR) pixels a pixel of this image: the factor for an LR image, 1 for HR and SR. */
  readonly scale: number
  readonly unit: string | null
  /** A residual is shown linearly, symmetric about zero, in a diverging map. */
  readonly kind: 'image' | 'residual'
  /** Shared limits are multiplied by this: scale * scale for an LR image whose pixels are fluxes that sum. */
  readonly levelFactor: number
}

/** A panel from what is usual: a plain image at the reference scale. */
export const viewerPanel = (
  panel: Pick<ViewerPanel, 'id' | 'title' | 'image'> & Partial<ViewerPanel>,
): ViewerPanel => ({ scale: 1, unit: null, kind: 'image', levelFactor: 1, ...panel })

/** Size of the smallest rectangle of reference pixels that holds every panel's image. */
export function panelsExtent(panels: readonly ViewerPanel[]): Size {
  return {
    width: Math.max(1, ...panels.map(panel => panel.image.width * panel.scale)),
    height: Math.max(1, ...panels.map(panel => panel.image.height * panel.scale)),
  }
}

/** A panel where it stands on the page: what it looks at, and its size in CSS pixels. */
export interface PanelPlace {
  readonly panel: ViewerPanel
  readonly frame: Frame
  readonly size: Size
}

export interface Reading {
  readonly id: string
  /** Zero-based, origin lower left; null outside of the image. */
  readonly pixel: Point | null
  /** The file's own float32 value; NaN where it holds none. */
  readonly value: number | null
}

/** The image's own value of a pixel; null where it has not come yet. */
export function valueAt(image: FloatImage, { x, y }: Point): number | null {
  return image instanceof TiledImage ? image.valueAt(x, y) : image.data[y * image.width + x]
}

/** Every panel's pixel and value at one point of the sky. */
export function readPanels(panels: readonly ViewerPanel[], reference: Point): Reading[] {
  return panels.map(({ id, image, scale }) => {
    const pixel = pixelAt(image, scale, reference)
    return { id, pixel, value: pixel && valueAt(image, pixel) }
  })
}

/** Five significant figures; float32 carries seven. */
export function formatValue(value: number | null): string {
  if (value === null) return '-'
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'no value' : value > 0 ? '+infinity' : '-infinity'
  const size = Math.abs(value)
  return size !== 0 && (size < 1e-3 || size >= 1e5) ? value.toExponential(4) : value.toPrecision(5)
}
