import { AppError } from './errors.ts'
import { complexGrid, fft2, inverseFft2 } from './fft.ts'
import type { FloatImage } from './image.ts'

/** FWHM of a Gaussian of unit standard deviation, 2 sqrt(2 ln 2). */
export const fwhmPerSigma = 2 * Math.sqrt(2 * Math.LN2)

/**
 * `sampled`: the profile at pixel centres. Right for an image whose pixels have been integrated already, and for a grid
 * finer than the profile. `integrated`: the profile's integral over each pixel, so that it includes the pixel itself.
 */
export type PsfSampling = 'sampled' | 'integrated'

/**
 * A circular Gaussian PSF of sum 1 on an odd square grid, by default out to 2 FWHM (4.7 sigma) on each side. A FWHM of
 * 0 is a single pixel. Throws `bad-input` for a negative or absurd FWHM or an even size.
 */
export function gaussianPsf(fwhmPixels: number, size?: number, sampling: PsfSampling = 'sampled'): FloatImage {
  checkFwhm(fwhmPixels)
  const side = checkedSize(size ?? 2 * Math.ceil(2 * fwhmPixels) + 1)
  const profile = gaussianProfile(fwhmPixels, side, sampling)
  const data = new Float32Array(side * side)
  for (let y = 0; y < side; y++) for (let x = 0; x < side; x++) data[y * side + x] = profile[y] * profile[x]
  return { width: side, height: side, data }
}

/** One row of the separable Gaussian PSF: odd length, sum 1. */
export function gaussianProfile(fwhmPixels: number, size: number, sampling: PsfSampling = 'sampled'): Float64Array {
  const centre = Math.floor(size / 2)
  const profile = new Float64Array(size)
  const sigma = fwhmPixels / fwhmPerSigma
  // Narrower than this the samples are a single pixel to the last digit of a float32.
  if (sigma < 0.05) profile[centre] = 1
  else if (sampling === 'sampled') {
    for (let i = 0; i < size; i++) profile[i] = Math.exp(-0.5 * ((i - centre) / sigma) ** 2)
  } else {
    const step = Math.SQRT1_2 / sigma
    for (let i = 0; i < size; i++) profile[i] = erf((i - centre + 0.5) * step) - erf((i - centre - 0.5) * step)
  }
  return normalise(profile)
}

/**
 * A circular Moffat PSF (Moffat 1969, A&A 3, 455), (1 + (r / alpha)^2)^-beta, sampled, of sum 1, by default out to
 * 4 FWHM on each side. `beta` above 1; ground-based seeing has 2.5 to 4.8.
 */
export function moffatPsf(fwhmPixels: number, beta: number, size?: number): FloatImage {
  checkFwhm(fwhmPixels)
  if (!(beta > 1)) throw new AppError('bad-input', `A Moffat profile needs beta above 1, not ${beta}.`, { beta })
  const side = checkedSize(size ?? 2 * Math.ceil(4 * fwhmPixels) + 1)
  const centre = (side - 1) / 2
  const alpha = Math.max(fwhmPixels, 1e-3) / (2 * Math.sqrt(2 ** (1 / beta) - 1))
  const values = new Float64Array(side * side)
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      values[y * side + x] = (1 + ((x - centre) ** 2 + (y - centre) ** 2) / alpha ** 2) ** -beta
    }
  }
  return { width: side, height: side, data: Float32Array.from(normalise(values)) }
}

/**
 * The FWHM of the Gaussian that takes a Gaussian PSF of FWHM `from` to one of FWHM `to`; the unit is the caller's.
 * Throws `bad-input` when `to` is sharper than `from`: no convolution sharpens.
 */
export function matchingGaussianFwhm(from: number, to: number): number {
  if (!(from >= 0) || !(to >= from) || !Number.isFinite(to)) {
    throw new AppError(
      'bad-input',
      `No convolution takes a PSF of FWHM ${from} to one of FWHM ${to}: the target must be as broad or broader.`,
      { from, to },
    )
  }
  return Math.sqrt(to * to - from * from)
}

/**
 * The kernel of sum 1 that takes an image with PSF `from` to PSF `to`, by the Fourier ratio T F* / (|F|^2 + e), e =
 * `regularisation` times the largest |F|^2 (Alard & Lupton 1998 put the problem; this is its ridge-regularised form).
 * Both PSFs have odd sides and the same pixel scale; the kernel has the size of the larger.
 */
export function matchingKernel(from: FloatImage, to: FloatImage, regularisation = 1e-6): FloatImage {
  const width = Math.max(from.width, to.width)
  const height = Math.max(from.height, to.height)
  const source = fft2(centredAtOrigin(from, width, height))
  const target = fft2(centredAtOrigin(to, width, height))
  let largest = 0
  for (let i = 0; i < source.re.length; i++) largest = Math.max(largest, source.re[i] ** 2 + source.im[i] ** 2)
  const floor = regularisation * largest
  for (let i = 0; i < source.re.length; i++) {
    const power = source.re[i] ** 2 + source.im[i] ** 2 + floor
    const real = (target.re[i] * source.re[i] + target.im[i] * source.im[i]) / power
    target.im[i] = (target.im[i] * source.re[i] - target.re[i] * source.im[i]) / power
    target.re[i] = real
  }
  inverseFft2(target)
  const values = new Float64Array(width * height)
  const centreX = (width - 1) / 2
  const centreY = (height - 1) / 2
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      values[((y + centreY) % height) * width + ((x + centreX) % width)] = target.re[y * width + x]
    }
  }
  return { width, height, data: Float32Array.from(normalise(values)) }
}

/** The PSF of sum 1, on a larger grid, its centre pixel at (0, 0) and the rest wrapped around. */
function centredAtOrigin(psf: FloatImage, width: number, height: number) {
  checkedSize(psf.width)
  checkedSize(psf.height)
  const grid = complexGrid(width, height)
  const values = normalise(Float64Array.from(psf.data))
  for (let y = 0; y < psf.height; y++) {
    for (let x = 0; x < psf.width; x++) {
      const column = (x - (psf.width - 1) / 2 + width) % width
      const row = (y - (psf.height - 1) / 2 + height) % height
      grid.re[row * width + column] = values[y * psf.width + x]
    }
  }
  return grid
}

/** The error function by its all-positive series (Abramowitz & Stegun 7.1.6); exact to 1e-15. */
export function erf(x: number): number {
  if (Math.abs(x) > 6) return Math.sign(x)
  let term = x
  let sum = x
  for (let n = 1; Math.abs(term) > 1e-17 * Math.abs(sum); n++) sum += term *= (2 * x * x) / (2 * n + 1)
  return ((2 * sum) / Math.sqrt(Math.PI)) * Math.exp(-x * x)
}

function normalise(values: Float64Array): Float64Array {
  const sum = values.reduce((a, b) => a + b, 0)
  if (!Number.isFinite(sum) || Math.abs(sum) < 1e-30) {
    throw new AppError('bad-input', 'A PSF must have a finite sum that is not zero.', { sum })
  }
  return values.map(value => value / sum)
}

function checkFwhm(fwhmPixels: number): void {
  if (!(fwhmPixels >= 0 && fwhmPixels <= 500)) {
    throw new AppError('bad-input', `A PSF with a FWHM of ${fwhmPixels} pixels is not possible; 0 to 500 are.`, {
      fwhmPixels,
    })
  }
}

function checkedSize(size: number): number {
  if (!Number.isInteger(size) || size < 1 || size % 2 === 0 || size > 4001) {
    throw new AppError('bad-input', `A PSF's side must be an odd number of pixels, not ${size}.`, { size })
  }
  return size
}
