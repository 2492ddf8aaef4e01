import { describe, expect, it } from 'vitest'
import type { Job } from '../../../main/contract/jobs.ts'
import { backOffMilliseconds, createJobFeed, type JobFeedState } from '../../../renderer/app/jobs/feed.ts'

const job = (id: string, status: Job['status']): Job => ({
  id,
  kind: 'train',
  title: `Train ${id}`,
  status,
  pending: null,
  pausedReason: null,
  progress: { done: 0, total: null, unit: 'steps', ratePerSecond: null, secondsLeft: null, message: '' },
  place: null,
  usage: null,
  subjectId: null,
  error: null,
  createdAt: '2026-03-05T14:02:00Z',
  startedAt: null,
  endedAt: null,
})

/** Connections in the order in which they are opened: snapshots until one breaks; after the last, silence. */
async function run(connections: readonly (readonly Job[] | 'refused')[], answers: Readonly<Record<string, Job>> = {}) {
  const states: JobFeedState['connection'][] = []
  const ended: string[] = []
  const waits: number[] = []
  const waiting = [...connections]
  const silence = Promise.withResolvers<void>()
  const feed = createJobFeed({
    watch: async signal => {
      const next = waiting.shift()
      if (next === 'refused') throw new Error('no answer')
      return (async function* () {
        yield* next ?? []
        if (next !== undefined && waiting.length > 0) throw new Error('broken')
        silence.resolve()
        await new Promise(resolve => signal.addEventListener('abort', resolve))
      })()
    },
    get: async id => answers[id] ?? job(id, 'running'),
    wait: async milliseconds => void waits.push(milliseconds),
  })
  feed.subscribe(() => {
    const { connection } = feed.getState()
    if (states.at(-1) !== connection) states.push(connection)
  })
  feed.onEnd(({ id, status }) => ended.push(`${id} ${status}`))
  const stop = feed.start()
  await silence.promise
  const { jobs } = feed.getState()
  stop()
  return { states, ended, waits, jobs: [...jobs.values()].map(({ id, status }) => `${id} ${status}`) }
}

describe('the job feed', () => {
  it('keeps the newest snapshot of each job and tells of each end once', async () => {
    expect(await run([[job('a', 'queued'), job('a', 'running'), job('b', 'queued'), job('a', 'done')]])).toEqual({
      states: ['live'],
      ended: ['a done'],
      waits: [],
      jobs: ['a done', 'b queued'],
    })
  })

  it('does not announce a job that was already over when it was first seen', async () => {
    expect((await run([[job('a', 'failed')]])).ended).toEqual([])
  })

  it('shows a lost connection, tries again ever more slowly, and is live again when the core answers', async () => {
    const { states, waits } = await run([[job('a', 'running')], 'refused', 'refused', 'refused', [job('a', 'running')]])
    expect({ states, waits }).toEqual({ states: ['live', 'lost', 'live'], waits: [500, 1000, 2000, 4000] })
  })

  it('learns of a job that ended while the connection was lost', async () => {
    const { ended, jobs } = await run([[job('a', 'running')], []], { a: job('a', 'done') })
    expect({ ended, jobs }).toEqual({ ended: ['a done'], jobs: ['a done'] })
  })

  it('never waits longer than a quarter of a minute', () => {
    expect([0, 1, 4, 5, 30].map(backOffMilliseconds)).toEqual([500, 1000, 8000, 15_000, 15_000])
  })
})
