import type { PixelPosition, SkyPosition } from '../types.ts'

/** The part of the sky that an image shows, as ranges of both coordinates in degrees. */
export interface SkyExtent {
  /** From `lon` upwards over `lonSpan`; possibly beyond 360. */
  readonly lon: number
  readonly lonSpan: number
  readonly lat: number
  readonly latSpan: number
}

const SAMPLES = 24

/** Sampled on a lattice over the image, its border included, and at the poles. Undefined where it shows no sky. */
export function skyExtent(
  size: { readonly width: number; readonly height: number },
  toSky: (pixel: PixelPosition) => SkyPosition | undefined,
  toPixel: (sky: SkyPosition) => PixelPosition | undefined,
): SkyExtent | undefined {
  const seen: SkyPosition[] = []
  for (let i = 0; i <= SAMPLES; i++) {
    for (let j = 0; j <= SAMPLES; j++) {
      const sky = toSky({ x: (size.width * i) / SAMPLES - 0.5, y: (size.height * j) / SAMPLES - 0.5 })
      if (sky) seen.push(sky)
    }
  }
  if (seen.length === 0) return undefined
  const lats = seen.map(sky => sky.lat)
  const poles = [-90, 90].filter(lat => isInside(toPixel({ lon: seen[0].lon, lat }), size))
  const low = Math.min(...lats, ...poles)
  const high = Math.max(...lats, ...poles)
  const around = poles.length > 0 ? { lon: 0, lonSpan: 360 } : lonRange(seen.map(sky => sky.lon))
  return { ...around, lat: low, latSpan: high - low }
}

/** Whether a pixel position lies on the image, whose outer edges are half a pixel beyond its outer pixels' centres. */
function isInside(pixel: PixelPosition | undefined, size: { width: number; height: number }): boolean {
  return (
    pixel !== undefined &&
    Math.abs(pixel.x + 0.5 - size.width / 2) <= size.width / 2 &&
    Math.abs(pixel.y + 0.5 - size.height / 2) <= size.height / 2
  )
}

/** The circle less the widest gap between neighbouring longitudes. */
function lonRange(lons: readonly number[]): { lon: number; lonSpan: number } {
  const sorted = [...lons].sort((a, b) => a - b)
  let start = sorted[0]
  let gap = sorted[0] + 360 - sorted[sorted.length - 1]
  for (let i = 1; i < sorted.length; i++) {
    const here = sorted[i] - sorted[i - 1]
    if (here > gap) {
      gap = here
      start = sorted[i]
    }
  }
  // Samples of the whole sky leave gaps of their own spacing.
  return gap < 360 / SAMPLES ? { lon: 0, lonSpan: 360 } : { lon: start, lonSpan: 360 - gap }
}
