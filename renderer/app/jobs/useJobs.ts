import { useSyncExternalStore } from 'react'
import type { Job } from '../../../main/contract/jobs.ts'
import { client } from '../api.ts'
import { createJobFeed, hasEnded, type JobFeedState } from './feed.ts'

export const jobFeed = createJobFeed({
  watch: signal => client.jobs.watch(undefined, { signal }),
  get: id => client.jobs.get({ id }),
})

/** A quick job tells of itself hundreds of times a second; React gives up on a page that is drawn that often without a pause. */
const TAKE_UP_MILLISECONDS = 100

function subscribe(listener: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  const leave = jobFeed.subscribe(() => {
    timer ??= setTimeout(() => {
      timer = undefined
      listener()
    }, TAKE_UP_MILLISECONDS)
  })
  return () => {
    leave()
    clearTimeout(timer)
  }
}

export const useJobFeed = (): JobFeedState => useSyncExternalStore(subscribe, jobFeed.getState)

/** The newest snapshot of a job, as the feed saw it; undefined before it was seen. */
export const useJob = (id: string | null | undefined): Job | undefined => {
  const { jobs } = useJobFeed()
  return id === null || id === undefined ? undefined : jobs.get(id)
}

/** A job that has not begun, held back or not. */
const waits = (job: Job): boolean => job.startedAt === null

/** Jobs that are not over: what runs or is paused, oldest first; what waits, in the queue's order. */
export function useActiveJobs(): { current: readonly Job[]; queued: readonly Job[] } {
  const { jobs } = useJobFeed()
  const active = [...jobs.values()].filter(job => !hasEnded(job)).sort((a, b) => a.createdAt.localeCompare(b.createdAt))
  return {
    current: active.filter(job => !waits(job)),
    queued: active.filter(waits).sort((a, b) => (a.place ?? 0) - (b.place ?? 0)),
  }
}
