import { AppError } from '../../domain/errors.ts'
import type { EvaluationRecord } from '../../workspace/evaluations.ts'
import type { ServiceContext } from '../context.ts'
import { readRecipe, readTriple } from '../evaluations/images.ts'
import { samplePanel } from '../export/evaluationReport.ts'
import type { DatasetAccess } from '../training/datasetAccess.ts'

export interface GalleryImage {
  readonly rank: 'best' | 'median' | 'worst'
  readonly name: string
  readonly psnr: number
  /** LR | bicubic | SR | HR | residual. */
  readonly png: Uint8Array
}

/** The images on which the network did best, middling and worst, by their PSNR: a choice that flatters nobody. */
export function ranked(evaluation: EvaluationRecord): { rank: GalleryImage['rank']; sample: number; psnr: number }[] {
  const scores = evaluation.images
    .filter(image => image.method === 'network')
    .toSorted((a, b) => b.psnr - a.psnr || a.sample - b.sample)
  const places = { best: 0, median: Math.floor((scores.length - 1) / 2), worst: scores.length - 1 } as const
  const chosen = Object.entries(places).flatMap(([rank, at]) => {
    const score = scores[at]
    return score ? [{ rank: rank as GalleryImage['rank'], sample: score.sample, psnr: score.psnr }] : []
  })
  return chosen.filter(({ sample }, at) => chosen.findIndex(other => other.sample === sample) === at)
}

/** Empty where the images are in this workspace no more. */
export async function gallery(
  context: ServiceContext,
  datasets: DatasetAccess,
  evaluation: EvaluationRecord,
): Promise<GalleryImage[]> {
  try {
    const recipe = await readRecipe(context, evaluation.id)
    const images: GalleryImage[] = []
    for (const { rank, sample, psnr } of ranked(evaluation)) {
      const triple = await readTriple(context, datasets, evaluation, sample)
      const name = evaluation.samples.find(known => known.sample === sample)?.name ?? String(sample)
      images.push({ rank, name, psnr, png: samplePanel(evaluation, sample, triple, recipe) })
    }
    return images
  } catch (error) {
    if (error instanceof AppError && error.code === 'not-found') return []
    throw error
  }
}
