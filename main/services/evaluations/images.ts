import { readFile } from 'node:fs/promises'
import { AppError } from '../../domain/errors.ts'
import { rescaleCards } from '../../domain/wcs/index.ts'
import { fileError } from '../../formats/fileErrors.ts'
import { readImageFile } from '../../formats/readers.ts'
import { type EvaluationRecord, findEvaluation } from '../../workspace/evaluations.ts'
import { inputWorldCards } from '../apply/productHeader.ts'
import type { ServiceContext } from '../context.ts'
import { readNpyImage } from '../engine/npyImages.ts'
import { wholeNumber } from '../pixels.ts'
import type { DatasetAccess } from '../training/datasetAccess.ts'
import { evaluationFolder, networkImageFile, recipeFile } from './files.ts'
import { readPair } from './pair.ts'
import { type EvaluationRecipe, layerImage, recipeFromJson, type Triple } from './recipe.ts'

/** Answers `evaluation/<id>/<sample>/<layer>`. */
export function addEvaluationImages(context: ServiceContext, datasets: DatasetAccess): void {
  context.images.addImages('evaluation', async ([id = '', samplePart, layer = '']) => {
    const evaluation = requireEvaluation(context, id)
    const sample = wholeNumber(samplePart)
    if (!evaluation.samples.some(known => known.sample === sample)) {
      throw new AppError('not-found', `The evaluation ${id} has no sample ${sample}.`, { id, sample })
    }
    return {
      tag: `evaluation/${id}/${sample}/${layer}`,
      immutable: true,
      read: async () => {
        const recipe = await readRecipe(context, id)
        return layerImage(layer, await readTriple(context, datasets, evaluation, sample), recipe)
      },
      cards: () => layerCards(context, datasets, evaluation, sample, layer),
    }
  })
}

/** Where a layer's pixels lie on the sky: the LR image's world coordinates, on the network's grid. */
async function layerCards(
  { folders }: ServiceContext,
  datasets: DatasetAccess,
  { datasetId }: EvaluationRecord,
  sample: number,
  layer: string,
): Promise<string[]> {
  const source = datasets.source(datasetId, sample)
  if (source === null) return []
  const { file, ...choice } = source
  const { cards = [] } = await readImageFile(await folders.resolveReadable(file), choice)
  const factor = layer === 'consistency' ? 1 : (datasets.detail(datasetId).factor ?? 1)
  return rescaleCards(inputWorldCards(cards), factor).cards
}

export function requireEvaluation({ workspace }: ServiceContext, id: string): EvaluationRecord {
  const evaluation = findEvaluation(workspace.db, id)
  if (evaluation) return evaluation
  throw new AppError('not-found', `There is no evaluation ${id}. Its job may not be done yet.`, { id })
}

export async function readRecipe({ workspace }: ServiceContext, id: string): Promise<EvaluationRecipe> {
  const file = recipeFile(evaluationFolder(workspace, id))
  const text = await readFile(file, 'utf8').catch(error => {
    throw fileError(error, file, 'read')
  })
  return recipeFromJson(text)
}

/** LR, HR and SR of one sample. */
export async function readTriple(
  { workspace }: ServiceContext,
  datasets: DatasetAccess,
  evaluation: EvaluationRecord,
  sample: number,
): Promise<Triple> {
  const [pair, sr] = await Promise.all([
    readPair(datasets, datasets.detail(evaluation.datasetId), sample),
    readNpyImage(networkImageFile(evaluationFolder(workspace, evaluation.id), sample)),
  ])
  return { ...pair, sr }
}
