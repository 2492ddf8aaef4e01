import { convolve } from './convolve.ts'
import type { FloatImage } from './image.ts'
import { matchingKernel } from './psf.ts'
import { crop, shiftImage, upsample } from './resample.ts'

/** A peak this near to a pixel's centre, in pixels, lies on it: shifting by less would only smooth. */
const CENTRED = 0.05

/** Measured PSFs have noise: powers below this share of the largest one are not divided by. */
const REGULARISATION = 1e-4

/**
 * A measured PSF with its centre on the middle pixel of a square of odd side, of sum 1. One that stands so already is
 * only normalised; others are shifted by the fraction of a pixel that their peak is off, and cut.
 */
export function centredPsf(psf: FloatImage): FloatImage {
  const peak = brightest(psf)
  const isCentred = psf.width === psf.height && psf.width % 2 === 1 && peak.x === peak.y && 2 * peak.x + 1 === psf.width
  return normalised(isCentred ? psf : cutRound(psf, peak))
}

/**
 * The kernel on the HR grid that takes an image with the PSF `hr` to one which, binned by `factor`, has the PSF `lr`:
 * the ridge-regularised ratio of `matchingKernel`, with the binning as a part of the HR's response. Both PSFs are
 * those of their own images, their pixels included, and come from `centredPsf`.
 */
export function kernelAcross(hr: FloatImage, lr: FloatImage, factor: number): FloatImage {
  if (factor === 1) return matchingKernel(hr, lr, REGULARISATION)
  // An even number of HR pixels has its middle between two of them. The LR's PSF, read at HR pixels, and the box of
  // the binning are both half a pixel off the middle of their odd grids then, and the ratio has no offset.
  const read = upsample(lr, factor, 'lanczos3')
  const target = factor % 2 === 0 ? crop(read, 1, 1, read.width - 1, read.height - 1) : read
  const side = Math.max(hr.width + 2 * factor, target.width)
  const box = { width: factor, height: factor, data: new Float32Array(factor * factor).fill(1 / factor ** 2) }
  const binned = convolve(padded(hr, side % 2 === 1 ? side : side + 1), box, 'zero')
  return matchingKernel(binned, target, REGULARISATION)
}

function brightest({ width, data }: FloatImage): { x: number; y: number } {
  const at = data.reduce((best, value, i) => (value > data[best] ? i : best), 0)
  return { x: at % width, y: Math.floor(at / width) }
}

function cutRound(psf: FloatImage, peak: { x: number; y: number }): FloatImage {
  const off = peakOff(psf, peak)
  const isOn = Math.hypot(off.x, off.y) < CENTRED
  const { width, height } = psf
  const reach = Math.min(peak.x, peak.y, width - 1 - peak.x, height - 1 - peak.y)
  const side = 2 * reach + 1
  return crop(isOn ? psf : shiftImage(psf, -off.x, -off.y), peak.x - reach, peak.y - reach, side, side)
}

/** How far the peak lies from the centre of its brightest pixel: a Gaussian through it and its neighbours. */
function peakOff({ width, height, data }: FloatImage, { x, y }: { x: number; y: number }) {
  const log = (column: number, row: number): number =>
    column < 0 || column >= width || row < 0 || row >= height ? Number.NaN : Math.log(data[row * width + column])
  const vertex = (before: number, at: number, after: number): number => {
    const off = (before - after) / (2 * (before - 2 * at + after))
    return Math.abs(off) <= 0.5 ? off : 0
  }
  const at = log(x, y)
  return { x: vertex(log(x - 1, y), at, log(x + 1, y)), y: vertex(log(x, y - 1), at, log(x, y + 1)) }
}

/** The image in the middle of a square of zeros; both sides odd. */
function padded({ width, height, data }: FloatImage, side: number): FloatImage {
  const out = new Float32Array(side * side)
  const x0 = (side - width) / 2
  const y0 = (side - height) / 2
  for (let y = 0; y < height; y++) out.set(data.subarray(y * width, (y + 1) * width), (y + y0) * side + x0)
  return { width: side, height: side, data: out }
}

function normalised(psf: FloatImage): FloatImage {
  const sum = psf.data.reduce((total, value) => total + value, 0)
  return { ...psf, data: psf.data.map(value => value / sum) }
}
