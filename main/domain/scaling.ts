import { AppError } from './errors.ts'
import type { FloatImage } from './image.ts'
import { percentileOfSorted, skyBackground, sortedFinite } from './stats.ts'

/** The one invertible map between file values and network values. */
export type Scaling =
  | { readonly kind: 'none' }
  | { readonly kind: 'linear'; readonly offset: number; readonly scale: number }
  | { readonly kind: 'asinh'; readonly offset: number; readonly scale: number; readonly softening: number }
  | { readonly kind: 'per-image'; readonly statistic: 'minmax' | 'percentile' }

/**
 * A scaling that says everything: `linear` is (x - offset) / scale; `asinh` is asinh((x - offset) / softening) / scale
 * with offset and softening in file units (Lupton, Gunn & Szalay 1999, AJ 118, 1406).
 */
export type ConcreteScaling = Exclude<Scaling, { readonly kind: 'per-image' }>

/** The `percentile` statistic's limits: robust against single hot pixels, and the same for LR of any size. */
export const perImagePercentiles = { low: 1, high: 99.5 } as const

/** The upper reference of the per-dataset scalings, mapped to 1. */
const brightPercentile = 99.9

/** More pixels than this say nothing more about a data set's range; images are thinned out evenly. */
const maxFitPixels = 2_000_000

/**
 * A scaling of the given kind for a data set, from the LR images of its training side: the sky goes to 0 and the
 * 99.9th percentile to 1, both robust, so that one bright star does not darken the rest. For `asinh` the knee is at
 * three sigma of the sky. Throws `bad-input` if no pixel is finite.
 */
export function fitScaling(kind: Scaling['kind'], images: readonly FloatImage[]): Scaling {
  if (kind === 'none') return { kind }
  if (kind === 'per-image') return { kind, statistic: 'percentile' }
  const values = pooledPixels(images)
  const sky = skyBackground(values)
  const sorted = sortedFinite(values)
  const range = usableWidth(percentileOfSorted(sorted, brightPercentile) - sky.level, sorted)
  if (kind === 'linear') return { kind, offset: sky.level, scale: range }
  const softening = Math.max(3 * sky.sigma, range / 1000)
  return { kind, offset: sky.level, scale: Math.asinh(range / softening), softening }
}

/**
 * The numbers to use for one image. `per-image` takes them from the LR alone, so that they are also known when there
 * is no HR. Throws `bad-input` if that LR has no finite pixel.
 */
export function resolveScaling(scaling: Scaling, lr: FloatImage): ConcreteScaling {
  if (scaling.kind !== 'per-image') return scaling
  const sorted = sortedFinite(lr.data)
  if (sorted.length === 0) throw noFinitePixel()
  const { low, high } = scaling.statistic === 'minmax' ? { low: 0, high: 100 } : perImagePercentiles
  const offset = percentileOfSorted(sorted, low)
  return { kind: 'linear', offset, scale: usableWidth(percentileOfSorted(sorted, high) - offset, sorted) }
}

/**
 * File values to network values. `fluxFactor` is the square of the magnification for HR pixels of a data set whose
 * pixels hold flux ('sum': an HR pixel has 1 / r^2 of its LR pixel's), and 1 for LR pixels and surface brightness
 * ('mean'); it takes HR to the LR's level before the scaling.
 */
export function forward(scaling: ConcreteScaling, data: Float32Array, fluxFactor = 1): Float32Array {
  checkNumbers(scaling, fluxFactor)
  if (scaling.kind === 'none') return data.map(x => x * fluxFactor)
  if (scaling.kind === 'linear') return data.map(x => (x * fluxFactor - scaling.offset) / scaling.scale)
  return data.map(x => Math.asinh((x * fluxFactor - scaling.offset) / scaling.softening) / scaling.scale)
}

/** Network values to file values: undoes `forward` with the same arguments, to float32 precision. */
export function inverse(scaling: ConcreteScaling, data: Float32Array, fluxFactor = 1): Float32Array {
  checkNumbers(scaling, fluxFactor)
  if (scaling.kind === 'none') return data.map(y => y / fluxFactor)
  if (scaling.kind === 'linear') return data.map(y => (y * scaling.scale + scaling.offset) / fluxFactor)
  return data.map(y => (Math.sinh(y * scaling.scale) * scaling.softening + scaling.offset) / fluxFactor)
}

/**
 * A width to divide by: 1 where it is 0, as for a constant image, or so small beside the sorted values that these would
 * overflow a float32 or lose the digits that the inverse needs.
 */
function usableWidth(width: number, sorted: ArrayLike<number>): number {
  const largest = Math.max(Math.abs(sorted[0]), Math.abs(sorted[sorted.length - 1]))
  return width > 1e-15 * largest ? width : 1
}

function pooledPixels(images: readonly FloatImage[]): Float64Array {
  const pixels = images.reduce((sum, image) => sum + image.data.length, 0)
  const step = Math.max(1, Math.ceil(pixels / maxFitPixels))
  const pooled = new Float64Array(Math.ceil(pixels / step))
  let count = 0
  let position = 0
  for (const image of images) {
    for (const value of image.data) if (position++ % step === 0 && Number.isFinite(value)) pooled[count++] = value
  }
  if (count === 0) throw noFinitePixel()
  return pooled.subarray(0, count)
}

function checkNumbers(scaling: ConcreteScaling, fluxFactor: number): void {
  const { kind: _, ...numbers } = scaling
  const divisors =
    scaling.kind === 'asinh' ? [scaling.scale, scaling.softening] : scaling.kind === 'linear' ? [scaling.scale] : []
  if (!(fluxFactor > 0) || divisors.some(value => !(value > 0)) || !Object.values(numbers).every(Number.isFinite)) {
    throw new AppError('bad-input', 'The scaling holds a number that cannot be inverted; choose another scaling.', {
      scaling,
      fluxFactor,
    })
  }
}

function noFinitePixel(): AppError {
  return new AppError('bad-input', 'No pixel of these images is finite, so no scaling can be found for them.')
}
