import { shapeMask } from '../regions/mask.ts'
import type { AreaShape } from '../regions/overlap.ts'
import type { Position } from '../regions/region.ts'
import { percentileOfSorted } from '../stats.ts'
import { goodPixel, type MeasuredImage } from './measuredImage.ts'
import { type SkyLevel, type SkyRing, skyAround } from './sky.ts'

/** Where an aperture's error comes from. */
export type ErrorSource = 'error image' | 'sky scatter'

/**
 * What is measured in a shape, in the image's own pixels and unit, as photutils' ApertureStats has it: the sum and its
 * area weigh each pixel by the share of it that lies in the shape; mean, median, sigma (divisor n), extremes and
 * centroid are of the pixels whose centre lies in it. NaN where no pixel counts.
 */
export interface ShapeMeasurement {
  /** Of values less the sky's level. */
  readonly sum: number
  /** One standard deviation; NaN where nothing tells it. */
  readonly sumError: number
  readonly errorSource: ErrorSource | null
  /** Pixels, shares included, that the sum is over. */
  readonly area: number
  readonly mean: number
  readonly median: number
  readonly sigma: number
  readonly min: number
  readonly max: number
  /** Centre of light by first moments of what lies above the sky. */
  readonly centroid: Position
  readonly sky: SkyLevel | null
  /** Pixels whose centre lies in the shape and that count. */
  readonly pixels: number
  /** Pixels that the shape touches and that do not count: no value, or masked. */
  readonly rejected: number
}

/** Measures a shape given in the image's own pixels. Throws `unsupported` for a shape above the limit of shapeMask. */
export function measureShape(measured: MeasuredImage, shape: AreaShape, ring: SkyRing | null): ShapeMeasurement {
  const { image, error } = measured
  const mask = shapeMask(shape, image)
  const sky = ring && skyAround(measured, shape, ring)
  const level = sky?.level ?? 0
  const inside: number[] = []
  let [sum, area, variance, rejected] = [0, 0, 0, 0]
  let [moment, momentX, momentY] = [0, 0, 0]
  for (let i = 0; i < mask.weights.length; i++) {
    const weight = mask.weights[i]
    if (weight === 0) continue
    const [x, y] = [mask.x0 + (i % mask.width), mask.y0 + Math.floor(i / mask.width)]
    const at = y * image.width + x
    if (!goodPixel(measured, at)) {
      rejected++
      continue
    }
    const value = image.data[at] - level
    sum += weight * value
    area += weight
    if (error) variance += weight * error.data[at] ** 2
    if (!mask.centers[i]) continue
    inside.push(value)
    moment += value
    momentX += value * x
    momentY += value * y
  }
  const isEmpty = area === 0
  return {
    sum: isEmpty ? Number.NaN : sum,
    ...sumError(isEmpty, error ? variance : null, area, sky),
    area,
    ...statistics(inside),
    centroid: { x: momentX / moment, y: momentY / moment },
    sky,
    pixels: inside.length,
    rejected,
  }
}

/**
 * From the error image, the root of the weighted variances; else from the sky's scatter: that of the aperture's pixels
 * and that of the level that was taken from each of them, sigma^2 (area + area^2 / n). Noise that is correlated between
 * pixels makes both too small.
 */
function sumError(
  isEmpty: boolean,
  variance: number | null,
  area: number,
  sky: SkyLevel | null,
): Pick<ShapeMeasurement, 'sumError' | 'errorSource'> {
  if (!isEmpty && variance !== null) return { sumError: Math.sqrt(variance), errorSource: 'error image' }
  if (isEmpty || sky === null) return { sumError: Number.NaN, errorSource: null }
  return { sumError: sky.sigma * Math.sqrt(area + area ** 2 / sky.pixels), errorSource: 'sky scatter' }
}

/** Of plain values: NaN of nothing; sigma has the divisor n. */
export function statistics(values: readonly number[]) {
  const sorted = Float64Array.from(values).sort()
  const count = sorted.length
  const mean = sorted.reduce((total, value) => total + value, 0) / count
  const squares = sorted.reduce((total, value) => total + (value - mean) ** 2, 0)
  return {
    mean,
    median: percentileOfSorted(sorted, 50),
    sigma: Math.sqrt(squares / count),
    min: count > 0 ? sorted[0] : Number.NaN,
    max: count > 0 ? sorted[count - 1] : Number.NaN,
  }
}
