import type { StepResult } from '../devices/device.ts'
import type { EngineEvent } from '../port.ts'
import type { BatchEntry } from './batches.ts'

/** Where the loop stands. Epochs count from 1, of steps those that are done. */
export interface Place {
  readonly step: number
  readonly epoch: number
}

/** What a validation came to. */
export interface Validated {
  /** Higher is better; null where there is nothing to validate on. */
  readonly score: number | null
  /** In dB, where it is images that are scored: goes into the checkpoint's record. */
  readonly psnr: number | null
  /** What is told of it. */
  events(best: boolean): readonly EngineEvent[]
}

/** What a training loop trains and how it judges it: the loop itself knows of steps, epochs and checkpoints alone. */
export interface LoopTask {
  readonly train: readonly number[]
  /** Random symmetries of the square are drawn for the images. */
  readonly symmetries: boolean
  /** One optimizer step on these images; `place` is where the step leads. */
  step(entries: readonly BatchEntry[], learningRate: number, place: Place): Promise<StepResult>
  /** Undefined when `interrupted` became true on the way. */
  validate(place: Place, interrupted: () => boolean): Promise<Validated | undefined>
  readonly validationImages: number
  /** The latest weights are kept as the best, whatever the score: it does not tell what the training is for. */
  readonly keepsLatest?: boolean
  /** Writes what is shown through time; each is tried again by itself where the disk is full. */
  previews(place: Place): readonly (() => Promise<EngineEvent>)[]
}
