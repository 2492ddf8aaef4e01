import type { Job } from '../../contract/jobs.ts'
import type { JobRecord } from '../../workspace/jobs.ts'

/** Wishes are not kept: they die with the process that was to obey them. */
export function toStored({ pending: _, ...job }: Job): JobRecord {
  return { version: 1, ...job }
}

export function fromStored({ version: _, ...record }: JobRecord): Job {
  return { ...record, pending: null }
}
