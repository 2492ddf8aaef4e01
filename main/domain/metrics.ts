import { convolveSeparable } from './convolve.ts'
import { AppError } from './errors.ts'
import type { FloatImage } from './image.ts'
import { fwhmPerSigma, gaussianProfile } from './psf.ts'
import { skyBackground } from './stats.ts'

/** Which pixels count: 1 yes, 0 no; one byte a pixel, in the image's order. */
export type Mask = Uint8Array

export type SsimWindow = 'uniform' | 'gaussian'

export interface SsimOptions {
  readonly window: SsimWindow
  /** The range of the data, the L of the paper. */
  readonly peak: number
}

/** The scores of one image. MSE and MAE are in the images' unit (squared), PSNR in dB. */
export interface ImageScores {
  readonly mse: number
  readonly psnr: number
  readonly ssim: number
  readonly mae: number
}

/** Mean squared difference over the masked pixels that are finite in both; NaN if there are none. */
export function mse(a: FloatImage, b: FloatImage, mask?: Mask): number {
  return meanDifference(a, b, mask, difference => difference * difference)
}

/** Mean absolute difference over the masked pixels that are finite in both; NaN if there are none. */
export function mae(a: FloatImage, b: FloatImage, mask?: Mask): number {
  return meanDifference(a, b, mask, Math.abs)
}

/** Peak signal-to-noise ratio in dB: 10 lg(peak^2 / mse); infinite for equal images. */
export function psnr(meanSquaredError: number, peak: number): number {
  checkPeak(peak)
  return 10 * Math.log10((peak * peak) / meanSquaredError)
}

/**
 * Structural similarity (Wang et al. 2004, IEEE Trans. Image Process. 13, 600), the mean of `ssimMap` over the masked
 * pixels whose window is finite and lies inside the image; NaN if there are none. Equals scikit-image's
 * `structural_similarity` with data_range = peak: `uniform` its default, `gaussian` its options gaussian_weights=True,
 * sigma=1.5, use_sample_covariance=False.
 */
export function ssim(a: FloatImage, b: FloatImage, options: SsimOptions, mask?: Mask): number {
  checkSizes(a, b, mask)
  const values = ssimValues(a, b, options)
  let sum = 0
  let count = 0
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i]) || (mask && mask[i] === 0)) continue
    sum += values[i]
    count++
  }
  return sum / count
}

/** SSIM at each pixel; NaN where the window reaches outside of the image or holds a pixel that is not finite. */
export function ssimMap(a: FloatImage, b: FloatImage, options: SsimOptions): FloatImage {
  checkSizes(a, b)
  return { width: a.width, height: a.height, data: Float32Array.from(ssimValues(a, b, options)) }
}

/** MSE, PSNR, SSIM and MAE at once, over the whole image or a mask. */
export function scoreImage(
  prediction: FloatImage,
  target: FloatImage,
  options: { readonly peak: number; readonly mask?: Mask; readonly window?: SsimWindow },
): ImageScores {
  const { peak, mask, window = 'uniform' } = options
  const error = mse(prediction, target, mask)
  return {
    mse: error,
    psnr: psnr(error, peak),
    ssim: ssim(prediction, target, { window, peak }, mask),
    mae: mae(prediction, target, mask),
  }
}

/** A straight line from prediction to target values, and the prediction after it. */
export interface AffineFit {
  readonly slope: number
  readonly offset: number
  readonly image: FloatImage
}

/**
 * The least-squares line target = slope * prediction + offset over the masked pixels that are finite in both. It needs
 * the target, so as a baseline it is an oracle: the best that any change of flux scale and sky could do. A constant
 * prediction gives slope 0. Throws `bad-input` if no pixel can be used.
 */
export function bestAffineFit(prediction: FloatImage, target: FloatImage, mask?: Mask): AffineFit {
  checkSizes(prediction, target, mask)
  const x = prediction.data
  const y = target.data
  const usable = (i: number): boolean => mask?.[i] !== 0 && Number.isFinite(x[i]) && Number.isFinite(y[i])
  let count = 0
  let sumX = 0
  let sumY = 0
  for (let i = 0; i < x.length; i++) {
    if (!usable(i)) continue
    count++
    sumX += x[i]
    sumY += y[i]
  }
  if (count === 0) throw new AppError('bad-input', 'No pixel is finite in both images, so no flux fit is possible.')
  const meanX = sumX / count
  const meanY = sumY / count
  let varianceX = 0
  let covariance = 0
  for (let i = 0; i < x.length; i++) {
    if (!usable(i)) continue
    varianceX += (x[i] - meanX) ** 2
    covariance += (x[i] - meanX) * (y[i] - meanY)
  }
  const slope = varianceX > 0 ? covariance / varianceX : 0
  const offset = meanY - slope * meanX
  const image = { width: prediction.width, height: prediction.height, data: x.map(value => slope * value + offset) }
  return { slope, offset, image }
}

/** How the lens region is found; the defaults suit cutouts of a few arcsec with one lens. */
export interface LensRegionOptions {
  /** FWHM of the Gaussian that the HR is smoothed with first, in its pixels. */
  readonly smoothFwhmPixels?: number
  /** How far above the sky, in sky sigmas of the smoothed image. */
  readonly thresholdSigma?: number
  /** And at least this fraction of the way from the sky to the smoothed peak: an image without noise has no sigma. */
  readonly peakFraction?: number
}

/**
 * Where the light is: pixels of the smoothed HR above the larger of sky + thresholdSigma * sigma and sky +
 * peakFraction * (peak - sky), sky and sigma by clipped median and MAD. Blank sky, which flatters every method, is
 * left out. All zero for an image without light. NaN counts as sky.
 */
export function lensRegionMask(hr: FloatImage, options: LensRegionOptions = {}): Mask {
  const { smoothFwhmPixels = 3, thresholdSigma = 5, peakFraction = 0.05 } = options
  const level = skyBackground(hr.data).level
  const filled = { ...hr, data: hr.data.map(value => (Number.isFinite(value) ? value : level)) }
  const profile = gaussianProfile(smoothFwhmPixels, 2 * Math.ceil(2 * smoothFwhmPixels) + 1)
  const smoothed = convolveSeparable(filled, profile).data
  const sky = skyBackground(smoothed)
  let peak = Number.NEGATIVE_INFINITY
  for (const value of smoothed) peak = Math.max(peak, value)
  const threshold = sky.level + Math.max(thresholdSigma * sky.sigma, peakFraction * (peak - sky.level))
  return Uint8Array.from(smoothed, value => (value > threshold ? 1 : 0))
}

/** Goodness of a model where the noise is known: chi^2, degrees of freedom, and their ratio. */
export interface ChiSquare {
  readonly chi2: number
  readonly dof: number
  readonly reduced: number
}

/**
 * Chi-square of a residual image under Gaussian noise of the given sigma (one number, or one a pixel) over the masked
 * pixels where the residual is finite and sigma positive. No fitted parameters are subtracted from dof.
 */
export function chiSquare(residual: FloatImage, sigma: number | Float32Array, mask?: Mask): ChiSquare {
  checkSizes(residual, residual, mask)
  if (typeof sigma !== 'number' && sigma.length !== residual.data.length) {
    throw new AppError('bad-input', 'The noise map has another size than the residual.', {
      sigma: sigma.length,
      residual: residual.data.length,
    })
  }
  let chi2 = 0
  let dof = 0
  for (let i = 0; i < residual.data.length; i++) {
    const noise = typeof sigma === 'number' ? sigma : sigma[i]
    if ((mask && mask[i] === 0) || !Number.isFinite(residual.data[i]) || !(noise > 0 && Number.isFinite(noise)))
      continue
    chi2 += (residual.data[i] / noise) ** 2
    dof++
  }
  return { chi2, dof, reduced: chi2 / dof }
}

function meanDifference(
  a: FloatImage,
  b: FloatImage,
  mask: Mask | undefined,
  of: (difference: number) => number,
): number {
  checkSizes(a, b, mask)
  let sum = 0
  let count = 0
  for (let i = 0; i < a.data.length; i++) {
    if (mask && mask[i] === 0) continue
    const difference = a.data[i] - b.data[i]
    if (!Number.isFinite(difference)) continue
    sum += of(difference)
    count++
  }
  return sum / count
}

/** One side of scikit-image's windows: 7 equal weights, or a Gaussian of sigma 1.5 cut at 3.5 sigma. */
function ssimProfile(window: SsimWindow): Float64Array {
  return window === 'uniform' ? new Float64Array(7).fill(1 / 7) : gaussianProfile(1.5 * fwhmPerSigma, 11)
}

function ssimValues(a: FloatImage, b: FloatImage, options: SsimOptions): Float64Array {
  checkPeak(options.peak)
  const profile = ssimProfile(options.window)
  const { width, height } = a
  if (width < profile.length || height < profile.length) {
    throw new AppError(
      'bad-input',
      `SSIM needs images of at least ${profile.length} x ${profile.length} pixels; these have ${width} x ${height}.`,
      { width, height },
    )
  }
  const product = (u: Float32Array, v: Float32Array): Float64Array => Float64Array.from(u, (value, i) => value * v[i])
  const smooth = (values: Float32Array | Float64Array): Float64Array => windowMean(values, width, height, profile)
  const meanA = smooth(a.data)
  const meanB = smooth(b.data)
  const squareA = smooth(product(a.data, a.data))
  const squareB = smooth(product(b.data, b.data))
  const cross = smooth(product(a.data, b.data))
  const windowPixels = profile.length ** 2
  const covarianceNorm = options.window === 'uniform' ? windowPixels / (windowPixels - 1) : 1
  const c1 = (0.01 * options.peak) ** 2
  const c2 = (0.03 * options.peak) ** 2
  return meanA.map((mA, i) => {
    const mB = meanB[i]
    const varianceA = covarianceNorm * (squareA[i] - mA * mA)
    const varianceB = covarianceNorm * (squareB[i] - mB * mB)
    const covariance = covarianceNorm * (cross[i] - mA * mB)
    return ((2 * mA * mB + c1) * (2 * covariance + c2)) / ((mA * mA + mB * mB + c1) * (varianceA + varianceB + c2))
  })
}

/** Weighted means over the windows that lie inside; NaN within half a window of the edge. */
function windowMean(values: Float32Array | Float64Array, width: number, height: number, profile: Float64Array) {
  const pad = (profile.length - 1) / 2
  const rows = new Float64Array(width * height)
  for (let y = 0; y < height; y++) {
    for (let x = pad; x < width - pad; x++) {
      let sum = 0
      for (let k = -pad; k <= pad; k++) sum += profile[k + pad] * values[y * width + x + k]
      rows[y * width + x] = sum
    }
  }
  const out = new Float64Array(width * height).fill(Number.NaN)
  for (let y = pad; y < height - pad; y++) {
    for (let x = pad; x < width - pad; x++) {
      let sum = 0
      for (let k = -pad; k <= pad; k++) sum += profile[k + pad] * rows[(y + k) * width + x]
      out[y * width + x] = sum
    }
  }
  return out
}

function checkSizes(a: FloatImage, b: FloatImage, mask?: Mask): void {
  if (a.width !== b.width || a.height !== b.height || (mask && mask.length !== a.data.length)) {
    throw new AppError(
      'bad-input',
      `Images of different sizes cannot be compared: ${a.width} x ${a.height} and ${b.width} x ${b.height}` +
        `${mask ? `, mask of ${mask.length} pixels` : ''}.`,
    )
  }
}

function checkPeak(peak: number): void {
  if (!(peak > 0 && Number.isFinite(peak))) {
    throw new AppError('bad-input', `The peak must be a positive number, not ${peak}.`, { peak })
  }
}
