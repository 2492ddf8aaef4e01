import { useQuery } from '@tanstack/react-query'
import { useEffect, useMemo, useState } from 'react'
import type { TrainingEvent } from '../../../main/contract/jobs.ts'
import type { RunSeries } from '../../../main/contract/runs.ts'
import { api, client } from '../../app/api.ts'
import { backOffMilliseconds } from '../../app/jobs/feed.ts'
import { EMPTY_SERIES, withEvents } from './liveSeries.ts'

/** Events come many a second; the page takes them up this often. */
const TAKE_UP_MILLISECONDS = 400

export type PreviewEvent = Extract<TrainingEvent, { type: 'preview' }>

interface RunLive {
  readonly series: RunSeries
  /** Previews that came while this page looked on. */
  readonly previews: readonly Pick<PreviewEvent, 'step' | 'epoch' | 'sample'>[]
  readonly isLoading: boolean
  readonly error: unknown
}

/** Follows a job's training events, and rejoins at the last one seen where the connection breaks. */
async function follow(jobId: string, take: (event: TrainingEvent) => void, signal: AbortSignal) {
  let since = -1
  let attempt = 0
  while (!signal.aborted) {
    try {
      for await (const event of await client.jobs.events({ id: jobId, since }, { signal })) {
        since = event.seq
        attempt = 0
        if (event.training) take(event.training)
      }
      return
    } catch {
      if (signal.aborted) return
      await new Promise(resolve => setTimeout(resolve, backOffMilliseconds(attempt++)))
    }
  }
}

/** A run's curves: what the core has kept, and what a running job adds. */
export function useRunLive(runId: string, activeJobId: string | null): RunLive {
  const kept = useQuery(api.runs.series.queryOptions({ input: { id: runId, points: 2000 } }))
  const [events, setEvents] = useState<readonly TrainingEvent[]>([])

  useEffect(() => {
    setEvents([])
    if (activeJobId === null) return
    const controller = new AbortController()
    let waiting: TrainingEvent[] = []
    const timer = setInterval(() => {
      if (waiting.length === 0) return
      const taken = waiting
      waiting = []
      setEvents(old => [...old, ...taken])
    }, TAKE_UP_MILLISECONDS)
    void follow(activeJobId, event => waiting.push(event), controller.signal)
    return () => {
      controller.abort()
      clearInterval(timer)
    }
  }, [activeJobId])

  const series = useMemo(() => withEvents(kept.data ?? EMPTY_SERIES, events), [kept.data, events])
  const previews = useMemo(() => events.filter(event => event.type === 'preview'), [events])
  return { series, previews, isLoading: kept.isPending, error: kept.error }
}
