import type { FloatImage } from '../../main/domain/image.ts'
import type { SkyPosition, Wcs } from '../../main/domain/wcs/types.ts'
import { t } from '../text/t.ts'
import { type Frame, type Point, pixelAt, type Size } from './frame.ts'
import type { Linking } from './linking.ts'
import { TiledImage } from './tiles/tiledImage.ts'

/**
 * What an image is, and so how it is shown. A residual: linearly, symmetric about zero, in a diverging map; a ratio
 * likewise about one; sigma: a residual over its noise, from -5 to 5; a mask: black and white; a composite: in its own
 * colours.
 */
export type PanelKind = 'image' | 'residual' | 'ratio' | 'sigma' | 'mask' | 'composite'

/** One image of a set that is looked at together. */
export interface ViewerPanel {
  readonly id: string
  readonly title: string
  /** Of a composite: red. */
  readonly image: FloatImage
  /** Green and blue of a composite, on the image's grid. */
  readonly bands?: readonly [FloatImage, FloatImage]
  /** Reference (finest, HR) pixels a pixel of this image: the factor for an LR image, 1 for HR and SR. */
  readonly scale: number
  readonly unit: string | null
  readonly kind: PanelKind
  /** Shared limits are multiplied by this: scale * scale for an LR image whose pixels are fluxes that sum. */
  readonly levelFactor: number
  /** Standard deviation of each pixel, on the image's grid. */
  readonly error?: FloatImage | undefined
  /** 0 where a pixel does not count, on the image's grid. */
  readonly mask?: FloatImage | undefined
  readonly wcs?: Wcs | undefined
}

/** A panel from what is usual: a plain image at the reference scale. */
export const viewerPanel = (
  panel: Pick<ViewerPanel, 'id' | 'title' | 'image'> & Partial<ViewerPanel>,
): ViewerPanel => ({ scale: 1, unit: null, kind: 'image', levelFactor: 1, ...panel })

/** Every image that a panel's drawing needs. */
export const imagesOf = (panel: ViewerPanel): FloatImage[] => [
  panel.image,
  ...(panel.bands ?? []),
  ...(panel.mask ? [panel.mask] : []),
]

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
  /** Standard deviation; null where the panel has no error image. */
  readonly error: number | null
  /** In the frame of the panel's own WCS; null where it has none. */
  readonly sky: SkyPosition | null
}

/** The image's own value of a pixel; null where it has not come yet. */
export function valueAt(image: FloatImage, { x, y }: Point): number | null {
  return image instanceof TiledImage ? image.valueAt(x, y) : image.data[y * image.width + x]
}

/** Every panel's pixel, value, error and sky position at one point of the reference grid. */
export function readPanels(panels: readonly ViewerPanel[], reference: Point, linking: Linking): Reading[] {
  return panels.map(panel => {
    const { id, image, error, wcs } = panel
    const at = linking.pixelOf(panel, reference)
    const pixel = at && pixelAt(image, 1, at)
    return {
      id,
      pixel,
      value: pixel && valueAt(image, pixel),
      error: pixel && error ? valueAt(error, pixel) : null,
      sky: (at && wcs?.pixelToSky(at)) ?? null,
    }
  })
}

/** Five significant figures; float32 carries seven. */
export function formatValue(value: number | null): string {
  if (value === null) return '-'
  if (!Number.isFinite(value)) return Number.isNaN(value) ? t.viewer.noValue : value > 0 ? '+infinity' : '-infinity'
  const size = Math.abs(value)
  return size !== 0 && (size < 1e-3 || size >= 1e5) ? value.toExponential(4) : value.toPrecision(5)
}
