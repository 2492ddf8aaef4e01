import { skipToken, useQuery } from '@tanstack/react-query'
import type { Recipe } from '../../../main/contract/recipes.ts'
import { api } from '../../app/api.ts'
import { againDraft } from './againDraft.ts'
import type { TrainingDraft } from './request.ts'

/**
 * The form filled in as an earlier run was started; undefined while that is being looked up, null without a run or where it cannot
 * be read.
 */
export function useAgain(
  runId: string | null,
  recipes: readonly Recipe[] | undefined,
): TrainingDraft | null | undefined {
  const run = useQuery(api.runs.get.queryOptions({ input: runId === null ? skipToken : { id: runId }, retry: false }))
  const config = run.data?.config
  // A recipe of the user's own is not known to the form: the run's values are then all changes of the first one.
  const own = recipes?.find(({ id }) => id === config?.presetId)
  const recipe = own ?? recipes?.[0]
  const datasetId = config?.datasetId ?? null
  const base = useQuery(
    api.training.resolve.queryOptions({
      input:
        datasetId !== null && own
          ? { datasetId, presetId: own.id, ...(config?.stage && { stage: config.stage }) }
          : skipToken,
      retry: false,
    }),
  )
  if (runId === null || run.error) return null
  if (!config || !recipe || (datasetId !== null && own && base.isPending)) return undefined
  return againDraft(config, recipe, base.data?.config)
}
