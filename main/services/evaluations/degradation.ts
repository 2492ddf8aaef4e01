import type { DatasetDetail } from '../../contract/datasets.ts'
import type { Degradation } from './consistency.ts'

/** Why there is no consistency check, or how the SR is taken back to the LR and what that rests on. */
export type KnownDegradation =
  | { readonly degradation: Degradation; readonly warnings: readonly string[] }
  | { readonly degradation: null; readonly missing: string }

/**
 * What takes this dataset's HR images to its LR ones: the PSFs and noise maps that every sample has, else Gaussian PSFs
 * and one noise by its calibration, and where the LR were simulated, by the simulation.
 */
export function knownDegradation(dataset: DatasetDetail): KnownDegradation {
  const { calibration, factor, planes, samples } = dataset
  const { pixelScaleArcsec, lrPsfFwhmArcsec, hrPsfFwhmArcsec, lrNoiseSigma, fluxConvention } = calibration
  const measured = {
    lrPsf: planes.psf.lr === samples,
    hrPsf: planes.psf.hr === samples,
    noise: planes.error.lr === samples,
  }
  const needsScale = !measured.lrPsf || !measured.hrPsf
  const missing = [
    ...(needsScale && pixelScaleArcsec === null ? ['the pixel scale'] : []),
    ...(!measured.lrPsf && lrPsfFwhmArcsec === null ? ["the LR images' PSF"] : []),
    ...(!measured.hrPsf && hrPsfFwhmArcsec === null ? ["the HR images' PSF"] : []),
    ...(!measured.noise && lrNoiseSigma === null ? ["the LR images' noise"] : []),
    ...(fluxConvention === 'unknown' ? ['whether a pixel holds flux or brightness'] : []),
  ]
  if (!calibration.calibrated) {
    return { degradation: null, missing: 'The data are uncalibrated: LR and HR share no flux scale to compare by.' }
  }
  if (factor === null || missing.length > 0 || fluxConvention === 'unknown') {
    return { degradation: null, missing: `Not known: ${missing.join(', ')}. Set it on the dataset's page.` }
  }
  const areStated = !measured.lrPsf && !measured.hrPsf
  if (areStated && (lrPsfFwhmArcsec ?? 0) < (hrPsfFwhmArcsec ?? 0)) {
    return {
      degradation: null,
      missing: "The LR images' PSF is stated sharper than the HR images': no convolution leads there.",
    }
  }
  const hrPixels = (arcsec: number | null): number => ((arcsec ?? 0) * factor) / (pixelScaleArcsec ?? 1)
  const exposure = exposureOf(dataset.simulation)
  const offset = dataset.register || dataset.offset === null ? { dx: 0, dy: 0 } : dataset.offset
  return {
    degradation: {
      factor,
      hrPsfFwhmPixels: hrPixels(hrPsfFwhmArcsec),
      lrPsfFwhmPixels: hrPixels(lrPsfFwhmArcsec),
      measured,
      fluxConvention,
      noiseSigma: lrNoiseSigma ?? 0,
      exposureSeconds: exposure.seconds,
      offset: { dx: offset.dx, dy: offset.dy },
    },
    warnings: exposure.drawn
      ? ['Each simulated image has its own exposure; the consistency check takes their geometric mean for all.']
      : [],
  }
}

/** Exposure of simulated images, whose Poisson noise it sets; 0 in a simulation stands for none. */
function exposureOf(simulation: DatasetDetail['simulation']): { seconds: number | null; drawn: boolean } {
  const exposure = exposureIn(simulation)
  if (typeof exposure === 'object' && exposure !== null && 'log10Min' in exposure && 'log10Max' in exposure) {
    return { seconds: 10 ** ((Number(exposure.log10Min) + Number(exposure.log10Max)) / 2), drawn: true }
  }
  if (typeof exposure === 'number') return { seconds: exposure > 0 ? exposure : null, drawn: false }
  if (typeof exposure !== 'object' || exposure === null || !('min' in exposure) || !('max' in exposure)) {
    return { seconds: null, drawn: false }
  }
  const seconds = Math.sqrt(Number(exposure.min) * Number(exposure.max))
  return { seconds: seconds > 0 ? seconds : null, drawn: true }
}

/** A simulation's LR camera has it; in those of before it stood by itself. */
function exposureIn(simulation: DatasetDetail['simulation']): unknown {
  const camera = simulation?.lr
  const isCamera = typeof camera === 'object' && camera !== null && 'exposureSeconds' in camera
  return isCamera ? camera.exposureSeconds : simulation?.exposureSeconds
}
