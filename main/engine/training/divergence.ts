import { AppError } from '../../domain/errors.ts'
import type { StepResult } from '../devices/device.ts'

/** What the guard remembers from step to step; saved with the checkpoint so that a resumed run judges alike. */
export interface GuardState {
  readonly steps: number
  /** Mean loss of the first steps: what an untrained network scores. */
  readonly initialLoss: number
  readonly smoothedLoss: number
  /** Consecutive steps whose gradient was exactly zero. */
  readonly zeroGradients: number
}

export const freshGuard: GuardState = { steps: 0, initialLoss: 0, smoothedLoss: 0, zeroGradients: 0 }

/** Steps over which the initial loss is averaged. */
const INITIAL_STEPS = 10
/** The moving average forgets a step's loss to 1/e in about ten steps: one bad batch does not stop a run. */
const SMOOTHING = 0.9
/** An untrained network's loss times this is beyond anything that training recovers from. */
const EXPLOSION = 20
/** Above this multiple of the initial loss the weights are not worth keeping as the last good ones. */
const SUSPICION = 4
/** A dead last ReLU gives a gradient of exactly zero, for ever. */
const ZERO_GRADIENT_STEPS = 20

const ADVICE = 'Try a learning rate 3 to 10 times lower, gradient clipping (clipNorm 1), or a warm-up.'

/**
 * The guard's memory after a step.
 * @throws AppError 'diverged' when loss or gradient is not finite, the loss has exploded, or the gradient has died
 */
export function guardStep(state: GuardState, result: StepResult, step: number): GuardState {
  if (!Number.isFinite(result.loss) || !Number.isFinite(result.gradientNorm)) {
    const what = Number.isFinite(result.loss) ? 'gradient' : 'loss'
    throw diverged(`The ${what} is no longer a finite number at step ${step}: training has diverged. ${ADVICE}`, step)
  }
  if (result.ofAnother) return state
  const next = advance(state, result)
  if (next.steps > INITIAL_STEPS && next.smoothedLoss > EXPLOSION * next.initialLoss) {
    const ratio = (next.smoothedLoss / next.initialLoss).toFixed(0)
    throw diverged(`At step ${step} the loss is ${ratio} times that of the untrained network. ${ADVICE}`, step)
  }
  if (next.zeroGradients >= ZERO_GRADIENT_STEPS) {
    throw diverged(
      `The gradient has been exactly zero for ${ZERO_GRADIENT_STEPS} steps (step ${step}): the network's output no longer ` +
        'depends on its weights. Try a linear output instead of a ReLU, another seed, or a lower learning rate.',
      step,
    )
  }
  return next
}

/** True while the loss is so high that a checkpoint of this moment would replace better weights by worse. */
export function isSuspicious(state: GuardState): boolean {
  return state.steps > INITIAL_STEPS && state.smoothedLoss > SUSPICION * state.initialLoss
}

/** Watches the outputs of one validation, image by image. */
export class OutputGuard {
  readonly #step: number
  #images = 0
  #someOutputVaries = false
  #someTruthVaries = false

  constructor(step: number) {
    this.#step = step
  }

  /**
   * @param prediction eval-mode output, in file units
   * @throws AppError 'diverged' when it is not finite
   */
  add(prediction: Float32Array, truth: Float32Array): void {
    if (!prediction.every(Number.isFinite)) {
      throw diverged(`At step ${this.#step} the network's output is no longer finite. ${ADVICE}`, this.#step)
    }
    this.#images += 1
    this.#someOutputVaries ||= !isConstant(prediction)
    this.#someTruthVaries ||= !isConstant(truth)
  }

  /** @throws AppError 'diverged' when every output was constant though the truth is not */
  finish(): void {
    if (this.#images === 0 || this.#someOutputVaries || !this.#someTruthVaries) return
    throw diverged(
      `At step ${this.#step} the network gives a constant image whatever it is shown. ` +
        'Try a linear output instead of a ReLU, a lower learning rate, or another seed; check that the scaling fits the data.',
      this.#step,
    )
  }
}

/** Spread below a millionth of the magnitude: a few float32 roundings. */
export function isConstant(image: Float32Array): boolean {
  let low = Number.POSITIVE_INFINITY
  let high = Number.NEGATIVE_INFINITY
  for (const value of image) {
    if (value < low) low = value
    if (value > high) high = value
  }
  return !(high - low > 1e-6 * Math.max(Math.abs(low), Math.abs(high)))
}

function advance(state: GuardState, { loss, gradientNorm }: StepResult): GuardState {
  const steps = state.steps + 1
  const initialLoss =
    steps <= INITIAL_STEPS ? state.initialLoss + (loss - state.initialLoss) / steps : state.initialLoss
  return {
    steps,
    initialLoss,
    smoothedLoss: steps === 1 ? loss : SMOOTHING * state.smoothedLoss + (1 - SMOOTHING) * loss,
    zeroGradients: gradientNorm === 0 ? state.zeroGradients + 1 : 0,
  }
}

function diverged(message: string, step: number): AppError {
  return new AppError('diverged', `${message} The last good checkpoint is kept.`, { step })
}
