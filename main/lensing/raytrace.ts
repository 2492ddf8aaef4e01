import type { FloatImage } from '../domain/image.ts'
import type { Brightness, Places } from './brightness.ts'
import type { Deflector, Rays } from './deflector.ts'

/** A square grid of pixels. */
export interface Grid {
  readonly pixels: number
  readonly pixelScaleArcsec: number
  /** Rays a pixel side; the pixel's value is their mean. */
  readonly subsampling: number
  /** Where its middle lies; by default on the origin. */
  readonly centreXArcsec?: number
  readonly centreYArcsec?: number
}

/**
 * The image of sources behind thin deflectors: surface brightness is conserved, I(theta) = S(theta - alpha(theta))
 * (Schneider, Ehlers & Falco 1992, sec. 5.2), with what shines in front of them added. Values are means over pixels, in
 * the sources' unit.
 */
export function traceImage(
  grid: Grid,
  deflectors: readonly Deflector[],
  sources: readonly Brightness[],
  inFront: readonly Brightness[] = [],
): FloatImage {
  const { pixels, pixelScaleArcsec, subsampling, centreXArcsec = 0, centreYArcsec = 0 } = grid
  const count = pixels * subsampling
  const step = pixelScaleArcsec / subsampling
  const start = -0.5 * pixels * pixelScaleArcsec + 0.5 * step
  const x = Float64Array.from({ length: count }, (_, i) => centreXArcsec + start + i * step)
  const [alphaX, alphaY, sourceX, sourceY, y, brightness] = Array.from({ length: 6 }, () => new Float64Array(count))
  const places: Places = { count, x, y }
  const sourcePlaces: Places = { count, x: sourceX, y: sourceY }
  const sums = new Float64Array(pixels)
  const data = new Float32Array(pixels * pixels)
  for (let j = 0; j < pixels; j++) {
    sums.fill(0)
    for (let subRow = 0; subRow < subsampling; subRow++) {
      const rays: Rays = { count, x, y: centreYArcsec + start + (j * subsampling + subRow) * step, alphaX, alphaY }
      alphaX.fill(0)
      alphaY.fill(0)
      brightness.fill(0)
      for (const deflect of deflectors) deflect(rays)
      for (let i = 0; i < count; i++) {
        sourceX[i] = x[i] - alphaX[i]
        sourceY[i] = rays.y - alphaY[i]
      }
      for (const shine of sources) shine(sourcePlaces, brightness)
      y.fill(rays.y)
      for (const shine of inFront) shine(places, brightness)
      addToPixels(brightness, subsampling, sums)
    }
    for (let i = 0; i < pixels; i++) data[j * pixels + i] = sums[i] / (subsampling * subsampling)
  }
  return { width: pixels, height: pixels, data }
}

function addToPixels(rays: Float64Array, subsampling: number, sums: Float64Array): void {
  for (let i = 0, ray = 0; i < sums.length; i++) {
    for (let k = 0; k < subsampling; k++) sums[i] += rays[ray++]
  }
}
