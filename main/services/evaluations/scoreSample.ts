import { type ClassicalMethod, type ImagePair, type PsfCandidate, tuneClassical } from '../../domain/baselines.ts'
import type { FloatImage } from '../../domain/image.ts'
import { lensRegionMask, mse, psnr, type SsimWindow, ssim } from '../../domain/metrics.ts'
import { checkConsistency } from './consistency.ts'
import { type EvaluationRecipe, layerImage, methodIds, type Triple } from './recipe.ts'
import type { ScoredImage } from './summary.ts'

export interface ScoreTask extends Triple {
  readonly sample: number
  readonly name: string
  readonly peak: number
  readonly ssimWindow: SsimWindow
  readonly recipe: EvaluationRecipe
}

export interface SampleScores {
  readonly scores: ScoredImage[]
  readonly consistency: { readonly reducedChiSquare: number; readonly fluxRatio: number } | null
}

/** Beyond what float32 images can hold; keeps the score of a perfect image a finite number. */
const HIGHEST_PSNR = 200

/**
 * Scores every method on one image, whole and where the lens's light is, over the pixels that count: MSE and PSNR over
 * those, SSIM over those whose whole window counts. A task of the worker pool.
 */
export function scoreSample(task: ScoreTask): SampleScores {
  const { sample, name, recipe, lr, hr, sr } = task
  const mask = lensRegionMask(hr)
  const hasLens = mask.some(value => value !== 0)
  const scores = methodIds(recipe).map((method): ScoredImage => {
    const image = layerImage(method, task, recipe)
    const whole = score(image, hr, task)
    const lens = hasLens ? score(image, hr, task, mask) : null
    return {
      sample,
      name,
      method,
      ...whole,
      lensMse: finite(lens?.mse),
      lensPsnr: finite(lens?.psnr),
      lensSsim: finite(lens?.ssim),
    }
  })
  if (!recipe.degradation) return { scores, consistency: null }
  const { reducedChiSquare, fluxRatio } = checkConsistency(sr, lr, recipe.degradation, task.measured)
  return { scores, consistency: { reducedChiSquare, fluxRatio } }
}

function score(image: FloatImage, hr: FloatImage, { peak, ssimWindow }: ScoreTask, mask?: Uint8Array) {
  const error = mse(image, hr, mask)
  return {
    mse: error,
    psnr: Math.min(HIGHEST_PSNR, psnr(error, peak)),
    ssim: ssim(image, hr, { window: ssimWindow, peak }, mask),
  }
}

function finite(value: number | undefined): number | null {
  return value !== undefined && Number.isFinite(value) ? value : null
}

export interface TuneTask {
  /** LR at the flux level of the HR. */
  readonly pairs: readonly ImagePair[]
  readonly factor: number
  readonly peak: number
  readonly affine: boolean
  /** Empty: the PSF is not known, and its width is searched too. */
  readonly psfs: readonly PsfCandidate[]
}

/** The best setting of each classical method, by name. A task of the worker pool. */
export function tuneMethods({ pairs, factor, peak, affine, psfs }: TuneTask): ClassicalMethod[] {
  const tuned = tuneClassical(pairs, { factor, peak, flux: affine ? 'affine' : 'fixed', psfs })
  const order = ['wiener', 'richardson-lucy', 'gaussian-denoise']
  return (tuned?.ranking ?? [])
    .map(entry => entry.setting)
    .toSorted((a, b) => order.indexOf(a.method) - order.indexOf(b.method))
}
