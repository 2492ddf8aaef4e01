import type { FloatImage } from '../domain/image.ts'
import { binMean } from '../domain/resample.ts'
import type { Brightness } from './brightness.ts'
import { type Camera, fluxOfMagnitude, inner, type Psf, type SampledPsf, samplePsf } from './camera.ts'
import { checkConfig, checkDrawn } from './check.ts'
import type { DeflectorModel, LightModel, SimulationConfig } from './config.ts'
import { solarEinsteinRadiusArcsec } from './cosmology.ts'
import type { Deflector } from './deflector.ts'
import { createSampler, type DrawnValues, type Sampler, sequenceOf } from './draw.ts'
import type { ImageSet } from './images.ts'
import { brightnessOf, deflectorOf } from './lens.ts'
import { addNoise, noiseSigma } from './noise.ts'
import { pointMassDeflector } from './pointMasses.ts'
import { traceImage } from './raytrace.ts'
import { drawSubstructure, type Substructure } from './substructure.ts'

/** What was simulated for one sample. */
export interface SimulatedSample {
  /** Null where only the HR camera's image is made. */
  readonly lr: FloatImage | null
  readonly hr: FloatImage
  readonly truth: SimulationTruth
}

export interface SimulationTruth {
  /** What was drawn, by the path of each parameter; and what follows from it. */
  readonly values: DrawnValues
  /** Of the substructure. */
  readonly label: string
  /** Point masses of the substructure. */
  readonly pointMasses: number
  /** Noiseless, before any PSF, in the HR's unit; where the offset is not 0, as the HR shows it. */
  readonly image: FloatImage
  /** Standard deviation of the noise of each pixel of the LR, or of the single image, in its unit. */
  readonly noiseSigma: Float32Array
  /** As they were drawn. */
  readonly psfs: { readonly lr: Psf | null; readonly hr: Psf }
  /** The largest signal-to-noise of one of those pixels; Infinity without noise. */
  readonly peakSignalToNoise: number
}

/** What stands in the sky of one sample. */
interface Scene {
  readonly deflectors: readonly Deflector[]
  readonly sources: readonly Brightness[]
  readonly inFront: readonly Brightness[]
}

/** The magnitude whose light has brightness 1 in a scene. */
const sceneZeroPointMag = 0

/**
 * Sample `index` of a simulated data set, the same whatever was made before it. The scene is ray-traced on the HR grid,
 * in doubles, with a margin as wide as the PSFs reach; HR is that convolved with the HR's PSF, LR that convolved with the
 * LR's PSF and binned, each with the noise of its camera. `images` are those that the configuration names. Throws
 * `bad-input` for impossible geometry, PSFs, profiles or noise.
 */
export function simulateSample(
  config: SimulationConfig,
  seed: number,
  index: number,
  images: ImageSet = {},
): SimulatedSample {
  checkConfig(config, index)
  const sampler = createSampler(seed, index)
  const substructure = substructureOf(config, index, sampler)
  const solarRadius = solarEinsteinRadiusArcsec(config.zLens, config.zSource, config.cosmology, config.distances)
  const masses = drawSubstructure(substructure, solarRadius, sequenceOf(seed, index, 'substructure'))
  const scene = sceneOf(config, sampler, images)
  const pointMasses = masses.xArcsec.length
  const whole = pointMasses === 0 ? scene : { ...scene, deflectors: [...scene.deflectors, pointMassDeflector(masses)] }

  const hrCamera = cameraOf(config, 'hr', sampler)
  const hrPsf = samplePsf(hrCamera.psf, config.hrPixelScaleArcsec, images)
  const noiseOf = (camera: Camera, place: string, expected: FloatImage): FloatImage =>
    addNoise(expected, exposureOf(camera), sequenceOf(seed, index, place))
  const hrArea = config.hrPixelScaleArcsec ** 2
  const hrUnit = hrArea * fluxOfMagnitude(sceneZeroPointMag, hrCamera.zeroPointMag)

  const known = { label: substructure.label, pointMasses }
  if (config.products === 'single') {
    checkDrawn(sampler.drawn)
    const traced = trace(config, whole, hrPsf.reach, { x: 0, y: 0 })
    const expected = scaled(hrPsf.blur(traced), hrUnit)
    const image = scaled(inner(traced, hrPsf.reach), hrUnit)
    return {
      lr: null,
      hr: stretched(noiseOf(hrCamera, 'hrNoise', expected), config),
      truth: { ...truthOf(sampler, image, expected, hrCamera), ...known, psfs: { lr: null, hr: hrCamera.psf } },
    }
  }

  const offset = sampler.part<{ x: number; y: number }>('offset', config.offset)
  const lrCamera = cameraOf(config, 'lr', sampler)
  const lrPsf = samplePsf(lrCamera.psf, config.hrPixelScaleArcsec, images)
  checkDrawn(sampler.drawn)
  const reach = Math.max(lrPsf.reach, hrPsf.reach)
  const lrTraced = trace(config, whole, reach, { x: 0, y: 0 })
  const hrTraced = offset.x === 0 && offset.y === 0 ? lrTraced : trace(config, whole, reach, offset)
  const lrUnit = hrArea * config.factor ** 2 * fluxOfMagnitude(sceneZeroPointMag, lrCamera.zeroPointMag)
  const lrExpected = scaled(binMean(blurred(lrTraced, lrPsf, reach), config.factor), lrUnit)
  const hrExpected = scaled(blurred(hrTraced, hrPsf, reach), hrUnit)
  const toCommon = config.values === 'common' ? lrUnit / hrUnit : 1
  return {
    lr: stretched(noiseOf(lrCamera, 'lrNoise', lrExpected), config),
    hr: stretched(scaled(noiseOf(hrCamera, 'hrNoise', hrExpected), toCommon), config),
    truth: {
      ...truthOf(sampler, scaled(inner(hrTraced, reach), hrUnit * toCommon), lrExpected, lrCamera),
      ...known,
      psfs: { lr: lrCamera.psf, hr: hrCamera.psf },
    },
  }
}

function substructureOf({ substructure }: SimulationConfig, index: number, sampler: Sampler): Substructure {
  const at = index % substructure.length
  return sampler.part<Substructure>(`substructure.${at}`, substructure[at])
}

function sceneOf(config: SimulationConfig, sampler: Sampler, images: ImageSet): Scene {
  const light = (place: 'sources' | 'lensLight'): Brightness[] =>
    config[place].map((spec, i) => {
      const model = sampler.part<LightModel>(`${place}.${i}`, spec)
      return brightnessOf(model, fluxOfMagnitude(model.magnitude, sceneZeroPointMag), images)
    })
  return {
    deflectors: config.deflectors.map((spec, i) => deflectorOf(sampler.part<DeflectorModel>(`deflectors.${i}`, spec))),
    sources: light('sources'),
    inFront: light('lensLight'),
  }
}

function cameraOf(config: SimulationConfig, side: 'lr' | 'hr', sampler: Sampler): Camera {
  const { psf, zeroPointMag, backgroundRms, exposureSeconds } = config[side]
  return {
    psf: sampler.part<Psf>(`${side}.psf`, psf),
    zeroPointMag,
    backgroundRms: sampler.value(`${side}.backgroundRms`, backgroundRms),
    exposureSeconds: sampler.value(`${side}.exposureSeconds`, exposureSeconds),
  }
}

/** The scene on the HR grid, `margin` pixels wider on each side; `offset`: where its content lies, HR pixels. */
function trace(config: SimulationConfig, scene: Scene, margin: number, offset: { x: number; y: number }): FloatImage {
  const grid = {
    pixels: config.hrPixels + 2 * margin,
    pixelScaleArcsec: config.hrPixelScaleArcsec,
    subsampling: config.subsampling,
    centreXArcsec: -offset.x * config.hrPixelScaleArcsec,
    centreYArcsec: -offset.y * config.hrPixelScaleArcsec,
  }
  return traceImage(grid, scene.deflectors, scene.sources, scene.inFront)
}

function blurred(traced: FloatImage, psf: SampledPsf, margin: number): FloatImage {
  return psf.blur(inner(traced, margin - psf.reach))
}

function exposureOf({ backgroundRms, exposureSeconds }: Camera) {
  return { backgroundRms, exposureSeconds: exposureSeconds === 0 ? undefined : exposureSeconds }
}

function truthOf({ drawn }: Sampler, image: FloatImage, expected: FloatImage, camera: Camera) {
  const sigma = noiseSigma(expected, exposureOf(camera))
  const peakSignalToNoise = expected.data.reduce(
    (best, value, i) => Math.max(best, value > 0 ? value / sigma[i] : 0),
    0,
  )
  return { values: { ...drawn }, image, noiseSigma: sigma, peakSignalToNoise }
}

function scaled(image: FloatImage, factor: number): FloatImage {
  return factor === 1 ? image : { ...image, data: image.data.map(value => value * factor) }
}

/** Under 'per-image', from the least value to the largest onto 0 to 1; a flat image is 0. */
function stretched(image: FloatImage, { values }: SimulationConfig): FloatImage {
  if (values !== 'per-image') return image
  const least = image.data.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY)
  const largest = image.data.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY)
  const scale = largest > least ? 1 / (largest - least) : 0
  return { ...image, data: image.data.map(value => (value - least) * scale) }
}
