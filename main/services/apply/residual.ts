import type { FloatImage } from '../../domain/image.ts'
import { type Degradation, degrade } from '../evaluations/consistency.ts'

/** What takes a super-resolved image back to its input. */
export type Redegradation = Pick<
  Degradation,
  'factor' | 'hrPsfFwhmPixels' | 'lrPsfFwhmPixels' | 'fluxConvention' | 'offset'
>

/** A residual is given where at least this share of what falls on its pixel is known. */
const LEAST_WEIGHT = 0.99

/**
 * The super-resolved image, degraded to its input's PSF and pixels, less that input; on the input's grid, in its unit. NaN
 * where the input has no value, and where too much of what falls on a pixel comes from such places.
 */
export function residualImage(sr: FloatImage, lr: FloatImage, redegradation: Redegradation): FloatImage {
  const isMissing = sr.data.some(value => !Number.isFinite(value))
  const known = isMissing ? filled(sr, value => (Number.isFinite(value) ? value : 0)) : sr
  const degraded = degrade(known, redegradation)
  const weight = isMissing
    ? degrade(
        filled(sr, value => (Number.isFinite(value) ? 1 : 0)),
        { ...redegradation, fluxConvention: 'mean' },
      )
    : undefined
  const data = degraded.data.map((value, i) => {
    const share = weight === undefined ? 1 : weight.data[i]
    return share < LEAST_WEIGHT || !Number.isFinite(lr.data[i]) ? Number.NaN : value / share - lr.data[i]
  })
  return { ...lr, data }
}

const filled = (image: FloatImage, value: (pixel: number) => number): FloatImage => ({
  ...image,
  data: image.data.map(value),
})

/**
 * Total flux of the super-resolved image over its input's, over the pixels that both have; by brightness, an output pixel
 * counts 1 / factor^2. Null where the input's total is not above its noise by far, or the convention is not known.
 */
export function totalFluxRatio(
  sr: FloatImage,
  lr: FloatImage,
  factor: number,
  convention: 'sum' | 'mean' | 'unknown',
): number | null {
  if (convention === 'unknown') return null
  const total = sumOfFinite(lr)
  // A sky-subtracted field without a bright source has no total to speak of.
  if (!(total.sum > 0.2 * total.absolute)) return null
  const scale = convention === 'mean' ? factor ** 2 : 1
  return sumOfFinite(sr).sum / scale / total.sum
}

function sumOfFinite({ data }: FloatImage): { sum: number; absolute: number } {
  let sum = 0
  let absolute = 0
  for (const value of data) {
    if (!Number.isFinite(value)) continue
    sum += value
    absolute += Math.abs(value)
  }
  return { sum, absolute }
}
