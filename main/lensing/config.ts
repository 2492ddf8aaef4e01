import type { Random } from '../domain/random.ts'

/** A fixed value or the distribution that each sample draws from. */
export type Distribution =
  | number
  | { readonly min: number; readonly max: number }
  | { readonly mean: number; readonly sigma: number }
  | { readonly log10Min: number; readonly log10Max: number }

/** Whether a pixel holds flux (LR is the sum over its HR pixels) or surface brightness (their mean). */
export type FluxConvention = 'sum' | 'mean'

/** Everything that defines a simulated data set. Ellipticities and radii are lenstronomy's, angles arcsec. */
export interface SimulationConfig {
  readonly seed: number
  /** Side of the HR image; LR has hrPixels / factor. */
  readonly hrPixels: number
  readonly hrPixelScaleArcsec: number
  readonly factor: number
  /** Rays a side of an HR pixel. */
  readonly subsampling: number
  readonly hrPsfFwhmArcsec: number
  readonly lrPsfFwhmArcsec: number
  readonly fluxConvention: FluxConvention
  readonly einsteinRadiusArcsec: Distribution
  readonly lensE1: Distribution
  readonly lensE2: Distribution
  readonly gamma1: Distribution
  readonly gamma2: Distribution
  readonly sourceRadiusArcsec: Distribution
  readonly sourceSersicIndex: Distribution
  readonly sourceE1: Distribution
  readonly sourceE2: Distribution
  readonly sourceXArcsec: Distribution
  readonly sourceYArcsec: Distribution
  /** Of the source without the lens, counts a second. */
  readonly sourceFlux: Distribution
  /** Gaussian noise of an LR pixel, counts a second. */
  readonly lrBackgroundRms: Distribution
  /** For the shot noise of the LR. */
  readonly lrExposureSeconds: Distribution
  /** Gaussian noise of an HR pixel, counts a second; 0: a noiseless truth. */
  readonly hrBackgroundRms: Distribution
}

/** What each sample draws, in the order of the draws; part of the reproducibility, so only ever appended to. */
export const drawnParameters = [
  'einsteinRadiusArcsec',
  'lensE1',
  'lensE2',
  'gamma1',
  'gamma2',
  'sourceRadiusArcsec',
  'sourceSersicIndex',
  'sourceE1',
  'sourceE2',
  'sourceXArcsec',
  'sourceYArcsec',
  'sourceFlux',
  'lrBackgroundRms',
  'lrExposureSeconds',
  'hrBackgroundRms',
] as const

/** The values that one sample drew. */
export type SampleParameters = Readonly<Record<(typeof drawnParameters)[number], number>>

/**
 * The parameters of one sample. Each takes the same random numbers from the sequence whatever its distribution, so
 * that changing one leaves the others as they were.
 */
export function drawParameters(config: SimulationConfig, random: Random): SampleParameters {
  const entries = drawnParameters.map(name => {
    const uniform = random.uniform()
    const normal = random.normal()
    return [name, drawnValue(config[name], uniform, normal)] as const
  })
  return Object.fromEntries(entries) as SampleParameters
}

function drawnValue(distribution: Distribution, uniform: number, normal: number): number {
  if (typeof distribution === 'number') return distribution
  if ('min' in distribution) return distribution.min + uniform * (distribution.max - distribution.min)
  if ('mean' in distribution) return distribution.mean + normal * distribution.sigma
  return 10 ** (distribution.log10Min + uniform * (distribution.log10Max - distribution.log10Min))
}
