import { median } from '../../domain/stats.ts'

/** Steps over which speed is judged, by the median: one slow step (another program's burst) does not move it. */
const WINDOW = 25

export interface Remaining {
  readonly images: number
  readonly validations: number
}

/**
 * Speed and time left from the durations of the last steps and validations. Only work is timed, so pauses,
 * checkpoints waiting for space and the start-up do not count.
 */
export class ProgressEstimate {
  readonly #secondsPerImage: number[] = []
  readonly #validationSeconds: number[] = []

  addStep(seconds: number, images: number): void {
    remember(this.#secondsPerImage, seconds / images)
  }

  addValidation(seconds: number): void {
    remember(this.#validationSeconds, seconds)
  }

  get imagesPerSecond(): number {
    return 1 / median(this.#secondsPerImage)
  }

  /** Before the first validation its cost is taken as nothing. */
  secondsLeft({ images, validations }: Remaining): number {
    const validation = this.#validationSeconds.length === 0 ? 0 : median(this.#validationSeconds)
    return images * median(this.#secondsPerImage) + validations * validation
  }
}

function remember(window: number[], value: number): void {
  window.push(value)
  if (window.length > WINDOW) window.shift()
}
