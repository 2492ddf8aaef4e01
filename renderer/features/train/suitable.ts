import type { DatasetSummary } from '../../../main/contract/datasets.ts'
import type { Recipe, RecipeStage } from '../../../main/contract/recipes.ts'
import { t } from '../../text/t.ts'
import type { TrainingDraft } from './request.ts'

/** Whether there is anything to learn from it, by one recipe or another. */
export const isTrainable = ({ paired, classes }: DatasetSummary): boolean => paired || classes.length >= 2

/** Why a stage cannot be trained on a dataset; null: it can. */
export function obstacle(dataset: DatasetSummary, { task }: RecipeStage): string | null {
  if (task === 'classify' && dataset.classes.length < 2) return t.train.noClassesToTellApart
  if (task !== 'classify' && !dataset.paired) return t.train.noHRImagesToLearnFrom
  if (dataset.state === 'missing') return t.train.itsFilesAreMissing
  return dataset.state === 'changed' ? t.train.itsFilesHaveChanged : null
}

/** The stage that the result comes from. */
export const lastStage = ({ stages }: Recipe): RecipeStage => stages[stages.length - 1]

const suitableFor = (stage: RecipeStage, datasets: readonly DatasetSummary[]) =>
  datasets.filter(dataset => obstacle(dataset, stage) === null)

/** Stages that no dataset suits. */
export const stagesWithoutData = (recipe: Recipe, datasets: readonly DatasetSummary[]): readonly RecipeStage[] =>
  recipe.stages.filter(stage => suitableFor(stage, datasets).length === 0)

/**
 * The draft with datasets that suit: where the last stage cannot be trained on the one that was chosen, the only one that it can, and
 * for an earlier stage that cannot be trained on that, the first that it can. What was chosen for a stage stays.
 */
export function withSuitable(draft: TrainingDraft, recipe: Recipe, datasets: readonly DatasetSummary[]): TrainingDraft {
  const suits = (id: string | null, stage: RecipeStage) => suitableFor(stage, datasets).some(other => other.id === id)
  const last = lastStage(recipe)
  const fitting = suitableFor(last, datasets)
  const datasetId = !suits(draft.datasetId, last) && fitting.length === 1 ? fitting[0].id : draft.datasetId
  const others = recipe.stages.flatMap(stage => {
    if (draft.datasets[stage.id] !== undefined || suits(datasetId, stage)) return []
    const [first] = suitableFor(stage, datasets)
    return first === undefined || stage === last ? [] : [[stage.id, first.id] as const]
  })
  return { ...draft, datasetId, datasets: { ...Object.fromEntries(others), ...draft.datasets } }
}

/** Whether each stage has a dataset that it can be trained on. */
export const hasItsData = (draft: TrainingDraft, recipe: Recipe, datasets: readonly DatasetSummary[]): boolean =>
  recipe.stages.every(stage =>
    suitableFor(stage, datasets).some(({ id }) => id === (draft.datasets[stage.id] ?? draft.datasetId)),
  )
