import { convolve } from '../../domain/convolve.ts'
import type { FloatImage } from '../../domain/image.ts'
import { blanked } from '../../domain/mask.ts'
import { centredPsf, kernelAcross } from '../../domain/measuredPsf.ts'
import { chiSquare } from '../../domain/metrics.ts'
import { gaussianPsf, matchingGaussianFwhm, matchingKernel } from '../../domain/psf.ts'
import { binMean, binSum, shiftImage } from '../../domain/resample.ts'

/** What takes an HR image to the LR one, and the noise that the LR has. */
export interface Degradation {
  readonly factor: number
  /** FWHM of Gaussian PSFs, HR pixels; not used where they were measured. */
  readonly hrPsfFwhmPixels: number
  readonly lrPsfFwhmPixels: number
  /** What every sample has as an image of its own, instead of the numbers here. */
  readonly measured?: { readonly lrPsf: boolean; readonly hrPsf: boolean; readonly noise: boolean } | undefined
  readonly fluxConvention: 'sum' | 'mean'
  /** Standard deviation of the background of an LR pixel, image unit. */
  readonly noiseSigma: number
  /** Poisson noise: variance = value / exposure in counts per second; null: background alone. */
  readonly exposureSeconds: number | null
  /** By how many HR pixels the HR's content lies to the right and above of the LR's. */
  readonly offset: { readonly dx: number; readonly dy: number }
}

/** What was measured of one sample; null: the degradation's numbers hold. */
export interface MeasuredSample {
  /** On their own image's grid. */
  readonly lrPsf: FloatImage | null
  readonly hrPsf: FloatImage | null
  /** Standard deviation of each LR pixel. */
  readonly lrError: FloatImage | null
  /** 1 where an LR pixel counts. */
  readonly lrMask: FloatImage | null
}

const nothingMeasured: MeasuredSample = { lrPsf: null, hrPsf: null, lrError: null, lrMask: null }

export interface ConsistencyResult {
  readonly reducedChiSquare: number
  /** SR's total flux over the LR's, of the pixels that count; 1 where both agree. */
  readonly fluxRatio: number
  /** Re-degraded SR - LR, LR grid, image unit; NaN where a pixel does not count. */
  readonly residual: FloatImage
}

/**
 * Degrades a super-resolved image again and compares it with the LR that it came from: a network may add only what
 * that LR allows. Needs no truth. A perfect SR gives a reduced chi-square near 1; well below 1 it has drawn the noise,
 * well above it contradicts the data.
 */
export function checkConsistency(
  sr: FloatImage,
  lr: FloatImage,
  degradation: Degradation,
  measured: MeasuredSample = nothingMeasured,
): ConsistencyResult {
  const valid = measured.lrMask?.data ?? null
  const degraded = blanked(degrade(sr, degradation, measured), valid)
  const observed = blanked(lr, valid)
  const residual = { ...lr, data: degraded.data.map((value, i) => value - observed.data[i]) }
  return {
    reducedChiSquare: chiSquare(residual, measured.lrError?.data ?? noiseMap(degraded, degradation)).reduced,
    fluxRatio: total(degraded) / total(observed),
    residual,
  }
}

/** SR at the LR's place, PSF and pixels. Edges are continued by their own values. */
export function degrade(
  sr: FloatImage,
  d: Omit<Degradation, 'noiseSigma' | 'exposureSeconds'>,
  measured: MeasuredSample = nothingMeasured,
): FloatImage {
  const { dx, dy } = d.offset
  const aligned = dx === 0 && dy === 0 ? sr : shiftImage(sr, -dx, -dy)
  const kernel = kernelOf(d, measured)
  const blurred = kernel === null ? aligned : convolve(aligned, kernel, 'replicate')
  return d.fluxConvention === 'sum' ? binSum(blurred, d.factor) : binMean(blurred, d.factor)
}

/** From the HR's PSF to the LR's on the HR grid; null: they are the same. A PSF that was not measured is a Gaussian. */
function kernelOf(
  d: Pick<Degradation, 'factor' | 'hrPsfFwhmPixels' | 'lrPsfFwhmPixels'>,
  { lrPsf, hrPsf }: MeasuredSample,
): FloatImage | null {
  const hr = hrPsf && centredPsf(hrPsf)
  if (lrPsf !== null) return kernelAcross(hr ?? gaussianPsf(d.hrPsfFwhmPixels), centredPsf(lrPsf), d.factor)
  if (hr !== null) return matchingKernel(hr, gaussianPsf(d.lrPsfFwhmPixels))
  const fwhm = matchingGaussianFwhm(d.hrPsfFwhmPixels, d.lrPsfFwhmPixels)
  return fwhm === 0 ? null : gaussianPsf(fwhm)
}

function noiseMap(model: FloatImage, { noiseSigma, exposureSeconds }: Degradation): number | Float32Array {
  if (exposureSeconds === null) return noiseSigma
  return model.data.map(value => Math.sqrt(noiseSigma ** 2 + Math.max(value, 0) / exposureSeconds))
}

function total(image: FloatImage): number {
  let sum = 0
  for (const value of image.data) if (Number.isFinite(value)) sum += value
  return sum
}
