import { AppError } from '../domain/errors.ts'
import type { SimulationConfig } from './config.ts'
import { type DrawnValues, maxSamples, rangeOf } from './draw.ts'

/** The largest image that is made, so that a slip of a digit fails at once and not after minutes. */
export const maxHrPixels = 2048

/** Refuses geometry, PSFs and sample numbers that make no image, with `bad-input`. */
export function checkConfig(config: SimulationConfig, index: number): void {
  const { hrPixels, hrPixelScaleArcsec, factor, subsampling, products } = config
  const refuse = (message: string): never => {
    throw new AppError('bad-input', message, { hrPixels, hrPixelScaleArcsec, factor, subsampling, index })
  }
  if (!Number.isInteger(hrPixels) || hrPixels < 8 || hrPixels > maxHrPixels) {
    refuse(`The HR image must have 8 to ${maxHrPixels} pixels a side, not ${hrPixels}.`)
  }
  if (!Number.isInteger(factor) || factor < 1 || factor > 16 || (products === 'pairs' && hrPixels % factor !== 0)) {
    refuse(`An HR image of ${hrPixels} pixels cannot be binned by ${factor}; choose a whole number that divides it.`)
  }
  if (!Number.isInteger(subsampling) || subsampling < 1 || subsampling > 16) {
    refuse(`Sub-sampling must be a whole number from 1 to 16, not ${subsampling}.`)
  }
  if (!(hrPixelScaleArcsec > 0) || !Number.isFinite(hrPixelScaleArcsec)) {
    refuse(`The pixel scale must be positive, not ${hrPixelScaleArcsec}".`)
  }
  if (config.substructure.length === 0) refuse('Give one class of substructure at least; `none` is one.')
  if (config.sources.length === 0 && config.lensLight.length === 0) {
    refuse('Nothing shines: give a source or a light of the lens.')
  }
  const extent = hrPixels * hrPixelScaleArcsec
  for (const side of products === 'pairs' ? (['hr', 'lr'] as const) : (['hr'] as const)) {
    const { psf } = config[side]
    if (psf.kind === 'airy' || psf.kind === 'image') continue
    const { low, high } = rangeOf(psf.fwhmArcsec)
    if (!(low >= 0 && high <= extent)) refuse(`A PSF FWHM of ${high}" does not fit in an image of ${extent}".`)
  }
  if (!Number.isSafeInteger(index) || index < 0 || index >= maxSamples) {
    refuse(`Samples are counted from 0 to ${maxSamples - 1}; there is none of number ${index}.`)
  }
}

/** Endings of names whose values are never negative. */
const neverNegative = ['einsteinRadiusArcsec', 'backgroundRms', 'exposureSeconds', 'fwhmArcsec', 'radiusArcsec']

/** Refuses drawn values that make no image, with `bad-input` and the parameter's path. */
export function checkDrawn(drawn: DrawnValues): void {
  for (const [path, value] of Object.entries(drawn)) {
    const isWrong = !Number.isFinite(value) || (value < 0 && neverNegative.some(name => path.endsWith(`.${name}`)))
    if (isWrong) {
      throw new AppError(
        'bad-input',
        `The simulation's ${path} came out at ${value}, which is impossible; check its range.`,
        {
          path,
          value,
        },
      )
    }
  }
}
