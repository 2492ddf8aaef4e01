import { setTimeout } from 'node:timers/promises'
import { ORPCError } from '@orpc/client'
import type { SubarcClient } from '../../contract/client.ts'
import type { Job, JobEvent, JobUsage } from '../../contract/jobs.ts'
import { AppError } from '../../domain/errors.ts'
import { fixed, formatMebibytes, formatSeconds, note } from './output.ts'

const BAR_CELLS = 24
/** A log gets a line this often; a terminal's line is redrawn at each event. */
const LOG_INTERVAL_MS = 5000

/** How often a connection that broke is tried again, and how long is waited between. */
const MOST_ATTEMPTS = 20
const RETRY_MS = 500

interface Latest {
  loss?: number
  psnr?: number
  imagesPerSecond?: number
}

const bar = (share: number) => {
  const full = Math.round(Math.min(1, Math.max(0, share)) * BAR_CELLS)
  return `[${'='.repeat(full)}${' '.repeat(BAR_CELLS - full)}]`
}

/** '1.9 of 2 cores, 812 MiB', with the graphics processor's share where it runs on one. */
export function usageText(usage: JobUsage | null): string {
  if (usage === null) return ''
  const { cores, coresOfMachine, memoryBytes, gpu } = usage
  const own = `${fixed(cores, 1)} of ${coresOfMachine} cores, ${formatMebibytes(memoryBytes)}`
  return gpu === null ? own : `${own}, GPU ${fixed(gpu.busyPercent, 0)} %, ${formatMebibytes(gpu.memoryBytes)}`
}

/** One line on a job: bar, count, rate, loss or score where it trains, time left. */
export function progressLine(job: Job, latest: Latest): string {
  const { done, total, unit, ratePerSecond, secondsLeft, message } = job.progress
  const count = total === null ? `${done} ${unit}` : `${bar(done / total)} ${done}/${total} ${unit}`
  const parts = [job.title, count]
  if (latest.imagesPerSecond !== undefined) parts.push(`${fixed(latest.imagesPerSecond, 1)} images/s`)
  if (ratePerSecond !== null) parts.push(`${fixed(ratePerSecond, ratePerSecond < 10 ? 1 : 0)}/s`)
  if (latest.loss !== undefined) parts.push(`loss ${latest.loss.toExponential(2)}`)
  if (latest.psnr !== undefined) parts.push(`validation ${fixed(latest.psnr, 2)} dB`)
  if (secondsLeft !== null && job.status === 'running') parts.push(`${formatSeconds(secondsLeft)} left`)
  if (job.usage !== null) parts.push(usageText(job.usage))
  if (job.status !== 'running') parts.push(job.status)
  else if (total === null && message !== '') parts.push(message)
  return parts.join('  ')
}

function createLine(quiet: boolean) {
  const terminal = process.stderr.isTTY === true
  let lastLogged = 0
  return {
    show(text: string, final: boolean) {
      if (quiet) return
      if (terminal)
        process.stderr.write(`\r\x1b[2K${text.slice(0, (process.stderr.columns ?? 100) - 1)}${final ? '\n' : ''}`)
      else if (final || Date.now() - lastLogged > LOG_INTERVAL_MS) {
        lastLogged = Date.now()
        note(text)
      }
    },
  }
}

function failure(job: Job): AppError | undefined {
  if (job.status === 'done') return undefined
  if (job.error !== null) return new AppError(job.error.code as AppError['code'], job.error.message, job.error.details)
  return new AppError('stopped', `${job.title}: ${job.status} before its end.`, { job: job.id })
}

/**
 * Follows a job to its end with a progress line. Ctrl-C asks the job to stop, which keeps its last checkpoint; a second
 * one leaves at once. Throws what the job failed of.
 */
export async function followJob(client: SubarcClient, started: Job, quiet = false): Promise<Job> {
  const line = createLine(quiet)
  const latest: Latest = {}
  let asked = false
  const onInterrupt = () => {
    if (asked) process.exit(130)
    asked = true
    note('\nStopping at the next step. Press Ctrl-C again to leave at once.')
    client.jobs.stop({ id: started.id }).catch(() => undefined)
  }
  process.on('SIGINT', onInterrupt)
  try {
    await followEvents(client, started.id, event => {
      remember(event, latest)
      line.show(progressLine(event.job, latest), false)
    })
    const job = await client.jobs.get({ id: started.id })
    line.show(progressLine(job, latest), true)
    const error = failure(job)
    if (error !== undefined) throw error
    return job
  } finally {
    process.off('SIGINT', onInterrupt)
  }
}

/** Every event of a job to its end; a connection that breaks is opened again at the last event that was seen. */
async function followEvents(client: SubarcClient, id: string, take: (event: JobEvent) => void): Promise<void> {
  let since = -1
  for (let attempt = 0; ; attempt++) {
    try {
      for await (const event of await client.jobs.events({ id, since })) {
        since = event.seq
        attempt = 0
        take(event)
      }
      return
    } catch (error) {
      // An answer, even a refusal, is no broken connection.
      if (error instanceof ORPCError || attempt >= MOST_ATTEMPTS) throw error
      await setTimeout(RETRY_MS)
    }
  }
}

function remember({ training }: JobEvent, latest: Latest): void {
  if (training?.type === 'step') {
    latest.loss = training.loss
    latest.imagesPerSecond = training.imagesPerSecond
  }
  if (training?.type === 'validation') latest.psnr = training.psnr
  if (training?.type === 'log' && training.level !== 'info') note(`\n${training.level}: ${training.message}`)
}
