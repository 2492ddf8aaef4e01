import type { Job } from '../../contract/jobs.ts'
import type { JobRecord } from '../../workspace/jobs.ts'

/** Wishes, places and what a job takes are not kept: they die with the process. */
export function toStored({ pending: _, place: __, usage: ___, ...job }: Job): JobRecord {
  return { version: 1, ...job }
}

export function fromStored({ version: _, ...record }: JobRecord): Job {
  return { ...record, pending: null, place: null, usage: null }
}
