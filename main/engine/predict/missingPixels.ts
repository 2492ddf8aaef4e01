import { AppError } from '../../domain/errors.ts'
import type { FloatImage } from '../../domain/image.ts'
import { filledPixels } from '../../domain/mask.ts'

export interface FilledImage {
  readonly image: FloatImage
  /** Indices of the pixels that were NaN or infinite. */
  readonly missing: readonly number[]
}

/**
 * Replaces what is not a number by the median of the finite pixels within 3 pixels, or of the whole image where there
 * is none: convolutions would spread a NaN over their whole receptive field.
 * @throws AppError 'bad-input' where no pixel is finite
 */
export function fillMissing(image: FloatImage): FilledImage {
  const missing: number[] = []
  for (const [i, value] of image.data.entries()) if (!Number.isFinite(value)) missing.push(i)
  if (missing.length === 0) return { image, missing }
  if (missing.length === image.data.length) {
    throw new AppError('bad-input', 'The image holds no finite pixel: there is nothing to super-resolve.')
  }
  return { image: filledPixels(image, missing), missing }
}

/** Sets NaN in the output wherever its LR pixel was missing. */
export function restoreMissing(output: FloatImage, lrWidth: number, missing: readonly number[], r: number): void {
  for (const i of missing) {
    const top = Math.floor(i / lrWidth) * r
    const left = (i % lrWidth) * r
    for (let y = top; y < top + r; y++)
      output.data.fill(Number.NaN, y * output.width + left, y * output.width + left + r)
  }
}
