import { shapeCenter, shapeReach } from '../regions/geometry.ts'
import { shapeMask } from '../regions/mask.ts'
import type { Shape } from '../regions/region.ts'
import { skyBackground } from '../stats.ts'
import { goodPixel, type MeasuredImage } from './measuredImage.ts'

/** Where the sky is measured: a ring around a region's middle, that begins `gap` beyond its farthest point. */
export interface SkyRing {
  readonly gap: number
  readonly width: number
}

export interface SkyLevel {
  /** Median after clipping at 3 sigma, a pixel. */
  readonly level: number
  /** Scatter of one pixel: the scaled median absolute deviation after clipping. */
  readonly sigma: number
  /** Pixels it was found from, before clipping. */
  readonly pixels: number
}

export const skyAnnulus = (shape: Shape, { gap, width }: SkyRing): Extract<Shape, { kind: 'annulus' }> => {
  const inner = shapeReach(shape) + gap
  return { kind: 'annulus', ...shapeCenter(shape), inner, outer: inner + width }
}

/** Fewer pixels give no level that could be trusted. */
const MIN_SKY_PIXELS = 8

/**
 * The sky in the ring around a shape (both in the image's own pixels), from pixels whose centre lies in it. Null where
 * fewer than eight of them hold a value.
 */
export function skyAround(measured: MeasuredImage, shape: Shape, ring: SkyRing): SkyLevel | null {
  const mask = shapeMask(skyAnnulus(shape, ring), measured.image)
  const values: number[] = []
  for (let i = 0; i < mask.centers.length; i++) {
    if (!mask.centers[i]) continue
    const at = (mask.y0 + Math.floor(i / mask.width)) * measured.image.width + mask.x0 + (i % mask.width)
    if (goodPixel(measured, at)) values.push(measured.image.data[at])
  }
  return values.length < MIN_SKY_PIXELS ? null : { ...skyBackground(values), pixels: values.length }
}
