import type { FloatImage } from '../image.ts'
import type { Shape } from '../regions/region.ts'
import { goodPixel, type MeasuredImage } from './measuredImage.ts'

export interface Profile {
  /** Distances, in the image's own pixels. */
  readonly distance: readonly number[]
  /** NaN where there is no value. */
  readonly value: readonly number[]
}

const MAX_SAMPLES = 4096

/**
 * Bilinear between the four pixels around (x, y); NaN outside of their centres or beside a pixel that does not count.
 */
export function bilinear(measured: MeasuredImage, x: number, y: number): number {
  const { width, height, data }: FloatImage = measured.image
  if (!(x >= 0 && y >= 0 && x <= width - 1 && y <= height - 1)) return Number.NaN
  const [left, bottom] = [
    Math.min(Math.floor(x), Math.max(0, width - 2)),
    Math.min(Math.floor(y), Math.max(0, height - 2)),
  ]
  const [fx, fy] = [x - left, y - bottom]
  let value = 0
  for (const [dx, dy, weight] of [
    [0, 0, (1 - fx) * (1 - fy)],
    [1, 0, fx * (1 - fy)],
    [0, 1, (1 - fx) * fy],
    [1, 1, fx * fy],
  ]) {
    if (weight === 0) continue
    const at = (bottom + dy) * width + left + dx
    if (!goodPixel(measured, at)) return Number.NaN
    value += weight * data[at]
  }
  return value
}

/** Values along a line (in the image's own pixels) at even steps of a pixel at most, both ends included. */
export function lineProfile(measured: MeasuredImage, line: Extract<Shape, { kind: 'line' }>): Profile {
  const [dx, dy] = [line.x2 - line.x1, line.y2 - line.y1]
  const length = Math.hypot(dx, dy)
  const steps = Math.min(MAX_SAMPLES - 1, Math.max(1, Math.ceil(length)))
  const along = Array.from({ length: steps + 1 }, (_, i) => i / steps)
  return {
    distance: along.map(t => t * length),
    value: along.map(t => bilinear(measured, line.x1 + t * dx, line.y1 + t * dy)),
  }
}
