import { bootstrapInterval, mean } from '../../domain/stats.ts'
import type { EvaluationRecord } from '../../workspace/evaluations.ts'

export interface PairedDifference {
  readonly images: number
  /** Mean over the images that both were scored on, dB. */
  readonly psnr: number
  /** 95 % bootstrap interval of that mean; null under five images. */
  readonly interval: { readonly low: number; readonly high: number } | null
  readonly ssim: number
  /** On how many images it was the better one, by PSNR. */
  readonly better: number
}

/**
 * How much better than `base` a network did on the same images: pairs are compared, so that what is hard for both cancels. Null
 * where they were scored on different images or with another peak.
 */
export function pairedDifference(one: EvaluationRecord, base: EvaluationRecord): PairedDifference | null {
  if (one.datasetId !== base.datasetId || one.peak !== base.peak || one.ssimWindow !== base.ssimWindow) return null
  const network = (evaluation: EvaluationRecord) => evaluation.images.filter(image => image.method === 'network')
  const bySample = new Map(network(base).map(image => [image.sample, image]))
  const pairs = network(one).flatMap(image => {
    const other = bySample.get(image.sample)
    return other ? [{ psnr: image.psnr - other.psnr, ssim: image.ssim - other.ssim }] : []
  })
  if (pairs.length === 0) return null
  const psnr = pairs.map(pair => pair.psnr)
  return {
    images: pairs.length,
    psnr: mean(psnr),
    interval: bootstrapInterval(psnr) ?? null,
    ssim: mean(pairs.map(pair => pair.ssim)),
    better: psnr.filter(difference => difference > 0).length,
  }
}
