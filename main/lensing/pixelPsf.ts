import type { FloatImage } from '../domain/image.ts'
import { binMean } from '../domain/resample.ts'
import { type Psf, samplePsf } from './camera.ts'

/** Samples a pixel side; odd, so that the middle one lies on the pixel's centre. */
const finer = 5

/**
 * The PSF of an image with its pixels in it, on its own grid: odd side, sum 1, as a star would measure it. Undefined for
 * measured PSFs, which have no values between their pixels.
 */
export function pixelPsf(psf: Psf, pixelScaleArcsec: number): FloatImage | undefined {
  if (psf.kind === 'image') return undefined
  const fine = samplePsf(psf, pixelScaleArcsec / finer, {}).kernel()
  const reach = Math.ceil((fine.width - finer) / (2 * finer))
  const side = 2 * Math.max(reach, 0) + 1
  const wide = centred(fine, side * finer)
  const { data } = binMean(wide, finer)
  const sum = data.reduce((total, value) => total + value, 0)
  return { width: side, height: side, data: data.map(value => value / sum) }
}

/** In the middle of a square of zeros; both sides odd, the square's no smaller. */
function centred({ width, height, data }: FloatImage, side: number): FloatImage {
  const out = new Float32Array(side * side)
  const before = (side - width) / 2
  for (let y = 0; y < height; y++) out.set(data.subarray(y * width, (y + 1) * width), (y + before) * side + before)
  return { width: side, height: side, data: out }
}
