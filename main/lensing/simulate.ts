import { convolveSeparable } from '../domain/convolve.ts'
import { AppError } from '../domain/errors.ts'
import type { FloatImage } from '../domain/image.ts'
import { gaussianProfile } from '../domain/psf.ts'
import { createRandom } from '../domain/random.ts'
import { binMean } from '../domain/resample.ts'
import { drawParameters, type SampleParameters, type SimulationConfig } from './config.ts'
import { addNoise, noiseSigma } from './noise.ts'
import { traceImage } from './raytrace.ts'
import { sersicBrightness, sersicFlux } from './sersic.ts'
import { shearDeflector } from './shear.ts'
import { sieDeflector } from './sie.ts'

/** A simulated pair and what made it. */
export interface SimulatedPair {
  readonly lr: FloatImage
  readonly hr: FloatImage
  readonly truth: SimulationTruth
}

export interface SimulationTruth {
  readonly parameters: SampleParameters
  /** The lensed source on the HR grid before any PSF, in the HR's unit. */
  readonly image: FloatImage
  /** Standard deviation of the noise of each LR pixel, in the LR's unit. */
  readonly lrNoiseSigma: Float32Array
  /** The largest signal-to-noise of an LR pixel. */
  readonly peakSignalToNoise: number
}

/** The largest image that is made, so that a slip of a digit fails at once and not after minutes. */
export const maxHrPixels = 2048

/** Independent random sequences of one sample. */
const streamsPerSample = 4
const stream = { parameters: 0, lrNoise: 1, hrNoise: 2 } as const

/**
 * Sample `index` of a simulated data set, the same whatever was made before it. The lensed source is ray-traced on
 * the HR grid; HR is that convolved with the narrow PSF, LR that convolved with the broad PSF, binned and noisy. LR
 * values are counts a second and LR pixel; HR values are the same under 'mean' and 1 / factor^2 of it, counts a second
 * and HR pixel, under 'sum'. Throws `bad-input` for impossible geometry, PSFs, profiles or noise.
 */
export function simulatePair(config: SimulationConfig, index: number): SimulatedPair {
  checkGeometry(config, index)
  const random = (kind: keyof typeof stream) => createRandom(config.seed, index * streamsPerSample + stream[kind])
  const parameters = drawParameters(config, random('parameters'))
  checkDrawn(parameters)
  const lrPixelScale = config.hrPixelScaleArcsec * config.factor
  const scene = traceScene(config, parameters, lrPixelScale)

  const lrExpected = binMean(blur(scene, config.lrPsfFwhmArcsec / config.hrPixelScaleArcsec), config.factor)
  const lrNoise = { backgroundRms: parameters.lrBackgroundRms, exposureSeconds: parameters.lrExposureSeconds }
  const sigma = noiseSigma(lrExpected, lrNoise)
  const lr = addNoise(lrExpected, lrNoise, random('lrNoise'))

  const hrUnit = config.fluxConvention === 'sum' ? 1 / config.factor ** 2 : 1
  const hrExpected = scaled(blur(scene, config.hrPsfFwhmArcsec / config.hrPixelScaleArcsec), hrUnit)
  const hr =
    parameters.hrBackgroundRms > 0
      ? addNoise(hrExpected, { backgroundRms: parameters.hrBackgroundRms }, random('hrNoise'))
      : hrExpected
  const peakSignalToNoise = lrExpected.data.reduce((best, value, i) => Math.max(best, value / sigma[i]), 0)
  return {
    lr,
    hr,
    truth: { parameters, image: scaled(scene, hrUnit), lrNoiseSigma: sigma, peakSignalToNoise },
  }
}

/** The lensed source, counts a second and LR pixel area, on the HR grid. */
function traceScene(config: SimulationConfig, drawn: SampleParameters, lrPixelScaleArcsec: number): FloatImage {
  const shape = {
    radiusArcsec: drawn.sourceRadiusArcsec,
    index: drawn.sourceSersicIndex,
    e1: drawn.sourceE1,
    e2: drawn.sourceE2,
    centreXArcsec: drawn.sourceXArcsec,
    centreYArcsec: drawn.sourceYArcsec,
  }
  const amplitude = (drawn.sourceFlux / sersicFlux({ ...shape, amplitude: 1 })) * lrPixelScaleArcsec ** 2
  const lens = { einsteinRadiusArcsec: drawn.einsteinRadiusArcsec, e1: drawn.lensE1, e2: drawn.lensE2 }
  return traceImage(
    { pixels: config.hrPixels, pixelScaleArcsec: config.hrPixelScaleArcsec, subsampling: config.subsampling },
    [sieDeflector(lens), shearDeflector(drawn.gamma1, drawn.gamma2)],
    sersicBrightness({ ...shape, amplitude }),
  )
}

/** Pixels hold means already, so the PSF is sampled, not integrated; light beyond the edge is not known and zero. */
function blur(image: FloatImage, fwhmPixels: number): FloatImage {
  const profile = gaussianProfile(fwhmPixels, 2 * Math.ceil(2 * fwhmPixels) + 1)
  return convolveSeparable(image, profile, profile, 'zero')
}

function scaled(image: FloatImage, factor: number): FloatImage {
  return factor === 1 ? image : { ...image, data: image.data.map(value => value * factor) }
}

function checkGeometry(config: SimulationConfig, index: number): void {
  const { hrPixels, hrPixelScaleArcsec, factor, subsampling, hrPsfFwhmArcsec, lrPsfFwhmArcsec } = config
  const refuse = (message: string): never => {
    throw new AppError('bad-input', message, { hrPixels, hrPixelScaleArcsec, factor, subsampling, index })
  }
  if (!Number.isInteger(hrPixels) || hrPixels < 8 || hrPixels > maxHrPixels) {
    refuse(`The HR image must have 8 to ${maxHrPixels} pixels a side, not ${hrPixels}.`)
  }
  if (!Number.isInteger(factor) || factor < 1 || factor > 16 || hrPixels % factor !== 0) {
    refuse(`An HR image of ${hrPixels} pixels cannot be binned by ${factor}; choose a whole number that divides it.`)
  }
  if (!Number.isInteger(subsampling) || subsampling < 1 || subsampling > 16) {
    refuse(`Sub-sampling must be a whole number from 1 to 16, not ${subsampling}.`)
  }
  if (!(hrPixelScaleArcsec > 0) || !Number.isFinite(hrPixelScaleArcsec)) {
    refuse(`The pixel scale must be positive, not ${hrPixelScaleArcsec}".`)
  }
  for (const fwhm of [hrPsfFwhmArcsec, lrPsfFwhmArcsec]) {
    if (!(fwhm >= 0 && fwhm <= hrPixels * hrPixelScaleArcsec)) {
      refuse(`A PSF FWHM of ${fwhm}" does not fit in an image of ${hrPixels * hrPixelScaleArcsec}".`)
    }
  }
  if (!Number.isSafeInteger(index) || index < 0 || index > 2 ** 50) {
    refuse(`Samples are counted from 0; there is none of number ${index}.`)
  }
}

function checkDrawn(drawn: SampleParameters): void {
  const bad = Object.entries(drawn).find(([, value]) => !Number.isFinite(value))
  const negative = (['einsteinRadiusArcsec', 'sourceFlux', 'lrBackgroundRms', 'hrBackgroundRms'] as const).find(
    name => drawn[name] < 0,
  )
  const wrong = bad?.[0] ?? negative ?? (drawn.lrExposureSeconds > 0 ? undefined : 'lrExposureSeconds')
  if (wrong !== undefined) {
    throw new AppError('bad-input', `The simulation's ${wrong} came out at an impossible value; check its range.`, {
      parameters: drawn,
    })
  }
}
