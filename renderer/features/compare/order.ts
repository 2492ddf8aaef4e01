import type { Evaluation } from '../../../main/contract/evaluations.ts'
import { t } from '../../text/t.ts'

export const ORDERS = {
  psnr: { title: 'PSNR', unit: 'dB', digits: 2 },
  ssim: { title: 'SSIM', unit: '', digits: 4 },
  lensPsnr: { title: t.compare.psnrOfTheLens, unit: 'dB', digits: 2 },
  gain: { title: t.compare.gainOverBicubic, unit: 'dB', digits: 2 },
} as const
export type Order = keyof typeof ORDERS
export const ORDER_KEYS: readonly Order[] = ['psnr', 'ssim', 'lensPsnr', 'gain']

export interface RankedImage {
  readonly sample: number
  readonly name: string
  /** Null where this image has no such score: it comes last. */
  readonly score: number | null
}

/** The evaluation's images by the network's score, worst first or best first. */
export function rankedImages(
  { samples, images }: Pick<Evaluation, 'samples' | 'images'>,
  order: Order,
  bestFirst: boolean,
): RankedImage[] {
  const of = (method: string) => new Map(images.filter(i => i.method === method).map(i => [i.sample, i]))
  const network = of('network')
  const bicubic = of('bicubic')
  const score = (sample: number): number | null => {
    const scores = network.get(sample)
    if (!scores) return null
    if (order !== 'gain') return scores[order]
    const plain = bicubic.get(sample)
    return plain ? scores.psnr - plain.psnr : null
  }
  const sign = bestFirst ? -1 : 1
  return samples
    .map(({ sample, name }) => ({ sample, name, score: score(sample) }))
    .sort((a, b) => {
      if (a.score === null || b.score === null) return Number(a.score === null) - Number(b.score === null)
      return sign * (a.score - b.score)
    })
}
