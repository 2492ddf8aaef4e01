import type { CurveAxis, CurveName } from '../../../../main/contract/comparison.ts'

export const CURVES: Readonly<
  Record<CurveName, { readonly title: string; readonly unit: string; readonly log: boolean }>
> = {
  psnr: { title: 'Validation PSNR', unit: 'dB', log: false },
  ssim: { title: 'Validation SSIM', unit: '', log: false },
  mse: { title: 'Validation MSE', unit: '', log: true },
  loss: { title: 'Training loss', unit: '', log: true },
  rate: { title: 'Learning rate', unit: '', log: true },
  gradientNorm: { title: 'Gradient norm', unit: '', log: true },
  imagesPerSecond: { title: 'Speed', unit: 'images/s', log: false },
}
export const CURVE_KEYS = Object.keys(CURVES) as CurveName[]

export const AXES: Readonly<Record<CurveAxis, string>> = {
  step: 'step',
  epoch: 'epoch',
  seconds: 'time of training, s',
  images: 'images seen',
}
export const AXIS_KEYS = Object.keys(AXES) as CurveAxis[]
