import type { FloatImage } from '../../domain/image.ts'
import { stretchedPosition, stretches } from '../../domain/stretch.ts'
import { zscale } from '../../domain/zscale.ts'
import { encodePng } from '../../formats/png.ts'

/** An 8-bit greyscale PNG for a look: asinh stretch over the zscale limits, the origin at the lower left, NaN black. */
export function previewPng({ width, height, data }: FloatImage): Uint8Array {
  const { low, high } = zscale(data)
  const pixels = new Uint8Array(width * height)
  for (let y = 0; y < height; y++) {
    const top = (height - 1 - y) * width
    for (let x = 0; x < width; x++) {
      const position = stretchedPosition(data[y * width + x], low, high, stretches.asinh)
      pixels[top + x] = Number.isNaN(position) ? 0 : Math.round(255 * position)
    }
  }
  return encodePng({ width, height, data: pixels, channels: 1 })
}
