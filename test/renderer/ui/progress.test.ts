import { describe, expect, it } from 'vitest'
import type { Job } from '../../../main/contract/jobs.ts'
import { describeProgress, progressPercent } from '../../../renderer/ui/progress.ts'

const progress: Job['progress'] = {
  done: 120,
  total: 1000,
  unit: 'images',
  ratePerSecond: 34,
  secondsLeft: 26,
  message: 'Decoding',
}
const job = (change: Partial<Job>): Job => ({
  id: 'a',
  kind: 'import',
  title: 'Import',
  status: 'running',
  pending: null,
  pausedReason: null,
  progress,
  place: null,
  usage: null,
  subjectId: null,
  error: null,
  createdAt: '',
  startedAt: null,
  endedAt: null,
  ...change,
})

describe('progress', () => {
  it('says what is done, how fast, and how long it will take', () => {
    expect(describeProgress(job({}))).toBe('Decoding: 120 of 1,000 images, 34 images/s, 26 s left')
  })
  it('leaves out what is not known', () => {
    const unknown = { ...progress, total: null, done: 0, ratePerSecond: null, secondsLeft: null }
    expect(describeProgress(job({ progress: unknown }))).toBe('Decoding')
  })
  it('says that a wish is being obeyed, and why a job rests', () => {
    expect([
      describeProgress(job({ pending: 'stop' })),
      describeProgress(job({ status: 'paused', pausedReason: 'The disk is full' })),
      describeProgress(job({ status: 'queued', place: 0 })),
      describeProgress(job({ status: 'queued', place: 2 })),
      describeProgress(job({ status: 'paused', place: 2 })),
    ]).toEqual([
      'Stopping ...',
      'The disk is full, 120 of 1,000 images',
      'Waiting in the queue, next',
      'Waiting in the queue, number 3',
      'Held back in the queue',
    ])
  })
  it('has no percentage where the end is not known', () => {
    expect([
      progressPercent(progress),
      progressPercent({ ...progress, total: null }),
      progressPercent({ ...progress, total: 0 }),
    ]).toEqual([12, null, null])
  })
})
