import { AppError } from '../domain/errors.ts'
import type { FloatImage } from '../domain/image.ts'
import type { Brightness } from './brightness.ts'

/** A galaxy's image as a source. */
export interface ImageSource {
  readonly image: FloatImage
  readonly pixelScaleArcsec: number
  /** Of all its pixels together, in the simulation's unit. */
  readonly flux: number
  readonly xArcsec: number
  readonly yArcsec: number
  /** Turns the image counter-clockwise. */
  readonly rotationDegrees: number
}

/**
 * Surface brightness of an image, linear between the centres of its pixels (lenstronomy's INTERPOL); the outermost fade to
 * zero over one more pixel. Throws `bad-input` for an image without finite, positive flux.
 */
export function imageBrightness(source: ImageSource): Brightness {
  const { image, pixelScaleArcsec, flux, xArcsec, yArcsec } = source
  const sum = image.data.reduce((total, value) => total + value, 0)
  if (!Number.isFinite(sum) || !(sum > 0)) {
    throw new AppError(
      'bad-input',
      'An image that serves as a source must hold finite values with a positive sum: take its sky off and fill what is missing.',
      { sum },
    )
  }
  if (!(pixelScaleArcsec > 0) || !Number.isFinite(pixelScaleArcsec)) {
    throw new AppError('bad-input', `The source image needs a positive pixel scale, not ${pixelScaleArcsec}".`)
  }
  const { width, height, data } = framed(image)
  const scale = flux / (sum * pixelScaleArcsec ** 2)
  const angle = (source.rotationDegrees * Math.PI) / 180
  const cosine = Math.cos(angle) / pixelScaleArcsec
  const sine = Math.sin(angle) / pixelScaleArcsec
  return ({ count, x, y }, into) => {
    for (let i = 0; i < count; i++) {
      const dx = x[i] - xArcsec
      const dy = y[i] - yArcsec
      const column = cosine * dx + sine * dy + (width - 1) / 2
      const row = cosine * dy - sine * dx + (height - 1) / 2
      if (!(column >= 0 && row >= 0 && column < width - 1 && row < height - 1)) continue
      const left = Math.floor(column)
      const below = Math.floor(row)
      const u = column - left
      const v = row - below
      const at = below * width + left
      const lower = data[at] + u * (data[at + 1] - data[at])
      const upper = data[at + width] + u * (data[at + width + 1] - data[at + width])
      into[i] += scale * (lower + v * (upper - lower))
    }
  }
}

/** With one pixel of zero around it. */
function framed({ width, height, data }: FloatImage): FloatImage {
  const wide = width + 2
  const out = new Float32Array(wide * (height + 2))
  for (let y = 0; y < height; y++) out.set(data.subarray(y * width, (y + 1) * width), (y + 1) * wide + 1)
  return { width: wide, height: height + 2, data: out }
}
