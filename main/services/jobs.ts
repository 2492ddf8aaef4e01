import type {
  Job,
  JobEvent,
  JobProgress,
  JobStatus,
  JobUsage,
  QueueMove,
  QueueState,
  TrainingEvent,
} from '../contract/jobs.ts'
import { AppError, toAppError } from '../domain/errors.ts'
import { newId } from '../workspace/ids.ts'
import { findJob, listJobs, listLiveJobs, type StoredJob, saveJob } from '../workspace/jobs.ts'
import type { Workspace } from '../workspace/workspace.ts'
import type { Log } from './context.ts'
import { createWake, pulledIterator, type Stream } from './jobs/iterators.ts'
import { createLane, type LaneTask } from './jobs/lane.ts'
import { LiveJob } from './jobs/liveJob.ts'
import { memoryObstacle } from './jobs/memoryObstacle.ts'
import { readQueueSettings, writeQueueSettings } from './jobs/queueSettings.ts'
import { fromStored } from './jobs/stored.ts'

export interface JobRequest {
  readonly kind: Job['kind']
  readonly title: string
  /** What it makes: a dataset, run, evaluation or apply id. */
  readonly subjectId: string | null
  /** 'engine': in the queue's order, as many at once as the user allows. 'light': at once. */
  readonly lane: 'engine' | 'light'
  /** Bytes of memory that the work will take, asked before it is started beside others; absent or null: it runs alone. */
  memory?(): Promise<number | null>
  /** The work. It ends `done`, or `stopped` where a stop was asked for; a thrown error makes it `failed`. */
  run(control: JobControl): Promise<void>
  /** Called once when it has ended, however it did; also where a queued job was stopped before its work began. */
  onEnd?(job: Job): void
}

/** What a job's work may do with its job. */
export interface JobControl {
  readonly id: string
  /** Aborted by a stop, and when the core closes. */
  readonly signal: AbortSignal
  /** Rate and time left are worked out from `done` where they are not given. */
  progress(update: Partial<JobProgress>): void
  /** To those who follow the job; the numbers are not kept here. */
  emit(event: TrainingEvent): void
  /** What to do when the user wishes so. Without `onPause` a job cannot be paused. */
  onPause(action: () => void): void
  onResume(action: () => void): void
  /** Besides the signal. */
  onStop(action: () => void): void
  /** The work stands still now: by the user's wish (null), or for a reason to be shown. */
  paused(reason: string | null): void
  /** The work goes on. */
  resumed(): void
  /** What the work's process takes of the machine now. */
  usage(usage: JobUsage): void
}

export interface Jobs {
  submit(request: JobRequest): Job
  /** Newest first; at most the latest 1,000. */
  list(active: boolean): Job[]
  get(id: string): Job
  /**
   * Every kept event after `since`, then live ones; ends after the job has ended. Of a job that has left memory the
   * last state is sent, whatever `since` is.
   */
  events(id: string, since: number, signal?: AbortSignal): Stream<JobEvent>
  /** The snapshot of each job that changes, beginning with the active ones; states in between may be skipped. */
  watch(signal?: AbortSignal): Stream<Job>
  pause(id: string): Job
  resume(id: string): Job
  stop(id: string): Job
  /** Throws `conflict` for a job that does not wait. */
  move(id: string, to: QueueMove): QueueState
  queue(): QueueState
  setQueue(change: { held?: boolean | undefined; parallel?: number | undefined }): QueueState
  /** The last state, when the job has ended. */
  ended(id: string): Promise<Job>
  /** Jobs of a process that is gone, found when the workspace was opened: services mend their records by it. */
  readonly interrupted: readonly Job[]
  /** Stops all work, waits for it a while, and marks what had not ended by itself as interrupted. */
  close(): Promise<void>
}

const listLimit = 1000

/** Jobs that have ended stay in memory, with their events, until so many later ones have. */
const keptEndedJobs = 10

/** How long `close` waits for work to obey. */
const closeMillis = 10_000

export interface JobsOptions {
  readonly workspace: Workspace
  readonly now: () => Date
  readonly log: Log
  /** Bytes of memory that a new process may take. */
  readonly availableMemory: () => number
}

/** The jobs of a workspace: kept in its database, run here. */
export function createJobs({ workspace, now, log, availableMemory }: JobsOptions): Jobs {
  const inMemory = new Map<string, LiveJob>()
  const wake = createWake()
  /** For each who watches, the jobs that changed since the last look. */
  const watchers = new Set<Map<string, Job>>()
  let closing = false

  const store = (stored: StoredJob): void => {
    try {
      saveJob(workspace.db, stored)
    } catch (error) {
      // A full disk must not end the work itself; the next change is written again.
      log.error(`Job ${stored.record.id} could not be written`, error)
    }
  }
  const interrupted = interruptDeadJobs(workspace, now())
  const active = (): LiveJob[] => [...inMemory.values()].filter(job => !job.hasEnded)

  const changed = (job: Job): void => {
    for (const dirty of watchers) dirty.set(job.id, job)
    wake.announce()
  }

  const liveJob = (request: JobRequest): LiveJob =>
    new LiveJob(newId('job', now()), request, {
      now,
      store,
      changed,
      ended: job => {
        const over = [...inMemory.values()].filter(other => other.hasEnded)
        for (const old of over.slice(0, -keptEndedJobs)) inMemory.delete(old.id)
        try {
          request.onEnd?.(job.snapshot())
        } catch (error) {
          log.error(`What follows on job ${job.id} failed`, error)
        }
      },
    })

  const work = async (job: LiveJob, request: JobRequest): Promise<void> => {
    if (job.hasEnded) return
    job.start()
    const orderly = (): JobStatus => (!job.stopWanted ? 'done' : closing ? 'interrupted' : 'stopped')
    try {
      await request.run(job.control)
      job.end(orderly(), null)
    } catch (error) {
      if (job.stopWanted) {
        job.end(orderly(), null)
        return
      }
      const failure = toAppError(error)
      if (failure.code === 'internal') log.error(`Job ${job.id} (${request.kind}) failed`, error)
      job.end(failure.code === 'stopped' ? 'stopped' : 'failed', failure)
    }
  }

  let queueSettings = readQueueSettings(workspace)
  const needs = memoryObstacle({
    availableMemory,
    log,
    used: id => inMemory.get(id)?.snapshot().usage?.memoryBytes ?? 0,
  })
  const engineLane = createLane({
    parallel: () => queueSettings.parallel,
    held: () => queueSettings.held || closing,
    obstacle: needs.obstacle,
    changed: waiting => {
      waiting.forEach((task, place) => {
        inMemory.get(task.id)?.stand(place)
      })
    },
  })
  const queued = (job: LiveJob, request: JobRequest): LaneTask => ({
    id: job.id,
    held: () => job.snapshot().status === 'paused',
    run: async () => {
      await work(job, request)
      needs.forget(job.id)
    },
  })
  const queue = (): QueueState => ({
    ...queueSettings,
    waitingFor: engineLane.waitingFor(),
    waiting: engineLane.waiting().flatMap(task => inMemory.get(task.id)?.snapshot() ?? []),
  })

  const stored = (id: string): StoredJob => {
    const found = findJob(workspace.db, id)
    if (found) return found
    throw new AppError('not-found', `There is no job ${id}. It may belong to another workspace.`, { id })
  }
  const get = (id: string): Job => inMemory.get(id)?.snapshot() ?? fromStored(stored(id).record)

  const wish = (id: string, wanted: 'pause' | 'resume' | 'stop'): Job => {
    const job = inMemory.get(id)
    if (!job?.waits) job?.wish(wanted)
    else if (wanted === 'stop') {
      job.end('stopped', null)
      engineLane.remove(id)
    } else {
      job.hold(wanted === 'pause')
      engineLane.look()
    }
    return get(id)
  }

  return {
    interrupted,
    get,
    submit: request => {
      if (closing) throw new AppError('conflict', 'Subarc is closing; start this again when it is open.')
      const job = liveJob(request)
      inMemory.set(job.id, job)
      if (request.lane === 'light') void work(job, request)
      else {
        needs.know(job.id, request)
        engineLane.add(queued(job, request))
      }
      return job.snapshot()
    },
    list: onlyActive => {
      if (onlyActive) return active().map(job => job.snapshot())
      return listJobs(workspace.db, listLimit).map(
        ({ record }) => inMemory.get(record.id)?.snapshot() ?? fromStored(record),
      )
    },
    events: (id, since, signal) => {
      const job = inMemory.get(id)
      if (job) return job.follow(since, signal)
      const { record, seq } = stored(id)
      let sent = false
      return pulledIterator<JobEvent>(
        () => {
          if (sent) return 'end'
          sent = true
          return { item: { seq, job: fromStored(record) } }
        },
        wake,
        signal,
      )
    },
    watch: signal => {
      const dirty = new Map(active().map(job => [job.id, job.snapshot()]))
      watchers.add(dirty)
      return pulledIterator<Job>(
        () => {
          for (const [id, job] of dirty) {
            dirty.delete(id)
            return { item: job }
          }
          return closing && active().length === 0 ? 'end' : 'wait'
        },
        wake,
        signal,
        () => watchers.delete(dirty),
      )
    },
    pause: id => wish(id, 'pause'),
    resume: id => wish(id, 'resume'),
    stop: id => wish(id, 'stop'),
    queue,
    move: (id, to) => {
      if (engineLane.move(id, to)) return queue()
      throw new AppError('conflict', `${get(id).title} does not wait in the queue: only what waits can be moved.`, {
        id,
      })
    },
    setQueue: change => {
      queueSettings = writeQueueSettings(workspace, {
        held: change.held ?? queueSettings.held,
        parallel: change.parallel ?? queueSettings.parallel,
      })
      engineLane.look()
      return queue()
    },
    ended: async id => {
      await inMemory.get(id)?.whenEnded
      return get(id)
    },
    close: async () => {
      closing = true
      const unfinished = active()
      for (const job of unfinished) {
        if (job.waits) job.end('interrupted', null)
        else job.wish('stop')
      }
      await settledWithin(
        unfinished.map(job => job.whenEnded),
        closeMillis,
      )
      for (const job of active()) job.end('interrupted', null)
      wake.announce()
    },
  }
}

/** Jobs that a dead process had in its hands are not running, whatever they say. */
function interruptDeadJobs(workspace: Workspace, at: Date): Job[] {
  return workspace.transaction(() =>
    listLiveJobs(workspace.db).map(({ record, seq }) => {
      const mended = { ...record, status: 'interrupted' as const, pausedReason: null, endedAt: at.toISOString() }
      saveJob(workspace.db, { record: mended, seq: seq + 1 })
      return fromStored(mended)
    }),
  )
}

async function settledWithin(promises: readonly Promise<void>[], millis: number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const timer = setTimeout(resolve, millis)
  await Promise.race([Promise.all(promises), promise])
  clearTimeout(timer)
}
