import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { Evaluation } from '../../../main/contract/evaluations.ts'
import { api } from '../../app/api.ts'
import { t } from '../../text/t.ts'
import type { OtherRun } from './layers.ts'

/** More are not offered: their images would not fit beside each other. */
const MOST_RUNS = 8

/** Other runs that were evaluated on the same images, the newest first, each once. */
export function useOtherRuns({ id, runId, datasetId, side }: Evaluation): readonly OtherRun[] {
  const list = useQuery(api.evaluations.list.queryOptions({ input: {} }))
  const runs = useQuery(api.runs.list.queryOptions({ input: { limit: 500 } }))
  return useMemo(() => {
    const seen = new Set([runId])
    const others = (list.data ?? [])
      .toSorted((a, b) => b.createdAt.localeCompare(a.createdAt))
      .filter(other => {
        const isNew = other.id !== id && other.datasetId === datasetId && other.side === side && !seen.has(other.runId)
        if (isNew) seen.add(other.runId)
        return isNew
      })
    return others.slice(0, MOST_RUNS).map(other => ({
      evaluationId: other.id,
      title: t.compare.srOf(runs.data?.runs.find(run => run.id === other.runId)?.name ?? t.compare.anotherRun),
    }))
  }, [list.data, runs.data, id, runId, datasetId, side])
}
