import type { Job } from '../../contract/jobs.ts'
import type { EngineEvent } from '../../engine/port.ts'
import { findRun, listLiveRuns, saveRun } from '../../workspace/runs.ts'
import type { ServiceContext } from '../context.ts'
import { runEngineJob } from '../engine/runEngineJob.ts'
import { createUsageReport } from '../engine/usageReport.ts'
import type { JobControl } from '../jobs.ts'
import { runFolder } from '../runs/files.ts'
import { appendLog } from '../runs/log.ts'
import { type AnyTrainJob, withFittingBatch } from './memory.ts'
import { createRunBook } from './runBook.ts'

/** Runs a training job in an engine process and keeps everything that it tells. Ends when the process has. */
export async function superviseTraining(
  context: ServiceContext,
  runId: string,
  job: AnyTrainJob,
  control: JobControl,
): Promise<void> {
  const book = createRunBook(context, runId)
  book.change({ status: 'running', error: null })
  control.progress({ unit: 'steps', message: 'Starting the engine' })
  let totalSteps: number | null = null
  const reportUsage = createUsageReport(control, job.device)

  const engine = runEngineJob(context.launchEngine, job, event => {
    reportUsage(event)
    book.keep(event)
    if (event.type === 'started') totalSteps = event.totalSteps
    announce(control, event, job.settings.epochs, totalSteps)
  })
  control.onPause(engine.pause)
  control.onResume(engine.resume)
  control.onStop(engine.stop)
  if (control.signal.aborted) engine.stop()
  try {
    await engine.finished
  } catch (error) {
    throw await withFittingBatch(context, error, job)
  } finally {
    book.flush()
  }
}

/** What those who follow the job get to see of an engine event. */
function announce(control: JobControl, event: EngineEvent, epochs: number, total: number | null): void {
  switch (event.type) {
    case 'started':
      control.progress({ done: event.step, total, unit: 'steps', message: 'Training' })
      return
    case 'step': {
      const { type: _, secondsLeft, ...numbers } = event
      control.progress({
        done: event.step,
        total,
        unit: 'steps',
        ratePerSecond: null,
        secondsLeft: Number.isFinite(secondsLeft) ? secondsLeft : null,
        message: `Epoch ${event.epoch} of ${epochs}, loss ${event.loss.toPrecision(3)}, ${event.imagesPerSecond.toPrecision(3)} images/s`,
      })
      control.emit({ type: 'step', ...numbers })
      return
    }
    case 'validation':
    case 'class-validation':
      control.emit(event)
      return
    case 'preview':
      control.emit({ type: 'preview', step: event.step, epoch: event.epoch, sample: event.sample })
      return
    case 'log':
      control.emit(event)
      return
    case 'paused':
      control.paused(event.reason === 'user' ? null : (event.message ?? 'The disk cannot be written to.'))
      return
    case 'resumed':
      control.resumed()
  }
}

/**
 * The run's last state, by how its job ended. A run whose engine died is interrupted, not failed: its last checkpoint
 * is whole and it can go on.
 */
export function closeRun(context: ServiceContext, runId: string, job: Job): void {
  const found = findRun(context.workspace.db, runId)
  if (!found) return
  const died = job.error?.details.engineDied === true
  const status = died ? 'interrupted' : job.status
  saveRun(context.workspace.db, { ...found.run, status, error: job.error })
  if (died && job.error) note(context, runId, `${job.error.message} The run can go on from its last checkpoint.`)
  if (job.status === 'interrupted') note(context, runId, 'Subarc was closed while this run was not done.')
}

/** Runs that a process which is gone left as running: they never are shown so. */
export function interruptDeadRuns(context: ServiceContext): void {
  for (const run of listLiveRuns(context.workspace.db)) {
    saveRun(context.workspace.db, {
      ...run,
      status: 'interrupted',
      error: {
        code: 'internal',
        message: 'Subarc or the computer went down while this run was not done. It can go on from its last checkpoint.',
        details: {},
      },
    })
    note(context, run.id, 'Found interrupted: the process that ran it is gone.')
  }
}

function note(context: ServiceContext, runId: string, message: string): void {
  appendLog(runFolder(context.workspace, runId), { at: context.now().toISOString(), level: 'warning', message })
}
