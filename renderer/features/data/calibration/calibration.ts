import type { Calibration } from '../../../../main/contract/datasets.ts'
import { numberProblem } from '../../../ui/numberText.ts'

/** Nothing is claimed that is not known. */
export const UNKNOWN_CALIBRATION: Calibration = {
  calibrated: false,
  pixelScaleArcsec: null,
  unit: null,
  fluxConvention: 'unknown',
  lrPsfFwhmArcsec: null,
  hrPsfFwhmArcsec: null,
  lrNoiseSigma: null,
  peak: null,
}

type NumberKey = 'pixelScaleArcsec' | 'lrPsfFwhmArcsec' | 'hrPsfFwhmArcsec' | 'lrNoiseSigma' | 'peak'

export interface CalibrationField {
  readonly key: NumberKey
  readonly label: string
  /** 'image' stands for the image's own unit. */
  readonly unit: 'arcsec' | 'image'
  readonly max?: number
  readonly helper: string
  readonly placeholder?: string
}

export const CALIBRATION_FIELDS: readonly CalibrationField[] = [
  { key: 'pixelScaleArcsec', label: 'LR pixel scale', unit: 'arcsec', max: 3600, helper: 'side of an LR pixel' },
  { key: 'lrPsfFwhmArcsec', label: 'LR PSF FWHM', unit: 'arcsec', helper: 'for the consistency check' },
  { key: 'hrPsfFwhmArcsec', label: 'HR PSF FWHM', unit: 'arcsec', helper: 'for the consistency check' },
  { key: 'lrNoiseSigma', label: 'LR noise', unit: 'image', helper: 'sigma of the background' },
  {
    key: 'peak',
    label: 'Peak of PSNR and SSIM',
    unit: 'image',
    helper: 'automatic: the largest HR value of the training side',
    placeholder: 'automatic',
  },
]

/** What is wrong with a calibration, or null: every number of it is above 0 where it is known. */
export const calibrationProblem = (calibration: Calibration): string | null =>
  CALIBRATION_FIELDS.map(({ key, max }) => numberProblem(calibration[key], { above: 0, max, optional: true })).find(
    problem => problem !== null,
  ) ?? null
