import { basename } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import type { EngineEvent } from '../../engine/port.ts'
import { addClassValidation, listClassValidations, trimClassValidations } from '../../workspace/classifiers.ts'
import {
  addPreview,
  addSteps,
  addValidation,
  listValidations,
  type StepPoint,
  trimSeries,
} from '../../workspace/runSeries.ts'
import { findRun, type RunRecord, saveRun } from '../../workspace/runs.ts'
import type { ServiceContext } from '../context.ts'
import { runFolder } from '../runs/files.ts'
import { appendLog, type LogLine } from '../runs/log.ts'
import { withCheckpoint, withClassValidation, withValidation } from './runFacts.ts'

/** Steps come many a second; they are written in one transaction this often. */
const WRITE_EVERY_MS = 1000
/** While the disk is full the steps wait in memory, up to this many; then the oldest go. */
const MOST_WAITING = 200_000

/** Keeps what a run's engine tells: numbers in the database, words in the log. */
export interface RunBook {
  keep(event: EngineEvent): void
  change(facts: Partial<RunRecord>): void
  log(level: LogLine['level'], message: string): void
  /** Writes what waits. A disk that refuses is no error here: it is tried again with the next events. */
  flush(): void
}

export function createRunBook(context: ServiceContext, runId: string): RunBook {
  const { workspace } = context
  const folder = runFolder(workspace, runId)
  const clock = () => context.now().getTime()
  const startedAt = clock()
  const spentBefore = findRun(workspace.db, runId)?.run.durationSeconds ?? 0
  /** Seconds of training over all starts. */
  const spent = (): number => spentBefore + (clock() - startedAt) / 1000

  /** What the engine alone knows; names, notes and tags are the user's and are read afresh at each write. */
  let facts: Partial<RunRecord> = {}
  let steps: StepPoint[] = []
  let rows: ((db: DatabaseSync) => void)[] = []
  let writtenAt = startedAt

  const recorded = (): RunRecord | undefined => findRun(workspace.db, runId)?.run
  const log = (level: LogLine['level'], message: string): void =>
    appendLog(folder, { at: context.now().toISOString(), level, message })

  const flush = (): void => {
    writtenAt = clock()
    facts.durationSeconds = spent()
    try {
      workspace.transaction(() => {
        for (const write of rows) write(workspace.db)
        addSteps(workspace.db, runId, steps)
        const run = recorded()
        if (run) saveRun(workspace.db, { ...run, ...facts })
      })
      steps = []
      rows = []
    } catch (error) {
      context.log.error(`The numbers of run ${runId} could not be written`, error)
    }
  }
  const change = (changes: Partial<RunRecord>): void => {
    facts = { ...facts, ...changes }
    flush()
  }

  const keep = (event: EngineEvent): void => {
    switch (event.type) {
      case 'started': {
        // Steps after the checkpoint are made again; what they gave before the interruption is forgotten.
        trimSeries(workspace.db, runId, event.step)
        trimClassValidations(workspace.db, runId, event.step)
        const run = recorded()
        const { step, parameters, plan, planChanged } = event
        change({
          // Of a generator against a discriminator the engine keeps the latest weights, not those of the highest PSNR.
          ...restartFacts(workspace.db, runId, step, run?.config.task === 'adversarial'),
          parameters,
          environment: { ...run?.environment, ...plan },
        })
        log('info', step === 0 ? 'Training starts.' : `Training goes on from step ${step}.`)
        if (planChanged) log('warning', planChanged)
        return
      }
      case 'step':
        steps.push({ ...event, seconds: spent() })
        if (steps.length > MOST_WAITING) steps.shift()
        facts = { ...facts, step: event.step, epoch: event.epoch }
        if (clock() - writtenAt >= WRITE_EVERY_MS) flush()
        return
      case 'validation': {
        const point = { ...event, seconds: spent() }
        rows.push(db => addValidation(db, runId, point))
        facts = { ...facts, ...withValidation(event) }
        flush()
        return
      }
      case 'class-validation':
        rows.push(db => addClassValidation(db, runId, event))
        facts = { ...facts, ...withClassValidation(event) }
        flush()
        return
      case 'adversarial-validation':
        log('info', adversarialNote(event))
        return
      case 'preview':
        // Whoever hears of it next asks for its image.
        rows.push(db => addPreview(db, runId, { ...event, file: basename(event.file) }))
        flush()
        return
      case 'checkpoint':
        change({ checkpoints: withCheckpoint(facts.checkpoints ?? recorded()?.checkpoints ?? [], event) })
        return
      case 'paused':
        change({ status: 'paused' })
        log(event.reason === 'user' ? 'info' : 'warning', event.message ?? `Paused at step ${event.step}.`)
        return
      case 'resumed':
        change({ status: 'running' })
        log('info', `Resumed at step ${event.step}.`)
        return
      case 'log':
        log(event.level, event.message)
        return
      case 'finished':
        change({ step: event.step, peakMemoryBytes: event.peakMemoryBytes })
        log('info', endings[event.reason](event.step))
        return
      case 'failed':
        flush()
        log('error', event.message)
    }
  }
  const keepSafely = (event: EngineEvent): void => {
    try {
      keep(event)
    } catch (error) {
      // What cannot be written down (a full disk) must not end the training that it is about.
      context.log.error(`An event of run ${runId} could not be kept`, error)
    }
  }
  return { keep: keepSafely, change, log, flush }
}

const endings = {
  completed: (step: number) => `Training is complete after ${step} steps.`,
  'early-stop': (step: number) => `Stopped early at step ${step}: the validation score no longer rises.`,
  stopped: (step: number) => `Stopped at step ${step}.`,
}

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`

const adversarialNote = ({ epoch, discriminatorAccuracy, foolingRate, fluxError }: AdversarialValidation): string =>
  `Epoch ${epoch}: the discriminator tells ${percent(discriminatorAccuracy)} of the held-out images rightly and takes ` +
  `${percent(foolingRate)} of the generated ones for real; flux is within ${percent(fluxError)} of the HR's.`

type AdversarialValidation = Extract<EngineEvent, { type: 'adversarial-validation' }>

/** Step and kept score of a run that begins at `step`, from the validations that are left. */
function restartFacts(db: DatabaseSync, runId: string, step: number, keepsLatest: boolean): Partial<RunRecord> {
  const best = listValidations(db, runId).reduce<RunRecord['best']>(
    (kept, v) =>
      keepsLatest || kept === null || v.psnr > kept.psnr
        ? { psnr: v.psnr, ssim: v.ssim, epoch: v.epoch, step: v.step }
        : kept,
    null,
  )
  const bestClass = listClassValidations(db, runId).reduce<RunRecord['bestClass']>(
    (kept, v) => (!kept || v.crossEntropy < kept.crossEntropy ? v : kept),
    null,
  )
  return { step, best, bestClass, status: 'running', error: null }
}
