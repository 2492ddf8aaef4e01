import type { FloatImage } from './image.ts'
import { median } from './stats.ts'

/**
 * Which pixels count: 1 yes, 0 no, in the image's order. A pixel does not count where its value is missing (NaN,
 * BLANK), where its data quality is flagged, where its weight is zero, or where a mask file says so. The loss, the
 * scores, the statistics and the views of a sample all use this one mask.
 */
export type ValidPixels = Float32Array

/** The pixels that count in both; null stands for all. */
export function bothValid(a: ValidPixels | null, b: ValidPixels | null): ValidPixels | null {
  if (a === null || b === null) return a ?? b
  return a.map((value, i) => value * b[i])
}

/** The mask of finite pixels; null where all are. */
export function finitePixels({ data }: FloatImage): ValidPixels | null {
  return data.every(Number.isFinite) ? null : data.map(value => (Number.isFinite(value) ? 1 : 0))
}

/**
 * The mask of a pair on the HR grid: a pixel counts where it does in the HR and where the LR pixel that it lies in
 * does, since of that one the network has only a guess. `null` stands for all pixels.
 *
 * @param lr of the LR image, `width` pixels a row
 * @param hr of the HR image, `factor` times the pixels a side
 */
export function pairMask(
  lr: { readonly width: number; readonly valid: ValidPixels } | null,
  hr: ValidPixels | null,
  factor: number,
): ValidPixels | null {
  if (lr === null) return hr
  const width = lr.width * factor
  const height = (lr.valid.length / lr.width) * factor
  const data = new Float32Array(width * height)
  for (let y = 0; y < height; y++) {
    const row = Math.floor(y / factor) * lr.width
    for (let x = 0; x < width; x++) data[y * width + x] = lr.valid[row + Math.floor(x / factor)]
  }
  return bothValid(data, hr)
}

/** The mask of an image binned by `factor`: a pixel counts where all that it is made of do. */
export function binnedMask(valid: ValidPixels, width: number, factor: number): ValidPixels {
  const binnedWidth = width / factor
  const binned = new Float32Array(valid.length / factor ** 2).fill(1)
  for (let i = 0; i < valid.length; i++) {
    const row = Math.floor(Math.floor(i / width) / factor)
    if (valid[i] === 0) binned[row * binnedWidth + Math.floor((i % width) / factor)] = 0
  }
  return binned
}

/**
 * The mask of an image whose content is moved by (dx, dy) pixels through a kernel that reaches `reach` pixels: a pixel
 * counts where all that it is interpolated from do.
 */
export function shiftedMask(mask: FloatImage, dx: number, dy: number, reach: number): FloatImage {
  const { width, height } = mask
  const data = new Float32Array(width * height).fill(1)
  const near = (from: number, end: number): [number, number] => [
    Math.max(0, Math.ceil(from - reach)),
    Math.min(end - 1, Math.floor(from + reach)),
  ]
  for (let i = 0; i < data.length; i++) {
    if (mask.data[i] !== 0) continue
    const [x0, x1] = near((i % width) + dx, width)
    const [y0, y1] = near(Math.floor(i / width) + dy, height)
    for (let y = y0; y <= y1; y++) data.fill(0, y * width + x0, y * width + Math.max(x0, x1 + 1))
  }
  return { width, height, data }
}

/** The image with NaN where a pixel does not count: metrics, statistics and displays leave NaN out. */
export function blanked(image: FloatImage, valid: ValidPixels | null): FloatImage {
  if (valid === null) return image
  return { ...image, data: image.data.map((value, i) => (valid[i] === 0 ? Number.NaN : value)) }
}

/** SSIM is defined where a window of this many pixels a side counts wholly. */
const SSIM_WINDOW = 7

/** Why what a mask leaves of an image cannot be scored, or null. */
export function scoringProblem(valid: ValidPixels | null, width: number): string | null {
  if (valid === null || hasValidSquare(valid, width, SSIM_WINDOW)) return null
  return `Its masks leave no square of ${SSIM_WINDOW} x ${SSIM_WINDOW} HR pixels that all count.`
}

/** Whether some `side` x `side` square of pixels counts wholly. */
function hasValidSquare(valid: ValidPixels, width: number, side: number): boolean {
  // The largest square that ends at a pixel is one more than the smallest of its three neighbours before it.
  let above = new Uint32Array(width)
  for (let start = 0; start < valid.length; start += width) {
    const row = new Uint32Array(width)
    for (let x = 0; x < width; x++) {
      if (valid[start + x] === 0) continue
      row[x] = x === 0 ? 1 : 1 + Math.min(row[x - 1], above[x], above[x - 1])
      if (row[x] >= side) return true
    }
    above = row
  }
  return false
}

/** Half side of the neighbourhood that a missing pixel is filled from. */
const NEIGHBOURHOOD = 3

/**
 * Replaces the pixels at `missing` (those that are not finite) by the median of the finite ones within 3 pixels, or of
 * the whole image where there is none: convolutions would spread a NaN over their whole receptive field.
 */
export function filledPixels(image: FloatImage, missing: readonly number[]): FloatImage {
  if (missing.length === 0) return image
  const overall = median(image.data)
  const data = image.data.slice()
  for (const i of missing) {
    const local = median(neighbourhood(image, i))
    data[i] = Number.isNaN(local) ? overall : local
  }
  return { ...image, data }
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
