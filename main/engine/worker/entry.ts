/**
 * The engine process: a control thread (this one) that always answers, and a compute thread that runs the job.
 * One process runs one job and ends with it.
 */
import { statSync } from 'node:fs'
import { extname } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { EngineCommand, EngineEvent, EngineJob } from '../port.ts'
import type { ComputeTask } from './compute.ts'
import { connectParent, type ParentChannel } from './parent.ts'
import { ControlSender } from './sharedControl.ts'
import { createUsageMeter } from './usage.ts'

/** Longer than any step or tile on hardware that the product supports; after it the process ends by itself. */
const STOP_GRACE_MS = 60_000

/** Often enough to watch, rarely enough to cost nothing. */
const USAGE_MS = 1000

/** Beside this file, as source or bundled. */
const computeFile = new URL(`./compute${extname(import.meta.url)}`, import.meta.url)

function runEngine(parent: ParentChannel): void {
  const control = new ControlSender()
  let started = false
  let ended = false

  const end = (event: EngineEvent) => {
    if (ended) return
    ended = true
    parent.send(event)
    parent.close(event.type === 'failed' ? 1 : 0)
  }

  const start = (job: EngineJob) => {
    if (started) return
    started = true
    watchMemory(job, event => {
      if (ended) return
      ended = true
      parent.send(event)
      parent.abandon()
    })
    const task: ComputeTask = { job, control: control.memory }
    const compute = new Worker(computeFile, { workerData: task })
    compute.on('message', (event: EngineEvent) => {
      if (event.type === 'finished' || event.type === 'failed') end(event)
      else parent.send(event)
    })
    compute.on('error', error => end(isOutOfMemory(error) ? heapFull : computeDied(error.message)))
    const usage = createUsageMeter()
    setInterval(() => !ended && parent.send({ type: 'usage', ...usage() }), USAGE_MS).unref()
    compute.on('exit', code => end(computeDied(`it ended with exit code ${code}`)))
  }

  const stop = () => {
    control.stop()
    if (!started) return parent.close(0)
    setTimeout(() => end(notStoppedInTime), STOP_GRACE_MS).unref()
  }

  parent.onCommand((command: EngineCommand) => {
    if (command.type === 'start') start(command.job)
    else if (command.type === 'pause') control.pause()
    else if (command.type === 'resume') control.resume()
    else if (command.type === 'stop') stop()
  })
  parent.onGone(stop)
}

/** Of what only reads or tries a file from elsewhere: beyond the file itself, and in copies of it. */
const FOREIGN_BYTES = 2 * 2 ** 30
const FOREIGN_COPIES = 8
const WATCH_MS = 50

/** A file from elsewhere may be made to fill the memory: its job is ended long before that. */
function watchMemory(job: EngineJob, giveUp: (event: EngineEvent) => void): void {
  if (job.kind !== 'inspect-weights' && job.kind !== 'import-weights') return
  const size = statSync(job.file, { throwIfNoEntry: false })?.size ?? 0
  const most = FOREIGN_BYTES + FOREIGN_COPIES * size
  const watch = () => {
    if (process.memoryUsage.rss() > most) giveUp(tooMuchMemory(job.file, most))
  }
  setInterval(watch, WATCH_MS).unref()
}

const tooMuchMemory = (file: string, bytes: number): EngineEvent => ({
  type: 'failed',
  code: 'bad-input',
  message: `${file} takes more than ${(bytes / 2 ** 30).toFixed(1)} GiB of memory to be looked at: it is damaged, or made to do harm.`,
  details: { file, bytes },
})

function computeDied(reason: string): EngineEvent {
  return {
    type: 'failed',
    code: 'internal',
    message: `The engine's compute thread died: ${reason}. The last checkpoint is valid; resume from it.`,
    details: { reason },
  }
}

const isOutOfMemory = (error: Error): boolean => 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY'

const heapFull: EngineEvent = {
  type: 'failed',
  code: 'no-memory',
  message: "The engine's heap is full. The last checkpoint is valid.",
  details: {},
}

const notStoppedInTime: EngineEvent = {
  type: 'failed',
  code: 'stopped',
  message: `The job did not stop within ${STOP_GRACE_MS / 1000} s and was ended. The last checkpoint is valid.`,
  details: {},
}

const parent = connectParent()
if (parent) {
  runEngine(parent)
} else {
  process.stderr.write('The engine is started by Subarc itself; run `subarc --help` for the command line.\n')
  process.exitCode = 2
}
