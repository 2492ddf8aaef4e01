import type { FloatImage } from '../domain/image.ts'
import { zscale } from '../domain/zscale.ts'
import { encodePng } from '../formats/png.ts'

/** Strength of the asinh stretch: values of this share of the range are on the curve's knee. */
const softening = 0.1

/** Greys of the stretch at even steps of the range, finer than any two greys: thousands of pictures are made at once. */
const lastGrey = 4095
const greys = Uint8Array.from({ length: lastGrey + 1 }, (_, i) =>
  Math.round((255 * Math.asinh(i / lastGrey / softening)) / Math.asinh(1 / softening)),
)

/** A PNG of at most `size` pixels a side: asinh stretch between the zscale limits, the top row first, NaN black. */
export function renderThumbnail(image: FloatImage, size: number): Uint8Array {
  const small = shrink(image, size)
  const { low: black, high } = zscale(small.data)
  const range = high - black
  const data = new Uint8Array(small.width * small.height)
  for (let y = 0; y < small.height; y++) {
    for (let x = 0; x < small.width; x++) {
      const value = (small.data[y * small.width + x] - black) / (range > 0 ? range : 1)
      // NaN has no entry, and so becomes 0.
      data[(small.height - 1 - y) * small.width + x] = greys[Math.round(Math.min(Math.max(value, 0), 1) * lastGrey)]
    }
  }
  return encodePng({ width: small.width, height: small.height, data, channels: 1 }, { quickly: true })
}

/** The image at most `size` pixels a side: each pixel is the mean of the finite ones that it covers. */
function shrink(image: FloatImage, size: number): FloatImage {
  const factor = Math.ceil(Math.max(image.width, image.height) / size)
  if (factor <= 1) return image
  const width = Math.ceil(image.width / factor)
  const height = Math.ceil(image.height / factor)
  const sum = new Float64Array(width * height)
  const count = new Float64Array(width * height)
  for (let y = 0; y < image.height; y++) {
    const row = Math.floor(y / factor) * width
    for (let x = 0; x < image.width; x++) {
      const value = image.data[y * image.width + x]
      if (!Number.isFinite(value)) continue
      sum[row + Math.floor(x / factor)] += value
      count[row + Math.floor(x / factor)]++
    }
  }
  return { width, height, data: Float32Array.from(sum, (total, i) => total / count[i]) }
}
