import type { Calibration } from '../../../../main/contract/datasets.ts'
import { t } from '../../../text/t.ts'
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
  { key: 'pixelScaleArcsec', label: t.data.lrPixelScale, unit: 'arcsec', max: 3600, helper: t.data.sideOfAnLRPixel },
  { key: 'lrPsfFwhmArcsec', label: t.data.lrPSFFWHM, unit: 'arcsec', helper: t.data.forTheConsistencyCheck },
  { key: 'hrPsfFwhmArcsec', label: t.data.hrPSFFWHM, unit: 'arcsec', helper: t.data.forTheConsistencyCheck },
  { key: 'lrNoiseSigma', label: t.data.lrNoise, unit: 'image', helper: t.data.sigmaOfTheBackground },
  {
    key: 'peak',
    label: t.data.peakOfPSNRAndSSIM,
    unit: 'image',
    helper: t.data.automaticTheLargestHRValueOf,
    placeholder: 'automatic',
  },
]

/** What is wrong with a calibration, or null: every number of it is above 0 where it is known. */
export const calibrationProblem = (calibration: Calibration): string | null =>
  CALIBRATION_FIELDS.map(({ key, max }) => numberProblem(calibration[key], { above: 0, max, optional: true })).find(
    problem => problem !== null,
  ) ?? null
