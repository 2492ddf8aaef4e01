import type { FloatImage } from '../image.ts'

/** An image with what is known of its pixels. */
export interface MeasuredImage {
  readonly image: FloatImage
  /** Standard deviation of each pixel, where the file has it. */
  readonly error?: FloatImage | null | undefined
  /** 1: the pixel does not count. */
  readonly masked?: Uint8Array | null | undefined
}

/** Whether a pixel counts: finite, and not masked. */
export const goodPixel = ({ image, masked }: MeasuredImage, index: number): boolean =>
  Number.isFinite(image.data[index]) && !masked?.[index]
