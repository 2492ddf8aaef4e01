import { convolve } from '../../domain/convolve.ts'
import type { FloatImage } from '../../domain/image.ts'
import { chiSquare } from '../../domain/metrics.ts'
import { gaussianPsf, matchingGaussianFwhm } from '../../domain/psf.ts'
import { binMean, binSum, shiftImage } from '../../domain/resample.ts'

/** What takes an HR image to the LR one, and the noise that the LR has. */
export interface Degradation {
  readonly factor: number
  /** FWHM of Gaussian PSFs, HR pixels. */
  readonly hrPsfFwhmPixels: number
  readonly lrPsfFwhmPixels: number
  readonly fluxConvention: 'sum' | 'mean'
  /** Standard deviation of the background of an LR pixel, image unit. */
  readonly noiseSigma: number
  /** Poisson noise: variance = value / exposure in counts per second; null: background alone. */
  readonly exposureSeconds: number | null
  /** By how many HR pixels the HR's content lies to the right and above of the LR's. */
  readonly offset: { readonly dx: number; readonly dy: number }
}

export interface ConsistencyResult {
  readonly reducedChiSquare: number
  /** SR's total flux over the LR's; 1 where both agree. */
  readonly fluxRatio: number
  /** Re-degraded SR - LR, LR grid, image unit. */
  readonly residual: FloatImage
}

/**
 * Degrades a super-resolved image again and compares it with the LR that it came from: a network may add only what
 * that LR allows. Needs no truth. A perfect SR gives a reduced chi-square near 1; well below 1 it has drawn the noise,
 * well above it contradicts the data.
 */
export function checkConsistency(sr: FloatImage, lr: FloatImage, degradation: Degradation): ConsistencyResult {
  const degraded = degrade(sr, degradation)
  const residual = { ...lr, data: degraded.data.map((value, i) => value - lr.data[i]) }
  return {
    reducedChiSquare: chiSquare(residual, noiseMap(degraded, degradation)).reduced,
    fluxRatio: total(degraded) / total(lr),
    residual,
  }
}

/** SR at the LR's place, PSF and pixels. Edges are continued by their own values. */
export function degrade(sr: FloatImage, d: Omit<Degradation, 'noiseSigma' | 'exposureSeconds'>): FloatImage {
  const fwhm = matchingGaussianFwhm(d.hrPsfFwhmPixels, d.lrPsfFwhmPixels)
  const { dx, dy } = d.offset
  const aligned = dx === 0 && dy === 0 ? sr : shiftImage(sr, -dx, -dy)
  const blurred = fwhm === 0 ? aligned : convolve(aligned, gaussianPsf(fwhm), 'replicate')
  return d.fluxConvention === 'sum' ? binSum(blurred, d.factor) : binMean(blurred, d.factor)
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
