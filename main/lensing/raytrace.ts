import type { FloatImage } from '../domain/image.ts'
import type { Brightness } from './sersic.ts'
import type { Angle, Deflector } from './sie.ts'

/** A square grid of pixels centred on the origin. */
export interface Grid {
  readonly pixels: number
  readonly pixelScaleArcsec: number
  /** Rays a pixel side; the pixel's value is their mean. */
  readonly subsampling: number
}

/**
 * The image of a source behind thin deflectors: surface brightness is conserved, I(theta) = S(theta - alpha(theta))
 * (Schneider, Ehlers & Falco 1992, sec. 5.2). Values are means over pixels, in the source's unit.
 */
export function traceImage(grid: Grid, deflectors: readonly Deflector[], source: Brightness): FloatImage {
  const { pixels, pixelScaleArcsec, subsampling } = grid
  const data = new Float32Array(pixels * pixels)
  const row = new Float64Array(pixels)
  const step = pixelScaleArcsec / subsampling
  const start = -0.5 * pixels * pixelScaleArcsec + 0.5 * step
  const weight = 1 / (subsampling * subsampling)
  const alpha: Angle = { x: 0, y: 0 }
  for (let j = 0; j < pixels; j++) {
    row.fill(0)
    for (let subRow = 0; subRow < subsampling; subRow++) {
      const y = start + (j * subsampling + subRow) * step
      for (let i = 0; i < pixels * subsampling; i++) {
        const x = start + i * step
        alpha.x = 0
        alpha.y = 0
        for (const deflect of deflectors) deflect(x, y, alpha)
        row[Math.floor(i / subsampling)] += source(x - alpha.x, y - alpha.y)
      }
    }
    for (let i = 0; i < pixels; i++) data[j * pixels + i] = row[i] * weight
  }
  return { width: pixels, height: pixels, data }
}
