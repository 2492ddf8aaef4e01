import type { Job, JobProgress } from '../../main/contract/jobs.ts'
import { t } from '../text/t.ts'
import { formatCount, formatDuration, formatNumber } from './format.ts'

/** 0 to 100, or null where the end is not known. */
export const progressPercent = ({ done, total }: JobProgress): number | null =>
  total === null || total <= 0 ? null : Math.min(100, Math.max(0, (100 * done) / total))

/** 'Decoding: 120 of 1,000 images, 34 images/s, 26 s left': what is being done, how fast, and how long it will take. */
export function describeProgress({ status, pending, pausedReason, progress, place }: Job): string {
  if (pending !== null) return { pause: t.ui.pausing, resume: t.ui.resuming, stop: t.ui.stopping }[pending]
  const { done, total, unit, ratePerSecond, secondsLeft, message } = progress
  const count = total === null ? formatCount(done) : `${formatCount(done)} of ${formatCount(total)}`
  const counted = done === 0 && total === null ? '' : `${count} ${unit}`
  if (place !== null) return status === 'paused' ? t.jobs.heldBackInTheQueue : waitingAt(place)
  if (status === 'paused') return [pausedReason ?? t.ui.paused, counted].filter(Boolean).join(', ')
  if (status === 'queued') return t.ui.waitingInTheQueue
  const rate = ratePerSecond === null ? '' : `${formatNumber(ratePerSecond, 3)} ${unit}/s`
  const left = secondsLeft === null ? '' : `${formatDuration(secondsLeft)} left`
  const numbers = [counted, rate, left].filter(Boolean).join(', ')
  return message === '' ? numbers : numbers === '' ? message : `${message}: ${numbers}`
}

const waitingAt = (place: number): string => (place === 0 ? t.jobs.waitsAsNext : t.jobs.waitsAt(place + 1))
