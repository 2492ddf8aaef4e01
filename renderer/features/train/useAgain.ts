import { skipToken, useQuery } from '@tanstack/react-query'
import type { Recipe, RecipeStage } from '../../../main/contract/recipes.ts'
import { api } from '../../app/api.ts'
import { againDraft, type EarlierConfig } from './againDraft.ts'
import { emptyDraft, stageStart, type TrainingDraft } from './request.ts'
import { useResolved } from './useResolved.ts'

/**
 * The form filled in as an earlier run was started; undefined while that is being looked up, null without a run or where it cannot
 * be read.
 */
export function useAgain(
  runId: string | null,
  recipes: readonly Recipe[] | undefined,
): TrainingDraft | null | undefined {
  const run = useQuery(api.runs.get.queryOptions({ input: runId === null ? skipToken : { id: runId }, retry: false }))
  const config = run.data?.config ?? run.data?.classifier ?? undefined
  const own = recipes?.find(({ id }) => id === config?.presetId)
  // A recipe of the user's own is not known to the form: the run's values are then all changes of one that trains the like.
  const recipe = own ?? recipes?.find(({ stages }) => stages.length === 1 && isAlike(stages[0], config)) ?? recipes?.[0]
  // What the recipe alone would give.
  const usual =
    config && own
      ? stageStart({ ...emptyDraft(config.datasetId), presetId: own.id, stage: config.stage ?? null }, own)
      : null
  const base = useResolved(usual)
  if (runId === null || run.error) return null
  if (!config || !recipe || (usual !== null && base.isPending)) return undefined
  return againDraft(config, recipe, base.data?.config)
}

const isAlike = (stage: RecipeStage, config: EarlierConfig | undefined): boolean =>
  stage.task === 'classify' && config?.task === 'classify'
    ? stage.classifier.kind === config.classifier.kind
    : stage.task === config?.task
