import type { Job } from '../../../main/contract/jobs.ts'
import { t } from '../../text/t.ts'
import { api, queryClient } from '../api.ts'
import { showToast } from '../toasts.ts'
import { jobLink } from './links.ts'

const LINK_LABEL: Record<Job['kind'], string> = {
  import: t.app.openDataset,
  simulate: t.app.openDataset,
  train: t.app.openRun,
  group: t.app.showGroup,
  evaluate: t.app.compare,
  classify: t.app.openRun,
  apply: t.app.showResults,
  'check-devices': '',
  backup: '',
}

/** What lists may have changed when a job of this kind ends. */
const CHANGED: Record<Job['kind'], () => readonly unknown[][]> = {
  import: () => [api.datasets.key()],
  simulate: () => [api.datasets.key()],
  train: () => [api.runs.key(), api.runTable.key(), api.comparison.key(), api.provenance.key()],
  evaluate: () => [api.evaluations.key(), api.runs.key(), api.runTable.key(), api.comparison.key()],
  classify: () => [api.classifiers.key()],
  group: () => [api.groups.key(), api.runs.key(), api.runTable.key()],
  apply: () => [api.apply.key()],
  'check-devices': () => [api.devices.key(), api.workspace.info.key()],
  backup: () => [],
}

export function refreshAfter(job: Job): void {
  for (const queryKey of CHANGED[job.kind]()) void queryClient.invalidateQueries({ queryKey })
}

/** Tells that a job is over, and where its product is. */
export function announceEnd(job: Job): void {
  const to = jobLink(job)
  const link = to === null || job.status === 'stopped' ? {} : { link: { to, label: LINK_LABEL[job.kind] } }
  if (job.status === 'done') showToast({ severity: 'success', message: `${job.title}: done.`, ...link })
  else if (job.status === 'stopped') showToast({ severity: 'info', message: `${job.title}: stopped.` })
  else showToast({ severity: 'error', message: `${job.title}: ${job.error?.message ?? job.status}`, ...link })
}
