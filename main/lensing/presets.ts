import type { SimulationConfig } from './config.ts'

/**
 * The reference study's paired simulation without substructure: SIE of 1.28" with external shear, an exponential
 * source, 75 px of 0.05" (LR) and 150 px of 0.025" (HR), Gaussian PSF of 0.087" FWHM, background rms 0.01, exposure
 * 10^3 to 10^3.5 s. The source flux puts the brightest LR pixel at a signal-to-noise of about 25.
 */
export const studyPair: SimulationConfig = {
  seed: 1,
  hrPixels: 150,
  hrPixelScaleArcsec: 0.025,
  factor: 2,
  subsampling: 2,
  hrPsfFwhmArcsec: 0.087,
  lrPsfFwhmArcsec: 0.087,
  fluxConvention: 'mean',
  einsteinRadiusArcsec: 1.28,
  lensE1: 0.1,
  lensE2: 0,
  gamma1: 0.05,
  gamma2: 0,
  sourceRadiusArcsec: 0.25,
  sourceSersicIndex: 1,
  sourceE1: -0.1,
  sourceE2: 0.1,
  sourceXArcsec: { min: -0.35, max: 0.35 },
  sourceYArcsec: { min: -0.35, max: 0.35 },
  sourceFlux: 20,
  lrBackgroundRms: 0.01,
  lrExposureSeconds: { log10Min: 3, log10Max: 3.5 },
  hrBackgroundRms: 0,
}

/**
 * Ground to space: LR as a ground-based survey sees lenses (64 px of 0.168", seeing 0.7", sky noise), HR twice as fine,
 * as sharp as its pixels allow and without noise. Rings of 1.2" to 2.2" around the centre, sources of many shapes.
 */
export const groundToSpace: SimulationConfig = {
  seed: 1,
  hrPixels: 128,
  hrPixelScaleArcsec: 0.084,
  factor: 2,
  subsampling: 2,
  hrPsfFwhmArcsec: 0.17,
  lrPsfFwhmArcsec: 0.7,
  fluxConvention: 'mean',
  einsteinRadiusArcsec: { min: 1.2, max: 2.2 },
  lensE1: { min: -0.2, max: 0.2 },
  lensE2: { min: -0.2, max: 0.2 },
  gamma1: { mean: 0, sigma: 0.03 },
  gamma2: { mean: 0, sigma: 0.03 },
  sourceRadiusArcsec: { min: 0.15, max: 0.4 },
  sourceSersicIndex: { min: 0.7, max: 2 },
  sourceE1: { min: -0.25, max: 0.25 },
  sourceE2: { min: -0.25, max: 0.25 },
  sourceXArcsec: { min: -0.4, max: 0.4 },
  sourceYArcsec: { min: -0.4, max: 0.4 },
  sourceFlux: { log10Min: 0.8, log10Max: 1.2 },
  lrBackgroundRms: 0.01,
  lrExposureSeconds: { log10Min: 3, log10Max: 3.5 },
  hrBackgroundRms: 0,
}
