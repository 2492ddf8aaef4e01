import { AppError } from '../../domain/errors.ts'
import type { FloatImage } from '../../domain/image.ts'
import { median } from '../../domain/stats.ts'

/** Half side of the neighbourhood that a missing pixel is filled from. */
const NEIGHBOURHOOD = 3

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
  const overall = median(image.data)
  if (Number.isNaN(overall)) {
    throw new AppError('bad-input', 'The image holds no finite pixel: there is nothing to super-resolve.')
  }
  const data = image.data.slice()
  for (const i of missing) {
    const local = median(neighbourhood(image, i))
    data[i] = Number.isNaN(local) ? overall : local
  }
  return { image: { ...image, data }, missing }
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

function neighbourhood({ data, width, height }: FloatImage, index: number): number[] {
  const x0 = index % width
  const y0 = Math.floor(index / width)
  const values: number[] = []
  for (let y = Math.max(0, y0 - NEIGHBOURHOOD); y <= Math.min(height - 1, y0 + NEIGHBOURHOOD); y++) {
    for (let x = Math.max(0, x0 - NEIGHBOURHOOD); x <= Math.min(width - 1, x0 + NEIGHBOURHOOD); x++) {
      values.push(data[y * width + x])
    }
  }
  return values
}
