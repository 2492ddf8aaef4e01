import { useSyncExternalStore } from 'react'
import type { Job } from '../../../main/contract/jobs.ts'
import { client } from '../api.ts'
import { createJobFeed, hasEnded, type JobFeedState } from './feed.ts'

export const jobFeed = createJobFeed({
  watch: signal => client.jobs.watch(undefined, { signal }),
  get: id => client.jobs.get({ id }),
})

export const useJobFeed = (): JobFeedState => useSyncExternalStore(jobFeed.subscribe, jobFeed.getState)

/** The newest snapshot of a job, as the feed saw it; undefined before it was seen. */
export const useJob = (id: string | null | undefined): Job | undefined => {
  const { jobs } = useJobFeed()
  return id === null || id === undefined ? undefined : jobs.get(id)
}

/** Jobs that are not over, oldest first: what runs or is paused, then the queue. */
export function useActiveJobs(): { current: readonly Job[]; queued: readonly Job[] } {
  const { jobs } = useJobFeed()
  const active = [...jobs.values()].filter(job => !hasEnded(job)).sort((a, b) => a.createdAt.localeCompare(b.createdAt))
  return {
    current: active.filter(job => job.status !== 'queued'),
    queued: active.filter(job => job.status === 'queued'),
  }
}
