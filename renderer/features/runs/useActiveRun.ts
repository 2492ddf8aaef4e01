import { useEffect } from 'react'
import type { Job } from '../../../main/contract/jobs.ts'
import type { RunSummary } from '../../../main/contract/runs.ts'
import { api, queryClient } from '../../app/api.ts'
import { hasEnded } from '../../app/jobs/feed.ts'
import { useJob } from '../../app/jobs/useJobs.ts'

const RUN_ACTIVE: readonly RunSummary['status'][] = ['queued', 'running', 'paused']

/** The job that trains a run now. When it begins or ends, what is known of the run is read again. */
export function useActiveRun(run: Pick<RunSummary, 'id' | 'jobId' | 'status'>): {
  job: Job | undefined
  isActive: boolean
} {
  const job = useJob(run.jobId)
  const isActive = job ? !hasEnded(job) : RUN_ACTIVE.includes(run.status)
  const status = job?.status
  const known = run.status
  useEffect(() => {
    if (status !== undefined && status !== known) void queryClient.invalidateQueries({ queryKey: api.runs.key() })
  }, [status, known])
  return { job: isActive ? job : undefined, isActive }
}
