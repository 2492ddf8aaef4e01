import { useSyncExternalStore } from 'react'
import type { Job } from '../../../main/contract/jobs.ts'
import { t } from '../../text/t.ts'
import { jobLink } from './links.ts'

const KEY = 'subarc-notify'

/** `refused`: the user, or the system, does not let this page show any; `missing`: there are none here. */
export type NotifyState = 'on' | 'off' | 'refused' | 'missing'

const listeners = new Set<() => void>()
const announce = () => {
  for (const listener of listeners) listener()
}

export function notifyState(): NotifyState {
  if (!('Notification' in window)) return 'missing'
  if (Notification.permission === 'denied') return 'refused'
  return Notification.permission === 'granted' && localStorage.getItem(KEY) === 'on' ? 'on' : 'off'
}

export const useNotifyState = (): NotifyState =>
  useSyncExternalStore(listener => {
    listeners.add(listener)
    return () => listeners.delete(listener)
  }, notifyState)

/** By the user's click only: a page that asks unasked is refused for good. */
export async function setNotify(on: boolean): Promise<void> {
  if (on && Notification.permission === 'default') await Notification.requestPermission()
  localStorage.setItem(KEY, on ? 'on' : 'off')
  announce()
}

const endings = (): Partial<Record<Job['status'], string>> => ({
  done: t.jobs.itIsDone,
  failed: t.jobs.itFailed,
  interrupted: t.jobs.itWasInterrupted,
})

/** Tells on the desktop that a job is over; a click on it opens what the job made. Nothing for what the user stopped. */
export function notifyEnd(job: Job, open: (address: string) => void): void {
  const ending = endings()[job.status]
  if (notifyState() !== 'on' || ending === undefined) return
  const body = job.error?.message ?? ending
  const notification = new Notification(job.title, { body, tag: job.id })
  const to = jobLink(job)
  notification.addEventListener('click', () => {
    window.focus()
    if (to !== null) open(to)
    notification.close()
  })
}
