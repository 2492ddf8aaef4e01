import type { FloatImage } from '../../main/domain/image.ts'
import { percentileOfSorted, sortedFinite } from '../../main/domain/stats.ts'

export interface Limits {
  readonly low: number
  readonly high: number
}

/** Limits that show the faint sky and the arcs alike: the 1st and the 99.8th percentile of the finite values. */
export function previewLimits(image: FloatImage): Limits {
  const sorted = sortedFinite(image.data)
  if (sorted.length === 0) return { low: 0, high: 1 }
  const low = percentileOfSorted(sorted, 1)
  const high = percentileOfSorted(sorted, 99.8)
  return high > low ? { low, high } : { low, high: low + 1 }
}

/** Where the curve of the asinh stretch turns from linear to logarithmic, as a part of the range (astropy's default). */
const ASINH_TURN = 0.1

const asinhStretch = (fraction: number) => Math.asinh(fraction / ASINH_TURN) / Math.asinh(1 / ASINH_TURN)

/**
 * RGBA bytes of an image for a canvas, asinh-stretched between the limits in grey; blank pixels are transparent. The image's row 0 is
 * at the bottom, the canvas's at the top.
 */
export function greyBytes({ width, height, data }: FloatImage, { low, high }: Limits): Uint8ClampedArray<ArrayBuffer> {
  const bytes = new Uint8ClampedArray(width * height * 4)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const value = data[y * width + x] ?? Number.NaN
      if (!Number.isFinite(value)) continue
      const fraction = Math.min(1, Math.max(0, (value - low) / (high - low)))
      const at = ((height - 1 - y) * width + x) * 4
      bytes.fill(Math.round(255 * asinhStretch(fraction)), at, at + 3)
      bytes[at + 3] = 255
    }
  }
  return bytes
}
