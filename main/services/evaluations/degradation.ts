import type { DatasetDetail } from '../../contract/datasets.ts'
import type { Degradation } from './consistency.ts'

/** Why there is no consistency check, or how the SR is taken back to the LR and what that rests on. */
export type KnownDegradation =
  | { readonly degradation: Degradation; readonly warnings: readonly string[] }
  | { readonly degradation: null; readonly missing: string }

/**
 * What takes this dataset's HR images to its LR ones, from its calibration and, where the LR were simulated, from the
 * simulation. Gaussian PSFs are assumed.
 */
export function knownDegradation(dataset: DatasetDetail): KnownDegradation {
  const { calibration, factor } = dataset
  const { pixelScaleArcsec, lrPsfFwhmArcsec, hrPsfFwhmArcsec, lrNoiseSigma, fluxConvention } = calibration
  const missing = [
    ...(pixelScaleArcsec === null ? ['the pixel scale'] : []),
    ...(lrPsfFwhmArcsec === null ? ["the LR images' PSF"] : []),
    ...(hrPsfFwhmArcsec === null ? ["the HR images' PSF"] : []),
    ...(lrNoiseSigma === null ? ["the LR images' noise"] : []),
    ...(fluxConvention === 'unknown' ? ['whether a pixel holds flux or brightness'] : []),
  ]
  if (!calibration.calibrated) {
    return { degradation: null, missing: 'The data are uncalibrated: LR and HR share no flux scale to compare by.' }
  }
  if (
    factor === null ||
    pixelScaleArcsec === null ||
    lrPsfFwhmArcsec === null ||
    hrPsfFwhmArcsec === null ||
    lrNoiseSigma === null ||
    fluxConvention === 'unknown'
  ) {
    return { degradation: null, missing: `Not known: ${missing.join(', ')}. Set it on the dataset's page.` }
  }
  if (lrPsfFwhmArcsec < hrPsfFwhmArcsec) {
    return {
      degradation: null,
      missing: "The LR images' PSF is stated sharper than the HR images': no convolution leads there.",
    }
  }
  const hrPixel = pixelScaleArcsec / factor
  const exposure = exposureOf(dataset.simulation)
  const offset = dataset.register || dataset.offset === null ? { dx: 0, dy: 0 } : dataset.offset
  return {
    degradation: {
      factor,
      hrPsfFwhmPixels: hrPsfFwhmArcsec / hrPixel,
      lrPsfFwhmPixels: lrPsfFwhmArcsec / hrPixel,
      fluxConvention,
      noiseSigma: lrNoiseSigma,
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
  const exposure = simulation?.exposureSeconds
  if (typeof exposure === 'number') return { seconds: exposure > 0 ? exposure : null, drawn: false }
  if (typeof exposure !== 'object' || exposure === null || !('min' in exposure) || !('max' in exposure)) {
    return { seconds: null, drawn: false }
  }
  const seconds = Math.sqrt(Number(exposure.min) * Number(exposure.max))
  return { seconds: seconds > 0 ? seconds : null, drawn: true }
}
