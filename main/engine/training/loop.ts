import type { StepResult } from '../devices/device.ts'
import type { JobHost } from '../host.ts'
import type { EngineEvent, OptimisationSettings } from '../port.ts'
import { type BatchEntry, epochBatches } from './batches.ts'
import type { CheckpointStore } from './checkpointStore.ts'
import { guardStep, isSuspicious } from './divergence.ts'
import type { LoopState } from './loopState.ts'
import type { LoopTask, Place } from './loopTask.ts'
import { ProgressEstimate } from './progress.ts'
import { afterValidation, learningRateAt } from './schedule.ts'
import { writeOrPause } from './storage.ts'
import type { Timetable } from './timetable.ts'

/** At most ten `step` events a second. */
const STEP_EVENT_MS = 100

export interface LoopParts {
  readonly settings: OptimisationSettings
  readonly task: LoopTask
  readonly timetable: Timetable
  readonly store: CheckpointStore
  readonly host: JobHost
}

/**
 * The training loop. Between any two of its actions (a step, a validation) `#state` describes the run completely, so
 * a checkpoint may be written there, and what is next follows from the state alone.
 */
export class TrainingLoop {
  readonly #parts: LoopParts
  readonly #progress = new ProgressEstimate()
  #state: LoopState
  #epoch: { readonly number: number; readonly batches: BatchEntry[][] } | undefined
  #lastEvent = Number.NEGATIVE_INFINITY
  #lastSave = performance.now()

  constructor(parts: LoopParts, state: LoopState) {
    this.#parts = parts
    this.#state = state
  }

  get step(): number {
    return this.#state.step
  }

  /** Runs to the end, an early stop, or the user's stop. */
  async run(): Promise<'completed' | 'early-stop' | 'stopped'> {
    const { host, timetable } = this.#parts
    await this.#write(() => this.#parts.store.prepareFolders())
    for (;;) {
      const wish = host.control.requested()
      if (wish === 'stop') {
        await this.#saveLast()
        return 'stopped'
      }
      if (wish === 'pause') await this.#pause()
      else if (timetable.isValidated(this.step) && this.#state.validatedStep < this.step) await this.#validate()
      else if (this.#waitedLongEnough()) return 'early-stop'
      else if (this.step >= timetable.totalSteps) return 'completed'
      else await this.#trainStep()
    }
  }

  #waitedLongEnough(): boolean {
    const { earlyStopPatience } = this.#parts.settings
    return earlyStopPatience !== undefined && this.#state.withoutBetter >= earlyStopPatience
  }

  async #pause(): Promise<void> {
    const { control, emit } = this.#parts.host
    await this.#saveLast()
    // Waiting for space has already been a pause, which the user's resume has ended.
    if (control.requested() !== 'pause') return
    emit({ type: 'paused', step: this.step, reason: 'user' })
    await control.whilePaused()
    if (control.requested() !== 'stop') emit({ type: 'resumed', step: this.step })
  }

  async #trainStep(): Promise<void> {
    const { settings, task, timetable } = this.#parts
    const entries = this.#batchOf(this.step)
    const begun = performance.now()
    const { learningRate: base, schedule } = settings
    const rate = learningRateAt(schedule, base, this.step, timetable.totalSteps, this.#state.plateau)
    const step = this.step + 1
    const result = await task.step(entries, rate, this.#place(step))
    this.#state = { ...this.#state, step, guard: guardStep(this.#state.guard, result, step) }
    const now = performance.now()
    this.#progress.addStep((now - begun) / 1000, entries.length)
    this.#reportStep(result, rate, now)

    const saveDue = now - this.#lastSave >= settings.checkpointEverySeconds * 1000
    if (saveDue && !timetable.isValidated(step) && !isSuspicious(this.#state.guard)) await this.#saveLast()
  }

  #place(step = this.step): Place {
    return { step, epoch: this.#parts.timetable.epochOf(step) }
  }

  #batchOf(step: number): BatchEntry[] {
    const { settings, task, timetable } = this.#parts
    const number = Math.floor(step / timetable.stepsPerEpoch)
    if (this.#epoch?.number !== number) {
      const { seed, batchSize } = settings
      this.#epoch = { number, batches: epochBatches(task.train, batchSize, seed, number, task.symmetries) }
    }
    return this.#epoch.batches[step % timetable.stepsPerEpoch]
  }

  #reportStep({ loss, gradientNorm, terms }: StepResult, learningRate: number, now: number): void {
    const { timetable } = this.#parts
    if (now - this.#lastEvent < STEP_EVENT_MS && !timetable.endsEpoch(this.step)) return
    this.#lastEvent = now
    this.#emit({
      type: 'step',
      step: this.step,
      epoch: timetable.epochOf(this.step),
      loss,
      ...(terms && { terms }),
      gradientNorm,
      learningRate,
      imagesPerSecond: this.#progress.imagesPerSecond,
      secondsLeft: this.#progress.secondsLeft(timetable.remaining(this.step)),
    })
  }

  async #validate(): Promise<void> {
    const { task, host } = this.#parts
    const place = this.#place()
    const begun = performance.now()
    const validated = await task.validate(place, () => host.control.requested() === 'stop')
    if (!validated) return
    if (task.validationImages > 0) this.#progress.addValidation((performance.now() - begun) / 1000)
    const { score, psnr } = validated
    const better = score === null || this.#state.bestScore === null || score > this.#state.bestScore
    const kept = better || task.keepsLatest === true
    for (const event of validated.events(kept)) this.#emit(event)
    this.#state = this.#afterValidation(better, score)
    for (const preview of task.previews(place)) await this.#write(async () => this.#emit(await preview()))
    if (kept) await this.#saveBest(place.epoch, psnr)
    await this.#saveLast()
  }

  /** Without validation images every validation counts as better, and `best` is simply the latest. */
  #afterValidation(better: boolean, score: number | null): LoopState {
    const { schedule } = this.#parts.settings
    const state = this.#state
    return {
      ...state,
      validatedStep: state.step,
      bestScore: better ? score : state.bestScore,
      bestStep: better ? state.step : state.bestStep,
      withoutBetter: better ? 0 : state.withoutBetter + 1,
      plateau: afterValidation(schedule, state.plateau, better),
    }
  }

  async #saveBest(epoch: number, psnr: number | null): Promise<void> {
    await this.#write(async () => {
      const written = await this.#parts.store.best(this.#state, epoch, psnr)
      this.#emit({ type: 'checkpoint', which: 'best', ...written, step: this.step, epoch })
    })
  }

  async #saveLast(): Promise<void> {
    const epoch = this.#parts.timetable.epochOf(this.step)
    await this.#write(async () => {
      const written = await this.#parts.store.last(this.#state, epoch)
      this.#emit({ type: 'checkpoint', which: 'last', ...written, step: this.step, epoch })
    })
    this.#lastSave = performance.now()
  }

  async #write(write: () => Promise<void>): Promise<void> {
    await writeOrPause(write, this.step, this.#parts.host)
  }

  #emit(event: EngineEvent): void {
    this.#parts.host.emit(event)
  }
}
