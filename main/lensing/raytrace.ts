import type { FloatImage } from '../domain/image.ts'
import type { Angle, Deflector } from './deflector.ts'
import type { Brightness } from './sersic.ts'

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
 * The image of a source behind thin deflectors: surface brightness is conserved, I(theta) = S(theta - alpha(theta))
 * (Schneider, Ehlers & Falco 1992, sec. 5.2), with what shines in front of them added. Values are means over pixels, in
 * the source's unit.
 */
export function traceImage(
  grid: Grid,
  deflectors: readonly Deflector[],
  source: Brightness,
  inFront?: Brightness,
): FloatImage {
  const { pixels, pixelScaleArcsec, subsampling, centreXArcsec = 0, centreYArcsec = 0 } = grid
  const data = new Float32Array(pixels * pixels)
  const row = new Float64Array(pixels)
  const step = pixelScaleArcsec / subsampling
  const start = -0.5 * pixels * pixelScaleArcsec + 0.5 * step
  const weight = 1 / (subsampling * subsampling)
  const alpha: Angle = { x: 0, y: 0 }
  for (let j = 0; j < pixels; j++) {
    row.fill(0)
    for (let subRow = 0; subRow < subsampling; subRow++) {
      const y = centreYArcsec + start + (j * subsampling + subRow) * step
      for (let i = 0; i < pixels * subsampling; i++) {
        const x = centreXArcsec + start + i * step
        alpha.x = 0
        alpha.y = 0
        for (const deflect of deflectors) deflect(x, y, alpha)
        let brightness = source(x - alpha.x, y - alpha.y)
        if (inFront !== undefined) brightness += inFront(x, y)
        row[Math.floor(i / subsampling)] += brightness
      }
    }
    for (let i = 0; i < pixels; i++) data[j * pixels + i] = row[i] * weight
  }
  return { width: pixels, height: pixels, data }
}
