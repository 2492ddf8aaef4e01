import type { Simulation } from '../../contract/simulate.ts'
import type { SimulationConfig } from '../../lensing/config.ts'
import type { Distribution } from '../../lensing/draw.ts'
import type { DatasetFrame } from '../datasets/assemble.ts'

/** What is known of the values: nothing where each image was stretched for itself, no shared scale of single counts. */
export function calibrationOf(simulation: Simulation): DatasetFrame['calibration'] {
  const { products, values, hrPixelScaleArcsec, factor, lr, hr } = simulation
  const isPaired = products === 'pairs'
  const seen = isPaired ? lr : hr
  const isCommon = values === 'common' || (values === 'counts' && !isPaired)
  return {
    calibrated: isCommon,
    pixelScaleArcsec: isPaired ? hrPixelScaleArcsec * factor : hrPixelScaleArcsec,
    unit: values === 'per-image' ? null : 'ct/s',
    fluxConvention: isCommon ? 'mean' : 'unknown',
    lrPsfFwhmArcsec: gaussianFwhm(seen.psf),
    hrPsfFwhmArcsec: isPaired ? gaussianFwhm(hr.psf) : null,
    lrNoiseSigma: values === 'per-image' ? null : fixedAboveZero(seen.backgroundRms),
    ...(values === 'per-image' ? { peak: 1 } : {}),
  }
}

/** Known where all samples share a Gaussian. */
function gaussianFwhm(psf: Simulation['lr']['psf']): number | null {
  return psf.kind === 'gaussian' ? fixedAboveZero(psf.fwhmArcsec) : null
}

function fixedAboveZero(value: Distribution): number | null {
  return typeof value === 'number' && value > 0 ? value : null
}

/** Whether the calibration states every PSF. Where it does not, each sample has its own beside its images. */
export function statesPsf({ products, lr, hr }: Pick<SimulationConfig, 'products' | 'lr' | 'hr'>): boolean {
  const cameras = products === 'pairs' ? [lr, hr] : [hr]
  return cameras.every(({ psf }) => psf.kind === 'gaussian' && typeof psf.fwhmArcsec === 'number')
}
