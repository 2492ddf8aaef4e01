import { RADIANS } from './angles.ts'
import { celestialWcs } from './celestialWcs.ts'
import { convertSky } from './frames/convert.ts'
import type { SkyPosition } from './types.ts'

/** What part of the sky an image shows, as far as telling whether two show the same. */
export interface SkyPlace {
  /** Of the image's middle, ICRS. */
  readonly centre: SkyPosition
  /** Half its shorter side. */
  readonly radiusDeg: number
}

/** Undefined where the header has no celestial WCS, or the middle lies off the sky. Errors are those of `celestialWcs`. */
export function skyPlace(
  cards: readonly string[],
  { width, height }: { readonly width: number; readonly height: number },
): SkyPlace | undefined {
  const wcs = celestialWcs(cards)
  const middle = wcs?.pixelToSky({ x: (width - 1) / 2, y: (height - 1) / 2 })
  if (!wcs || !middle) return undefined
  return {
    centre: convertSky(middle, wcs, { frame: 'icrs', equinox: null }),
    radiusDeg: (wcs.pixelScaleArcsec * Math.min(width, height)) / 2 / 3600,
  }
}

/** Great circle distance of two positions of one frame in degrees, exact for small ones (the haversine formula). */
export function separationDeg(a: SkyPosition, b: SkyPosition): number {
  const acrossLat = Math.sin(((b.lat - a.lat) / 2) * RADIANS) ** 2
  const acrossLon = Math.sin(((b.lon - a.lon) / 2) * RADIANS) ** 2
  const h = acrossLat + Math.cos(a.lat * RADIANS) * Math.cos(b.lat * RADIANS) * acrossLon
  return (2 * Math.asin(Math.min(1, Math.sqrt(h)))) / RADIANS
}
