import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Job, JobEvent } from '../../../main/contract/jobs.ts'
import { AppError } from '../../../main/domain/errors.ts'
import { createJobs, type JobControl, type JobRequest, type Jobs } from '../../../main/services/jobs.ts'
import { openWorkspace, type Workspace } from '../../../main/workspace/workspace.ts'
import { temporaryFolder } from '../../support/core.ts'

let folder: ReturnType<typeof temporaryFolder>
let workspace: Workspace
let jobs: Jobs
let clock = 0
/** Bytes that the machine has to give. */
let free = 100

const now = (): Date => new Date(Date.UTC(2026, 0, 1) + clock)
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined }
const open = (): Jobs => createJobs({ workspace, now, log: silent, availableMemory: () => free })

beforeEach(() => {
  clock = 0
  free = 100
  folder = temporaryFolder('jobs')
  workspace = openWorkspace(folder.path)
  jobs = open()
})
afterEach(async () => {
  await jobs.close()
  workspace.close()
  folder.remove()
})

/** Work that the test lets go on and end. */
function work(change: Partial<JobRequest> = {}) {
  const { promise: started, resolve: start } = Promise.withResolvers<JobControl>()
  const { promise: released, resolve: release, reject: fail } = Promise.withResolvers<void>()
  const request: JobRequest = {
    kind: 'train',
    title: 'Training',
    subjectId: 'run-1',
    lane: 'engine',
    run: async control => {
      start(control)
      await released
    },
    ...change,
  }
  return { request, started, release, fail }
}

async function collect<T>(stream: AsyncIterable<T>): Promise<T[]> {
  const items: T[] = []
  for await (const item of stream) items.push(item)
  return items
}

describe('a job', () => {
  it('runs, reports and ends, and its events can be read again from any point', async () => {
    const { request, started, release } = work({ lane: 'light' })
    const { id } = jobs.submit(request)
    const control = await started
    control.progress({ done: 0, total: 10, unit: 'images', message: 'Reading' })
    clock = 2000
    control.progress({ done: 4 })
    control.emit({ type: 'log', level: 'info', message: 'half way' })
    expect(jobs.get(id).progress).toEqual({
      done: 4,
      total: 10,
      unit: 'images',
      ratePerSecond: 2,
      secondsLeft: 3,
      message: 'Reading',
    })
    release()
    expect((await jobs.ended(id)).status).toBe('done')

    const all = await collect<JobEvent>(jobs.events(id, -1))
    expect(all.map(event => event.seq)).toEqual(all.map((_, i) => i))
    expect(all[0].job.status).toBe('queued')
    expect(all.at(-1)?.job.status).toBe('done')
    expect(all.flatMap(event => event.training ?? [])).toEqual([{ type: 'log', level: 'info', message: 'half way' }])
    expect(await collect(jobs.events(id, 2))).toEqual(all.slice(3))
  })

  it('that fails says why', async () => {
    const { request, fail } = work({ lane: 'light' })
    const { id } = jobs.submit(request)
    fail(new AppError('no-space', 'The disk is full.', { path: '/x' }))
    expect(await jobs.ended(id)).toMatchObject({
      status: 'failed',
      error: { code: 'no-space', message: 'The disk is full.', details: { path: '/x' } },
    })
  })

  it('is stopped by its signal, and a stop is no failure', async () => {
    const ended: Job[] = []
    const { promise: started, resolve: start } = Promise.withResolvers<void>()
    const { id } = jobs.submit({
      ...work().request,
      run: control => {
        start()
        return new Promise((_, reject) => {
          control.signal.addEventListener('abort', () => reject(control.signal.reason), { once: true })
        })
      },
      onEnd: job => ended.push(job),
    })
    await started
    expect(jobs.stop(id)).toMatchObject({ pending: 'stop' })
    expect(await jobs.ended(id)).toMatchObject({ status: 'stopped', error: null, pending: null })
    expect(ended.map(job => job.status)).toEqual(['stopped'])
  })

  it('is paused and resumed when its work says so, not when it is asked', async () => {
    const { request, started, release } = work()
    const wishes: string[] = []
    const { id } = jobs.submit(request)
    const control = await started
    control.onPause(() => wishes.push('pause'))
    control.onResume(() => wishes.push('resume'))
    expect(jobs.pause(id)).toMatchObject({ status: 'running', pending: 'pause' })
    control.paused(null)
    expect(jobs.get(id)).toMatchObject({ status: 'paused', pending: null, pausedReason: null })
    expect(jobs.resume(id)).toMatchObject({ status: 'paused', pending: 'resume' })
    control.resumed()
    expect(jobs.get(id)).toMatchObject({ status: 'running', pending: null })
    control.paused('The disk is full.')
    expect(jobs.get(id)).toMatchObject({ status: 'paused', pausedReason: 'The disk is full.' })
    expect(wishes).toEqual(['pause', 'resume'])
    release()
    await jobs.ended(id)
  })

  it('that cannot be paused says so', async () => {
    const { request, started, release } = work()
    const { id } = jobs.submit(request)
    await started
    expect(() => jobs.pause(id)).toThrow(expect.objectContaining({ code: 'unsupported' }))
    release()
  })
})

describe('the engine lane', () => {
  it('runs one job at a time in the order of their submission', async () => {
    const first = work({ title: 'first' })
    const second = work({ title: 'second' })
    const a = jobs.submit(first.request)
    const b = jobs.submit(second.request)
    await first.started
    expect(jobs.get(b.id).status).toBe('queued')
    expect(jobs.list(true).map(job => job.title)).toEqual(['first', 'second'])
    first.release()
    await second.started
    expect(jobs.get(a.id).status).toBe('done')
    expect(jobs.get(b.id).status).toBe('running')
    second.release()
    await jobs.ended(b.id)
  })

  it('leaves out a job that was stopped while it waited', async () => {
    const first = work()
    const ended: string[] = []
    const second = work({
      run: async () => {
        ended.push('ran')
      },
      onEnd: job => ended.push(job.status),
    })
    const third = work()
    jobs.submit(first.request)
    const b = jobs.submit(second.request)
    jobs.submit(third.request)
    await first.started
    expect(jobs.stop(b.id).status).toBe('stopped')
    first.release()
    await third.started
    expect(ended).toEqual(['stopped'])
    third.release()
  })

  it('goes on after a job that failed', async () => {
    const first = work()
    const second = work()
    jobs.submit(first.request)
    jobs.submit(second.request)
    first.fail(new Error('broken'))
    await second.started
    second.release()
  })
})

describe('those who follow jobs', () => {
  it('wait for live events and may leave at any time', async () => {
    const { request, started, release } = work()
    const { id } = jobs.submit(request)
    const control = await started
    const seen = (await collectUntil(jobs.events(id, -1), event => event.job.status === 'running')).at(-1)?.seq ?? 0
    const stream = jobs.events(id, seen)
    const waiting = stream.next()
    control.emit({ type: 'log', level: 'info', message: 'live' })
    expect((await waiting).value).toMatchObject({ training: { message: 'live' } })
    const abandoned = stream.next()
    await stream.return?.()
    expect(await abandoned).toEqual({ done: true, value: undefined })
    release()
  })

  it('are let go by an aborted signal', async () => {
    const { request, started, release } = work()
    jobs.submit(request)
    await started
    const controller = new AbortController()
    const watching = collect(jobs.watch(controller.signal))
    controller.abort()
    expect(Array.isArray(await watching)).toBe(true)
    release()
  })

  it('see each active job at once and then what changes', async () => {
    const { request, started, release } = work()
    const { id } = jobs.submit(request)
    await started
    const stream = jobs.watch()
    expect((await stream.next()).value).toMatchObject({ id, status: 'running' })
    const change = stream.next()
    release()
    expect((await change).value).toMatchObject({ id, status: 'done' })
    await stream.return?.()
  })
})

describe('after the process has gone', () => {
  it('jobs that it had in its hands are interrupted, never running, and their last state can be read', async () => {
    const running = work()
    const queued = work()
    const a = jobs.submit(running.request)
    const b = jobs.submit(queued.request)
    await running.started
    // A new manager on the same database is what a start after a crash is.
    const after = open()
    expect(after.interrupted.map(job => job.id).sort()).toEqual([a.id, b.id].sort())
    expect(after.list(false).map(job => job.status)).toEqual(['interrupted', 'interrupted'])
    expect(after.list(true)).toEqual([])
    const events = await collect(after.events(a.id, 1_000_000))
    expect(events.map(event => event.job.status)).toEqual(['interrupted'])
    running.release()
    queued.release()
  })

  it('closing in order interrupts what runs and waits', async () => {
    const { promise: started, resolve: start } = Promise.withResolvers<void>()
    const running = jobs.submit({
      ...work().request,
      run: control => {
        start()
        return new Promise((_, reject) => {
          control.signal.addEventListener('abort', () => reject(control.signal.reason), { once: true })
        })
      },
    })
    const queued = jobs.submit(work().request)
    await started
    await jobs.close()
    expect([jobs.get(running.id).status, jobs.get(queued.id).status]).toEqual(['interrupted', 'interrupted'])
    expect(() => jobs.submit(work().request)).toThrow(expect.objectContaining({ code: 'conflict' }))
  })
})

async function collectUntil<T>(stream: AsyncIterable<T>, last: (item: T) => boolean): Promise<T[]> {
  const items: T[] = []
  for await (const item of stream) {
    items.push(item)
    if (last(item)) break
  }
  return items
}

describe('the order of the queue', () => {
  /** One that runs, and three that wait. */
  async function waiting() {
    const first = work({ title: 'first' })
    const others = ['a', 'b', 'c'].map(title => work({ title }))
    jobs.submit(first.request)
    const ids = others.map(other => jobs.submit(other.request).id)
    await first.started
    return { first, others, ids }
  }
  const order = () => jobs.queue().waiting.map(job => job.title)

  it('can be changed, and each job that waits knows its place', async () => {
    const { first, others, ids } = await waiting()
    expect(order()).toEqual(['a', 'b', 'c'])
    jobs.move(ids[2], 'up')
    expect(order()).toEqual(['a', 'c', 'b'])
    jobs.move(ids[0], 'last')
    expect(order()).toEqual(['c', 'b', 'a'])
    jobs.move(ids[1], 'first')
    jobs.move(ids[1], 'up')
    jobs.move(ids[0], 'down')
    expect(order()).toEqual(['b', 'c', 'a'])
    expect(ids.map(id => jobs.get(id).place)).toEqual([2, 0, 1])
    first.release()
    await others[1].started
    expect(jobs.get(ids[1])).toMatchObject({ status: 'running', place: null })
    expect(() => jobs.move(ids[1], 'last')).toThrow(expect.objectContaining({ code: 'conflict' }))
    for (const other of others) other.release()
  })

  it('passes over a job that is paused while it waits, until it is resumed', async () => {
    const { first, others, ids } = await waiting()
    expect(jobs.pause(ids[0])).toMatchObject({ status: 'paused', startedAt: null })
    first.release()
    await others[1].started
    expect(jobs.get(ids[0])).toMatchObject({ status: 'paused', startedAt: null, place: 0 })
    expect(jobs.resume(ids[0])).toMatchObject({ status: 'queued', startedAt: null })
    others[1].release()
    await others[0].started
    for (const other of others) other.release()
  })

  it('is held and let go as a whole, and remembers that it was held', async () => {
    const { first, others, ids } = await waiting()
    expect(jobs.setQueue({ held: true })).toMatchObject({ held: true, parallel: 1 })
    first.release()
    await jobs.ended(jobs.list(false).find(job => job.title === 'first')?.id ?? '')
    expect(jobs.get(ids[0]).status).toBe('queued')
    expect(createJobs({ workspace, now, log: silent, availableMemory: () => free }).queue().held).toBe(true)
    jobs.setQueue({ held: false })
    await others[0].started
    for (const other of others) other.release()
  })
})

describe('jobs side by side', () => {
  const training = (title: string, bytes: number | null) => work({ title, memory: async () => bytes })

  it('run as many at once as the user allows and the memory does', async () => {
    jobs.setQueue({ parallel: 2 })
    const first = training('first', 60)
    const second = training('second', 40)
    const third = training('third', 10)
    jobs.submit(first.request)
    jobs.submit(second.request)
    const c = jobs.submit(third.request)
    await Promise.all([first.started, second.started])
    expect(jobs.get(c.id).status).toBe('queued')
    first.release()
    await third.started
    second.release()
    third.release()
  })

  it('wait where the memory that is left, less what the others have been promised, would not do', async () => {
    jobs.setQueue({ parallel: 3 })
    const first = training('first', 70)
    const second = training('second', 50)
    jobs.submit(first.request)
    const b = jobs.submit(second.request)
    const control = await first.started
    await expect.poll(() => jobs.queue().waitingFor).toMatch(/^It takes .* of memory/)
    expect(jobs.get(b.id).status).toBe('queued')
    // It took 70 of 100 and holds them now: of the 30 that are free nothing more is promised.
    free = 55
    control.usage({ cores: 1, coresOfMachine: 2, memoryBytes: 70, gpu: null })
    jobs.setQueue({})
    await second.started
    first.release()
    second.release()
  })

  it('are never started beside one whose memory nobody knows', async () => {
    jobs.setQueue({ parallel: 2 })
    const unknown = training('unknown', null)
    const known = training('known', 1)
    jobs.submit(unknown.request)
    const b = jobs.submit(known.request)
    await unknown.started
    await expect.poll(() => jobs.queue().waitingFor).toMatch(/memory of what runs is not known/)
    expect(jobs.get(b.id).status).toBe('queued')
    unknown.release()
    await known.started
    known.release()
  })
})
