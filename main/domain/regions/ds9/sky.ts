import type { Position } from '../region.ts'

/** The celestial systems of region files that are read and written. */
export const SKY_SYSTEMS = ['icrs', 'fk5', 'galactic'] as const
export type SkySystem = (typeof SKY_SYSTEMS)[number]

/** Between the pixels of the image that a region file belongs to (zero-based) and the sky, in degrees. */
export interface SkyGrid {
  readonly pixelScaleArcsec: number
  /** Undefined where the position is not on the image's projected sky. */
  toPixel(system: SkySystem, lon: number, lat: number): Position | undefined
  toSky(system: SkySystem, pixel: Position): { readonly lon: number; readonly lat: number } | undefined
}

/** How far north the direction is looked for, degrees: small beside any curvature, large beside rounding. */
const STEP = 1e-4

/** The direction of north in a system at a pixel, degrees from +x towards +y; 90 where north is up. */
export function northAngle(grid: SkyGrid, system: SkySystem, pixel: Position): number {
  const sky = grid.toSky(system, pixel)
  const southward = sky !== undefined && sky.lat + STEP > 90
  const ahead = sky && grid.toPixel(system, sky.lon, sky.lat + (southward ? -STEP : STEP))
  if (!ahead) return 90
  const sign = southward ? -1 : 1
  return (Math.atan2(sign * (ahead.y - pixel.y), sign * (ahead.x - pixel.x)) * 180) / Math.PI
}
