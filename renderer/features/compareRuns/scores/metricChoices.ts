import type { ScoreMetric } from '../../../../main/contract/comparison.ts'
import { t } from '../../../text/t.ts'

export const METRICS: Readonly<
  Record<ScoreMetric, { readonly title: string; readonly unit: string; readonly digits: number }>
> = {
  psnr: { title: 'PSNR', unit: 'dB', digits: 3 },
  ssim: { title: 'SSIM', unit: '', digits: 5 },
  mse: { title: 'MSE', unit: '', digits: 8 },
  lensPsnr: { title: t.compareRuns.psnrOfTheLens, unit: 'dB', digits: 3 },
  lensSsim: { title: t.compareRuns.ssimOfTheLens, unit: '', digits: 5 },
}
export const METRIC_KEYS = Object.keys(METRICS) as ScoreMetric[]

export const SIDES = {
  test: t.runs.testSide,
  validation: t.runs.validationSide,
  train: t.compareRuns.trainingNoResult,
} as const
export type Side = keyof typeof SIDES
export const SIDE_KEYS = Object.keys(SIDES) as Side[]

export const signed = (value: number, digits: number): string =>
  `${value > 0 ? '+' : value < 0 ? '−' : ''}${Math.abs(value).toFixed(digits)}`

/** A p-value as papers give it. */
export const pText = (p: number): string => (p < 1e-4 ? '< 0.0001' : p.toFixed(4))
