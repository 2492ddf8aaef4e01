import type { Scalar, Tensor, Tensor4D } from '@tensorflow/tfjs-core'
import * as tf from '@tensorflow/tfjs-core'
import { AppError } from '../../main/domain/errors.ts'
import { pixelLoss } from '../losses.ts'
import { consistencyLoss, type Reobservation } from './consistency.ts'
import { featureLoss } from './feature.ts'
import { fluxLoss } from './flux.ts'
import { ssimLoss } from './ssim.ts'

/** The losses of super-resolved images, by name, and how much each counts. */
export interface WeightedLoss {
  readonly kind: 'mse' | 'l1' | 'charbonnier' | 'ssim' | 'flux' | 'consistency' | 'feature'
  readonly weight: number
}

/** What the terms look at, all of it in network values. */
export interface ComparedImages {
  /** [batch, height, width, 1], as the target. */
  readonly prediction: Tensor4D
  readonly target: Tensor4D
  /** 1 where a pixel counts; absent: all do. */
  readonly mask?: Tensor4D
  /** For 'consistency': what the network was shown, and the standard deviation of its pixels in units linear in flux. */
  readonly lr: Tensor4D
  readonly sigma?: Tensor4D
  readonly reobservation?: Reobservation
  /** For 'feature'. */
  readonly featuresOf?: (image: Tensor4D) => Tensor
  /** Network values to ones that are linear in flux. */
  readonly linear: (x: Tensor4D) => Tensor4D
}

/** The weighted sum, and each term unweighted, by name. */
export function weightedSum(
  losses: readonly WeightedLoss[],
  images: ComparedImages,
): { readonly total: Scalar; readonly terms: Readonly<Record<string, Scalar>> } {
  const terms = losses.map(loss => ({ ...loss, value: termOf(loss.kind, images) }))
  // A single loss that counts once is that loss: the graph of a plain training stays as it was.
  const weighted = terms.map(({ weight, value }) => (weight === 1 ? value : tf.mul(value, weight)))
  return {
    total: weighted.reduce((sum, term) => tf.add(sum, term)) as Scalar,
    terms: Object.fromEntries(terms.map(({ kind, value }) => [kind, value])),
  }
}

function termOf(kind: WeightedLoss['kind'], images: ComparedImages): Scalar {
  const { prediction, target, mask, lr, sigma, reobservation, featuresOf, linear } = images
  switch (kind) {
    case 'ssim':
      return ssimLoss(prediction, target, mask)
    case 'flux':
      return fluxLoss(linear(prediction), linear(target), mask)
    case 'consistency':
      if (sigma === undefined || reobservation === undefined) throw missing(kind, 'the PSFs and the noise of the data')
      return consistencyLoss(linear(prediction), linear(lr), sigma, reobservation, mask)
    case 'feature':
      if (featuresOf === undefined) throw missing(kind, 'a trained classifier')
      return featureLoss(prediction, target, featuresOf, mask)
    default:
      return pixelLoss(kind, prediction, target, mask)
  }
}

const missing = (kind: string, what: string): AppError =>
  new AppError('bad-input', `The loss '${kind}' needs ${what}.`, { kind })
