import { skipToken, useQuery } from '@tanstack/react-query'
import { api } from '../../app/api.ts'
import { againDraft } from './againDraft.ts'
import type { TrainingDraft } from './request.ts'

/**
 * The form filled in as an earlier run was started; undefined while that is being looked up, null without a run or
 * where it cannot be read.
 */
export function useAgain(runId: string | null): TrainingDraft | null | undefined {
  const run = useQuery(api.runs.get.queryOptions({ input: runId === null ? skipToken : { id: runId }, retry: false }))
  const config = run.data?.config
  const base = useQuery(
    api.training.resolve.queryOptions({
      input: config ? { datasetId: config.datasetId, presetId: config.presetId } : skipToken,
      retry: false,
    }),
  )
  if (runId === null || run.error) return null
  if (!config || base.isPending) return undefined
  return againDraft(config, base.data?.config)
}
