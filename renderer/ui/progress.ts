import type { Job, JobProgress } from '../../main/contract/jobs.ts'
import { formatCount, formatDuration, formatNumber } from './format.ts'

/** 0 to 100, or null where the end is not known. */
export const progressPercent = ({ done, total }: JobProgress): number | null =>
  total === null || total <= 0 ? null : Math.min(100, Math.max(0, (100 * done) / total))

/** 'Decoding: 120 of 1,000 images, 34 images/s, 26 s left': what is being done, how fast, and how long it will take. */
export function describeProgress({ status, pending, pausedReason, progress, place }: Job): string {
  if (pending !== null) return { pause: 'Pausing ...', resume: 'Resuming ...', stop: 'Stopping ...' }[pending]
  const { done, total, unit, ratePerSecond, secondsLeft, message } = progress
  const count = total === null ? formatCount(done) : `${formatCount(done)} of ${formatCount(total)}`
  const counted = done === 0 && total === null ? '' : `${count} ${unit}`
  if (place !== null)
    return status === 'paused' ? 'Held back in the queue' : `Waiting in the queue, ${ordinal(place + 1)}`
  if (status === 'paused') return [pausedReason ?? 'Paused', counted].filter(Boolean).join(', ')
  if (status === 'queued') return 'Waiting in the queue'
  const rate = ratePerSecond === null ? '' : `${formatNumber(ratePerSecond, 3)} ${unit}/s`
  const left = secondsLeft === null ? '' : `${formatDuration(secondsLeft)} left`
  const numbers = [counted, rate, left].filter(Boolean).join(', ')
  return message === '' ? numbers : numbers === '' ? message : `${message}: ${numbers}`
}

const ordinal = (count: number): string => (count === 1 ? 'next' : `number ${count}`)
