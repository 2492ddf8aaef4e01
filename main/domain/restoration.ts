import { createConvolver, mirrored } from './convolve.ts'
import { AppError } from './errors.ts'
import { complexGrid, fft2, inverseFft2, nextPowerOfTwo } from './fft.ts'
import type { FloatImage } from './image.ts'
import { fwhmPerSigma, gaussianPsf } from './psf.ts'

/**
 * Wiener deconvolution (Wiener 1949) with a flat signal-to-noise: F = D H* / (|H|^2 + regularisation). A PSF of sum 1
 * keeps the sky's level: the image's mean is taken off before and added after. Edges are repeated half a PSF outward
 * and faded into each other, so that the transform's period shows no step. Throws `bad-input` for a regularisation
 * that is not positive, or pixels that are not finite.
 */
export function wiener(lr: FloatImage, psf: FloatImage, regularisation: number): FloatImage {
  return prepareWiener(lr, psf)(regularisation)
}

/** The same for many regularisations: the transforms of image and PSF are made once. */
export function prepareWiener(lr: FloatImage, psf: FloatImage): (regularisation: number) => FloatImage {
  checkFinite(lr)
  const { width, height } = lr
  const level = lr.data.reduce((a, b) => a + b, 0) / lr.data.length
  const gridWidth = nextPowerOfTwo(width + psf.width)
  const gridHeight = nextPowerOfTwo(height + psf.height)
  const image = complexGrid(gridWidth, gridHeight)
  const columns = periodicBlend(width, gridWidth)
  const rows = periodicBlend(height, gridHeight)
  for (let y = 0; y < gridHeight; y++) {
    for (let x = 0; x < gridWidth; x++) {
      const lower = mix(columns, x, lr.data, rows.first[y] * width)
      const upper = mix(columns, x, lr.data, rows.second[y] * width)
      image.re[y * gridWidth + x] = lower + rows.weight[y] * (upper - lower) - level
    }
  }
  fft2(image)
  const response = complexGrid(gridWidth, gridHeight)
  const centreX = Math.floor(psf.width / 2)
  const centreY = Math.floor(psf.height / 2)
  for (let y = 0; y < psf.height; y++) {
    for (let x = 0; x < psf.width; x++) {
      const column = (x - centreX + gridWidth) % gridWidth
      const row = (y - centreY + gridHeight) % gridHeight
      response.re[row * gridWidth + column] += psf.data[y * psf.width + x]
    }
  }
  fft2(response)

  return regularisation => {
    if (!(regularisation > 0)) {
      throw new AppError('bad-input', `Wiener deconvolution needs a positive regularisation, not ${regularisation}.`, {
        regularisation,
      })
    }
    const grid = complexGrid(gridWidth, gridHeight)
    for (let i = 0; i < grid.re.length; i++) {
      const power = response.re[i] ** 2 + response.im[i] ** 2 + regularisation
      grid.re[i] = (image.re[i] * response.re[i] + image.im[i] * response.im[i]) / power
      grid.im[i] = (image.im[i] * response.re[i] - image.re[i] * response.im[i]) / power
    }
    inverseFft2(grid)
    const data = new Float32Array(width * height)
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) data[y * width + x] = grid.re[y * gridWidth + x] + level
    }
    return { width, height, data }
  }
}

/**
 * Richardson-Lucy deconvolution (Richardson 1972, JOSA 62, 55; Lucy 1974, AJ 79, 745), started from a flat image.
 * It holds for counts above zero, so `background` is added before and taken off after: enough to lift the negative
 * sky; by default the depth of the lowest pixel below zero. The PSF has odd sides; edges are repeated.
 */
export function richardsonLucy(lr: FloatImage, psf: FloatImage, iterations: number, background?: number): FloatImage {
  return richardsonLucySeries(lr, psf, [iterations], background)[0]
}

/** The estimates after each of the given numbers of iterations, ascending; costs as much as the last alone. */
export function richardsonLucySeries(
  lr: FloatImage,
  psf: FloatImage,
  iterations: readonly number[],
  background?: number,
): FloatImage[] {
  checkFinite(lr)
  const last = iterations.at(-1) ?? 0
  if (!iterations.every((n, i) => Number.isInteger(n) && n >= 1 && n <= 10_000 && (i === 0 || n > iterations[i - 1]))) {
    throw new AppError('bad-input', 'Richardson-Lucy needs ascending numbers of iterations from 1 to 10000.', {
      iterations,
    })
  }
  let lowest = 0
  for (const value of lr.data) lowest = Math.min(lowest, value)
  const lift = background ?? -lowest
  const blur = createConvolver(psf, lr.width, lr.height, 'replicate')
  const blurBack = createConvolver(mirrored(psf), lr.width, lr.height, 'replicate')

  const observed = Float64Array.from(lr.data, value => Math.max(value + lift, 0))
  const level = observed.reduce((a, b) => a + b, 0) / observed.length
  const tiny = Math.max(1e-12 * level, 1e-300) // an image without any counts stays at zero
  const estimate = new Float64Array(observed.length).fill(level)
  const results: FloatImage[] = []
  for (let n = 1; n <= last; n++) {
    const ratio = blur(estimate)
    for (let i = 0; i < ratio.length; i++) ratio[i] = observed[i] / Math.max(ratio[i], tiny)
    const correction = blurBack(ratio)
    for (let i = 0; i < estimate.length; i++) estimate[i] *= correction[i]
    if (iterations.includes(n)) results.push({ ...lr, data: Float32Array.from(estimate, value => value - lift) })
  }
  return results
}

/** The image smoothed with a Gaussian of the given sigma in pixels; 0 leaves it as it is. */
export function gaussianDenoise(lr: FloatImage, sigmaPixels: number): FloatImage {
  const fwhm = sigmaPixels * fwhmPerSigma
  const values = createConvolver(gaussianPsf(fwhm), lr.width, lr.height, 'replicate')(lr.data)
  return { ...lr, data: Float32Array.from(values) }
}

interface Blend {
  readonly first: Int32Array
  readonly second: Int32Array
  readonly weight: Float64Array
}

/** Inside: the pixel. Beyond the last one: from the last pixel back to the first, which follows it in the period. */
function periodicBlend(length: number, period: number): Blend {
  const first = new Int32Array(period)
  const second = new Int32Array(period)
  const weight = new Float64Array(period)
  for (let i = 0; i < period; i++) {
    first[i] = Math.min(i, length - 1)
    if (i >= length) weight[i] = 0.5 - 0.5 * Math.cos((Math.PI * (i - length + 1)) / (period - length + 1))
    else second[i] = i
  }
  return { first, second, weight }
}

function mix(blend: Blend, i: number, values: Float32Array, start: number): number {
  const from = values[start + blend.first[i]]
  return from + blend.weight[i] * (values[start + blend.second[i]] - from)
}

function checkFinite(image: FloatImage): void {
  if (!image.data.every(Number.isFinite)) {
    throw new AppError('bad-input', 'Deconvolution needs finite pixels; this image holds NaN or infinite ones.')
  }
}
