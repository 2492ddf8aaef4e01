import type { Job, JobEvent, JobProgress, JobStatus, JobUsage, TrainingEvent } from '../../contract/jobs.ts'
import { AppError } from '../../domain/errors.ts'
import type { StoredJob } from '../../workspace/jobs.ts'
import type { JobControl, JobRequest } from '../jobs.ts'
import { createWake, pulledIterator, type Stream } from './iterators.ts'
import { toStored } from './stored.ts'

/** Events kept for those who rejoin; who was away longer gets the later ones, each with the job's whole state. */
const keptEvents = 2000

/** Progress is announced at most this often; its last state is never lost. */
const announceMillis = 100

/** What a job takes is announced with its progress, and by itself where there has been none for this long. */
const usageMillis = 900

/** Progress is written to the database at most this often; every change of status is written at once. */
const storeMillis = 1000

export interface LiveJobHost {
  now(): Date
  store(stored: StoredJob): void
  /** After each change. */
  changed(job: Job): void
  /** Once, when the job has ended. */
  ended(job: LiveJob): void
}

/** A job that this process has in its hands. */
export class LiveJob {
  readonly control: JobControl
  readonly whenEnded: Promise<void>
  private job: Job
  private seq = -1
  private readonly events: JobEvent[] = []
  private readonly wake = createWake()
  private readonly abort = new AbortController()
  private readonly actions: Partial<Record<'pause' | 'resume' | 'stop', () => void>> = {}
  private readonly host: LiveJobHost
  private settle: () => void = () => undefined
  private announcedAt = 0
  private storedAt = 0
  /** Where counting began, for the rate. */
  private counted: { readonly at: number; readonly done: number } | undefined

  constructor(id: string, request: JobRequest, host: LiveJobHost) {
    this.host = host
    this.whenEnded = new Promise(resolve => {
      this.settle = resolve
    })
    this.job = {
      id,
      kind: request.kind,
      title: request.title,
      status: 'queued',
      pending: null,
      pausedReason: null,
      progress: { done: 0, total: null, unit: '', ratePerSecond: null, secondsLeft: null, message: 'Waiting' },
      place: null,
      usage: null,
      subjectId: request.subjectId,
      error: null,
      createdAt: host.now().toISOString(),
      startedAt: null,
      endedAt: null,
    }
    this.control = {
      id,
      signal: this.abort.signal,
      progress: update => this.progress(update),
      emit: event => this.record(event),
      onPause: action => {
        this.actions.pause = action
      },
      onResume: action => {
        this.actions.resume = action
      },
      onStop: action => {
        this.actions.stop = action
      },
      paused: reason => this.change({ status: 'paused', pausedReason: reason }, 'pause'),
      resumed: () => this.change({ status: 'running', pausedReason: null }, 'resume'),
      usage: usage => this.measured(usage),
    }
    this.change({})
  }

  get id(): string {
    return this.job.id
  }

  get hasEnded(): boolean {
    return this.job.endedAt !== null
  }

  get stopWanted(): boolean {
    return this.abort.signal.aborted
  }

  snapshot(): Job {
    return this.job
  }

  /** Waits for its turn still, held or not. */
  get waits(): boolean {
    return this.job.startedAt === null && !this.hasEnded
  }

  start(): void {
    this.change({ status: 'running', place: null, startedAt: this.host.now().toISOString() })
  }

  /** Where it stands among those that wait. */
  stand(place: number): void {
    if (this.waits && this.job.place !== place) this.change({ place })
  }

  /** A job that waits is passed over until it is held no more. */
  hold(held: boolean): void {
    if (this.waits) this.change({ status: held ? 'paused' : 'queued' })
  }

  /** Ends the job; only the first end counts. */
  end(status: JobStatus, error: AppError | null): void {
    if (this.hasEnded) return
    const shown = error && { code: error.code, message: error.message, details: { ...error.details } }
    this.job = { ...this.job, pending: null, place: null, usage: null }
    this.change({ status, error: shown, pausedReason: null, endedAt: this.host.now().toISOString() })
    this.host.ended(this)
    this.settle()
    this.wake.announce()
  }

  /** Passes a wish of the user on to the work. */
  wish(wish: 'pause' | 'resume' | 'stop'): void {
    const { status, pending } = this.job
    if (this.hasEnded || pending === 'stop' || pending === wish) return
    if (wish === 'pause' && status === 'paused') return
    if (wish === 'resume' && status === 'running' && pending === null) return
    if (wish === 'pause') this.mustRun('pause')
    this.change({ pending: wish })
    if (wish === 'stop') this.abort.abort(new AppError('stopped', `${this.job.title} was stopped.`))
    this.actions[wish]?.()
  }

  /** Every kept event after `since`, then live ones, until the job has ended. */
  follow(since: number, signal?: AbortSignal): Stream<JobEvent> {
    let seen = since
    return pulledIterator<JobEvent>(
      () => {
        const first = this.events[0]?.seq ?? 0
        const event = this.events[Math.max(0, seen + 1 - first)]
        if (event !== undefined) {
          seen = event.seq
          return { item: event }
        }
        return this.hasEnded ? 'end' : 'wait'
      },
      this.wake,
      signal,
    )
  }

  private mustRun(wish: 'pause'): void {
    if (this.actions[wish] === undefined) {
      throw new AppError('unsupported', `${this.job.title} cannot be paused; let it end, or stop it.`, { id: this.id })
    }
  }

  private progress(update: Partial<JobProgress>): void {
    const now = this.host.now().getTime()
    const progress = { ...this.job.progress, ...update }
    if (update.done !== undefined && update.ratePerSecond === undefined) {
      this.counted ??= { at: now, done: update.done }
      const seconds = (now - this.counted.at) / 1000
      const rate = seconds > 0 ? (progress.done - this.counted.done) / seconds : 0
      progress.ratePerSecond = rate > 0 ? rate : null
      progress.secondsLeft = rate > 0 && progress.total !== null ? (progress.total - progress.done) / rate : null
    }
    this.job = { ...this.job, progress }
    const complete = progress.total !== null && progress.done >= progress.total
    if (now - this.announcedAt >= announceMillis || complete) this.record(undefined)
  }

  /** Shown with the next progress; announced by itself only where nothing else has been for long. */
  private measured(usage: JobUsage): void {
    if (this.hasEnded) return
    this.job = { ...this.job, usage }
    if (this.host.now().getTime() - this.announcedAt >= usageMillis) this.record(undefined)
  }

  /** A new state; `obeyed` is the wish that it fulfils. */
  private change(change: Partial<Job>, obeyed?: Job['pending']): void {
    if (this.hasEnded) return
    const pending = obeyed !== undefined && this.job.pending === obeyed ? null : this.job.pending
    this.job = { ...this.job, pending, ...change }
    this.storedAt = 0
    this.record(undefined)
  }

  private record(training: TrainingEvent | undefined): void {
    const now = this.host.now().getTime()
    this.seq += 1
    this.announcedAt = now
    this.events.push({ seq: this.seq, job: this.job, ...(training && { training }) })
    if (this.events.length > keptEvents) this.events.splice(0, keptEvents / 10)
    if (now - this.storedAt >= storeMillis) {
      this.storedAt = now
      this.host.store({ record: toStored(this.job), seq: this.seq })
    }
    this.wake.announce()
    this.host.changed(this.job)
  }
}
