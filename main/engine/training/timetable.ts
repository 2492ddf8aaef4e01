import type { OptimisationSettings } from '../port.ts'
import { batchSizes } from './batches.ts'

/**
 * How steps, epochs and validations follow from the settings. Steps and epochs count from 1 where something was done:
 * step 0 is the untrained network, and step `stepsPerEpoch` completes epoch 1.
 */
export class Timetable {
  readonly stepsPerEpoch: number
  readonly totalSteps: number
  readonly #sizes: readonly number[]
  readonly #samples: number
  readonly #settings: OptimisationSettings

  constructor(samples: number, settings: OptimisationSettings) {
    this.#sizes = batchSizes(samples, settings.batchSize)
    this.#samples = samples
    this.#settings = settings
    this.stepsPerEpoch = this.#sizes.length
    this.totalSteps = this.stepsPerEpoch * settings.epochs
  }

  /** The epoch that `step` belongs to, from 1; 0 for step 0. */
  epochOf(step: number): number {
    return Math.ceil(step / this.stepsPerEpoch)
  }

  endsEpoch(step: number): boolean {
    return step > 0 && step % this.stepsPerEpoch === 0
  }

  /** After every `validateEveryEpochs` epochs, and after the last. */
  isValidated(step: number): boolean {
    if (!this.endsEpoch(step)) return false
    return step === this.totalSteps || this.epochOf(step) % this.#settings.validateEveryEpochs === 0
  }

  /** Work still to be done after `step` and the validation that may follow it. */
  remaining(step: number): { images: number; validations: number } {
    const epochs = Math.floor(step / this.stepsPerEpoch)
    const inEpoch = this.#sizes.slice(0, step % this.stepsPerEpoch).reduce((sum, size) => sum + size, 0)
    const { validateEveryEpochs: every, epochs: all } = this.#settings
    return {
      images: this.#samples * (all - epochs) - inEpoch,
      validations: epochs >= all ? 0 : Math.ceil(all / every) - Math.floor(epochs / every),
    }
  }
}
