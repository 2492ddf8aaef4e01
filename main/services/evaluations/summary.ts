import type { Evaluation, MethodScore } from '../../contract/evaluations.ts'
import { bootstrapInterval, mean, standardDeviation } from '../../domain/stats.ts'

export type ImageScore = Evaluation['images'][number]
type Summary = MethodScore['whole']['mse']

/** Mean, standard deviation and 95 % bootstrap interval of the mean; the interval is null under five images. */
export function summarise(values: readonly number[]): Summary {
  return {
    mean: mean(values),
    std: values.length < 2 ? null : standardDeviation(values),
    interval: bootstrapInterval(values) ?? null,
  }
}

/** One image's scores of one method, with the lens region's MSE, which the contract's rows leave out. */
export interface ScoredImage extends ImageScore {
  readonly lensMse: number | null
}

/**
 * A method's table row from its images' scores. The lens region is summarised over the images that have one; null
 * where none has.
 */
export function methodScore(
  method: { readonly id: string; readonly title: string; readonly note: string },
  images: readonly ScoredImage[],
): MethodScore {
  const lens = images.flatMap(({ lensMse, lensPsnr, lensSsim }) =>
    lensMse === null || lensPsnr === null || lensSsim === null
      ? []
      : [{ mse: lensMse, psnr: lensPsnr, ssim: lensSsim }],
  )
  return { ...method, whole: metrics(images), lens: lens.length === 0 ? null : metrics(lens) }
}

function metrics(scores: readonly { mse: number; psnr: number; ssim: number }[]): MethodScore['whole'] {
  return {
    mse: summarise(scores.map(s => s.mse)),
    psnr: summarise(scores.map(s => s.psnr)),
    ssim: summarise(scores.map(s => s.ssim)),
  }
}
