import type { WeightedLoss } from '../../models/losses/weightedSum.ts'
import type { PixelLossName } from '../../models/losses.ts'

/** Losses and optimisers as a job names them: plain data. What they compute stands in `models/`. */

export type PixelLoss = PixelLossName

/**
 * One term of a loss. 'consistency' wants `TrainingData.degradation`, 'feature' the job's `featureWeights`; all leave out the
 * pixels that a mask takes away.
 */
export type LossTerm = WeightedLoss

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
