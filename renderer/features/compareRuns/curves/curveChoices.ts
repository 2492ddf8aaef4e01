import type { CurveAxis, CurveName } from '../../../../main/contract/comparison.ts'
import { LOSS_TERMS, type LossTermCurve } from '../../../../main/domain/lossTermNames.ts'
import { t } from '../../../text/t.ts'

const termCurves = Object.fromEntries(
  LOSS_TERMS.map(name => [`loss.${name}`, { title: t.compareRuns.termOfLoss(name), unit: '', log: true }]),
) as Record<LossTermCurve, { readonly title: string; readonly unit: string; readonly log: boolean }>

export const CURVES: Readonly<
  Record<CurveName, { readonly title: string; readonly unit: string; readonly log: boolean }>
> = {
  psnr: { title: t.compareRuns.validationPSNR, unit: 'dB', log: false },
  ssim: { title: t.compareRuns.validationSSIM, unit: '', log: false },
  mse: { title: t.compareRuns.validationMSE, unit: '', log: true },
  loss: { title: t.compareRuns.trainingLoss, unit: '', log: true },
  ...termCurves,
  rate: { title: t.compareRuns.learningRate, unit: '', log: true },
  gradientNorm: { title: t.compareRuns.gradientNorm, unit: '', log: true },
  imagesPerSecond: { title: t.compareRuns.speed, unit: 'images/s', log: false },
}
export const CURVE_KEYS = Object.keys(CURVES) as CurveName[]

export const isLossTerm = (curve: CurveName): curve is LossTermCurve => curve in termCurves

export const AXES: Readonly<Record<CurveAxis, string>> = {
  step: 'step',
  epoch: 'epoch',
  seconds: t.compareRuns.timeOfTrainingS,
  images: t.compareRuns.imagesSeen,
}
export const AXIS_KEYS = Object.keys(AXES) as CurveAxis[]
