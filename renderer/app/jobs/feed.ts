import type { Job } from '../../../main/contract/jobs.ts'

/** `connecting` only before the first answer; `lost` until the core answers again. */
export type Connection = 'connecting' | 'live' | 'lost'

export interface JobFeedState {
  readonly connection: Connection
  /** Newest snapshot of each job seen since the page was opened, by id. */
  readonly jobs: ReadonlyMap<string, Job>
}

export interface JobFeed {
  readonly getState: () => JobFeedState
  readonly subscribe: (listener: () => void) => () => void
  /** Takes up a snapshot that came by another way: the answer to a start. Never replaces one that the feed has. */
  readonly note: (job: Job) => void
  /** Calls back with each job that has just come to its end while this page looked on. */
  readonly onEnd: (listener: (job: Job) => void) => () => void
  readonly start: () => () => void
}

export interface JobFeedOptions {
  /** Snapshots of the active jobs, then of each job that changes. */
  readonly watch: (signal: AbortSignal) => Promise<AsyncIterable<Job>>
  /** The snapshot of a job that was active when the connection broke. */
  readonly get: (id: string) => Promise<Job>
  /** Waits before the next attempt; resolves at once where the signal aborts. */
  readonly wait?: (milliseconds: number, signal: AbortSignal) => Promise<void>
}

const ENDED: readonly Job['status'][] = ['done', 'failed', 'stopped', 'interrupted']
export const hasEnded = (job: Job): boolean => ENDED.includes(job.status)

/** 0.5 s, doubling up to 15 s: quick after a hiccup, gentle with a core that is gone. */
export const backOffMilliseconds = (attempt: number): number => Math.min(15_000, 500 * 2 ** attempt)

const pause = (milliseconds: number, signal: AbortSignal): Promise<void> =>
  new Promise(resolve => {
    const timer = setTimeout(resolve, milliseconds)
    signal.addEventListener(
      'abort',
      () => {
        clearTimeout(timer)
        resolve()
      },
      { once: true },
    )
  })

/** Follows every job of the core for the status bar and the toasts, and goes on trying where the connection is lost. */
export function createJobFeed({ watch, get, wait = pause }: JobFeedOptions): JobFeed {
  let state: JobFeedState = { connection: 'connecting', jobs: new Map() }
  const listeners = new Set<() => void>()
  const endListeners = new Set<(job: Job) => void>()

  const set = (next: Partial<JobFeedState>) => {
    state = { ...state, ...next }
    for (const listener of listeners) listener()
  }

  const accept = (job: Job) => {
    const before = state.jobs.get(job.id)
    set({ connection: 'live', jobs: new Map(state.jobs).set(job.id, job) })
    if (before !== undefined && !hasEnded(before) && hasEnded(job)) for (const listener of endListeners) listener(job)
  }

  /** Jobs that ended while nobody was listening do not come again by themselves. */
  const catchUp = async () => {
    for (const job of state.jobs.values()) if (!hasEnded(job)) accept(await get(job.id))
  }

  const follow = async (signal: AbortSignal) => {
    let attempt = 0
    while (!signal.aborted) {
      try {
        const jobs = await watch(signal)
        attempt = 0
        set({ connection: 'live' })
        await catchUp()
        for await (const job of jobs) accept(job)
      } catch {
        // The connection's state is the message: the loop tries again.
      }
      if (signal.aborted) return
      set({ connection: 'lost' })
      await wait(backOffMilliseconds(attempt), signal)
      attempt += 1
    }
  }

  return {
    getState: () => state,
    subscribe: listener => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    onEnd: listener => {
      endListeners.add(listener)
      return () => endListeners.delete(listener)
    },
    note: job => {
      if (!state.jobs.has(job.id)) set({ jobs: new Map(state.jobs).set(job.id, job) })
    },
    start: () => {
      const controller = new AbortController()
      void follow(controller.signal)
      return () => controller.abort()
    },
  }
}
