import type { StepResult, Trainer } from '../devices/device.ts'
import type { JobHost } from '../host.ts'
import type { EngineEvent, TrainJob } from '../port.ts'
import { type BatchEntry, epochBatches } from './batches.ts'
import type { CheckpointStore } from './checkpointStore.ts'
import { guardStep, isSuspicious } from './divergence.ts'
import type { LoopState } from './loopState.ts'
import { writePreview } from './previews.ts'
import { ProgressEstimate } from './progress.ts'
import type { SampleReader } from './samples.ts'
import { afterValidation, learningRateAt } from './schedule.ts'
import { writeOrPause } from './storage.ts'
import type { Timetable } from './timetable.ts'
import { predictSamples, validate } from './validation.ts'

/** At most ten `step` events a second. */
const STEP_EVENT_MS = 100

export interface LoopParts {
  readonly job: TrainJob
  readonly trainer: Trainer
  readonly samples: SampleReader
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
    const { earlyStopPatience } = this.#parts.job.settings
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
    const { job, trainer, samples, timetable } = this.#parts
    const entries = this.#batchOf(this.step)
    const begun = performance.now()
    const { lr, hr, mask } = await samples.batch(entries)
    const { learningRate: base, schedule } = job.settings
    const rate = learningRateAt(schedule, base, this.step, timetable.totalSteps, this.#state.plateau)
    const result = await trainer.step(lr, hr, rate, mask)
    const step = this.step + 1
    this.#state = { ...this.#state, step, guard: guardStep(this.#state.guard, result, step) }
    const now = performance.now()
    this.#progress.addStep((now - begun) / 1000, entries.length)
    this.#reportStep(result, rate, now)

    const saveDue = now - this.#lastSave >= job.settings.checkpointEverySeconds * 1000
    if (saveDue && !timetable.isValidated(step) && !isSuspicious(this.#state.guard)) await this.#saveLast()
  }

  #batchOf(step: number): BatchEntry[] {
    const { job, timetable } = this.#parts
    const number = Math.floor(step / timetable.stepsPerEpoch)
    if (this.#epoch?.number !== number) {
      const { lr, train } = job.data
      const { seed, batchSize, augmentSymmetries } = job.settings
      const augment = augmentSymmetries && lr.height === lr.width
      this.#epoch = { number, batches: epochBatches(train, batchSize, seed, number, augment) }
    }
    return this.#epoch.batches[step % timetable.stepsPerEpoch]
  }

  #reportStep({ loss, gradientNorm }: StepResult, learningRate: number, now: number): void {
    const { timetable } = this.#parts
    if (now - this.#lastEvent < STEP_EVENT_MS && !timetable.endsEpoch(this.step)) return
    this.#lastEvent = now
    this.#emit({
      type: 'step',
      step: this.step,
      epoch: timetable.epochOf(this.step),
      loss,
      gradientNorm,
      learningRate,
      imagesPerSecond: this.#progress.imagesPerSecond,
      secondsLeft: this.#progress.secondsLeft(timetable.remaining(this.step)),
    })
  }

  async #validate(): Promise<void> {
    const { job, trainer, samples, timetable, host } = this.#parts
    const { validation, peak } = job.data
    const begun = performance.now()
    const epoch = timetable.epochOf(this.step)
    let better = true
    let psnr: number | null = null
    if (validation.length > 0) {
      const interrupted = () => host.control.requested() === 'stop'
      const options = { batchSize: job.settings.batchSize, peak, step: this.step, interrupted }
      const scores = await validate(trainer, samples, validation, options)
      if (!scores) return
      this.#progress.addValidation((performance.now() - begun) / 1000)
      psnr = scores.psnr
      better = this.#state.bestPsnr === null || psnr > this.#state.bestPsnr
      this.#emit({ type: 'validation', step: this.step, epoch, ...scores, best: better })
    }
    this.#state = this.#afterValidation(better, psnr)
    await this.#writePreviews(epoch)
    if (better) await this.#saveBest(epoch, psnr)
    await this.#saveLast()
  }

  /** Without validation images every validation counts as better, and `best` is simply the latest. */
  #afterValidation(better: boolean, psnr: number | null): LoopState {
    const { schedule } = this.#parts.job.settings
    const state = this.#state
    return {
      ...state,
      validatedStep: state.step,
      bestPsnr: better ? psnr : state.bestPsnr,
      bestStep: better ? state.step : state.bestStep,
      withoutBetter: better ? 0 : state.withoutBetter + 1,
      plateau: afterValidation(schedule, state.plateau, better),
    }
  }

  async #writePreviews(epoch: number): Promise<void> {
    const { job, trainer, samples } = this.#parts
    for (const sample of job.data.preview) {
      const [image] = await predictSamples(trainer, samples, [sample])
      await this.#write(async () => {
        const file = await writePreview(job.folder, this.step, sample, image)
        this.#emit({ type: 'preview', step: this.step, epoch, sample, file })
      })
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
