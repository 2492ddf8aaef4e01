/** Losses and optimisers as a job names them: plain data. What they compute stands in `models/`. */

/** Of single pixels, masks respected. */
export type PixelLoss = 'mse' | 'l1' | 'charbonnier'

/** One term of a loss, and how much it counts. All of them leave out the pixels that a mask takes away. */
export type LossTerm =
  | { readonly kind: PixelLoss; readonly weight: number }
  /** 1 - SSIM, with a data range of 1 in network values. */
  | { readonly kind: 'ssim'; readonly weight: number }
  /** |mean of SR - mean of HR| of each image, in network values made linear. */
  | { readonly kind: 'flux'; readonly weight: number }
  /** SR degraded again to the LR, against the LR, as chi-square a pixel: wants `TrainingData.degradation`. */
  | { readonly kind: 'consistency'; readonly weight: number }
  /** MSE of what a trained classifier's first layers make of SR and HR: wants the job's `featureWeights`. */
  | { readonly kind: 'feature'; readonly weight: number }

/** One loss alone, or a weighted sum. */
export type LossSpec = PixelLoss | readonly LossTerm[]

export type OptimiserSpec =
  | { readonly kind: 'adam' }
  /** Weight decay apart from the gradient (Loshchilov & Hutter 2019). */
  | { readonly kind: 'adamw'; readonly weightDecay: number }
  | { readonly kind: 'sgd'; readonly momentum: number; readonly nesterov: boolean }

/** The terms of a loss; one alone counts once. */
export const lossTerms = (loss: LossSpec): readonly LossTerm[] =>
  typeof loss === 'string' ? [{ kind: loss, weight: 1 }] : loss
