import type { Job } from '../../../main/contract/jobs.ts'

/** The page that shows what a job makes, or null where there is none. */
export function jobLink(job: Pick<Job, 'kind' | 'subjectId'>): string | null {
  if (job.subjectId === null) return null
  switch (job.kind) {
    case 'import':
    case 'simulate':
      return `/data/${job.subjectId}`
    case 'train':
    case 'classify':
      return `/runs/${job.subjectId}`
    case 'group':
      return `/groups/${job.subjectId}`
    case 'evaluate':
      return `/compare?evaluation=${job.subjectId}`
    case 'apply':
      return `/apply/${job.subjectId}`
    case 'check-devices':
    case 'backup':
      return null
  }
}
