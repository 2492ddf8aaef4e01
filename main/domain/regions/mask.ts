import { AppError } from '../errors.ts'
import { shapeBounds } from './geometry.ts'
import { type AreaShape, contains, hasArea, pixelOverlap } from './overlap.ts'
import type { Region } from './region.ts'

/** A larger region is not measured while the pointer moves: its sorting for the median would hold up the page. */
export const MAX_MASK_PIXELS = 4_000_000

/** The pixels of an image that a shape touches: a window of it, row 0 at the bottom. */
export interface ShapeMask {
  readonly x0: number
  readonly y0: number
  readonly width: number
  readonly height: number
  /** The share of each pixel that lies in the shape. */
  readonly weights: Float64Array
  /** 1 where the pixel's centre lies in the shape. */
  readonly centers: Uint8Array
}

/**
 * A shape (in the image's own pixels) over an image of this size. A window of no pixels where the shape lies beside the
 * image. Throws `unsupported` for a window above `MAX_MASK_PIXELS`.
 */
export function shapeMask(shape: AreaShape, size: { readonly width: number; readonly height: number }): ShapeMask {
  const bounds = shapeBounds(shape)
  const x0 = Math.max(0, Math.floor(bounds.left + 0.5))
  const y0 = Math.max(0, Math.floor(bounds.bottom + 0.5))
  const width = Math.max(0, Math.min(size.width, Math.ceil(bounds.right + 0.5)) - x0)
  const height = Math.max(0, Math.min(size.height, Math.ceil(bounds.top + 0.5)) - y0)
  if (width * height > MAX_MASK_PIXELS) {
    throw new AppError(
      'unsupported',
      `This region covers ${width} x ${height} pixels; at most ${MAX_MASK_PIXELS / 1e6} million are measured at once. Draw a smaller one.`,
      { width, height, limit: MAX_MASK_PIXELS },
    )
  }
  const overlap = pixelOverlap(shape)
  const weights = new Float64Array(width * height)
  const centers = new Uint8Array(width * height)
  for (let row = 0, i = 0; row < height; row++) {
    for (let column = 0; column < width; column++, i++) {
      const [x, y] = [x0 + column, y0 + row]
      weights[i] = overlap(x, y)
      centers[i] = weights[i] === 1 || (weights[i] > 0 && contains(shape, { x, y })) ? 1 : 0
    }
  }
  return { x0, y0, width, height, weights, centers }
}

/**
 * 1 for every pixel of an image whose centre lies in an excluded region (shapes in its own pixels); null where there is
 * none.
 */
export function excludedPixels(
  regions: readonly Pick<Region, 'exclude' | 'shape'>[],
  size: { readonly width: number; readonly height: number },
): Uint8Array | null {
  const shapes = regions.flatMap(({ exclude, shape }) => (exclude && hasArea(shape) ? [shape] : []))
  if (shapes.length === 0) return null
  const out = new Uint8Array(size.width * size.height)
  for (const shape of shapes) {
    const { x0, y0, width, height, centers } = shapeMask(shape, size)
    for (let i = 0; i < width * height; i++) {
      if (centers[i]) out[(y0 + Math.floor(i / width)) * size.width + x0 + (i % width)] = 1
    }
  }
  return out
}
