import { AppError, toAppError } from '../../domain/errors.ts'
import type {
  AdversarialTrainerOptions,
  ClassifierTrainerOptions,
  Device,
  Trainer,
  TrainerOptions,
  TrainingState,
} from './device.ts'

/**
 * A device whose trainings go on on another one when it is lost in mid-run: its driver was restarted, its card unplugged, its memory
 * taken. The step that failed is done again there, from the weights before it.
 * @param onLost told once a training, with what to tell the user
 */
export function withFallback(device: Device, fallback: Device, onLost: (message: string) => void): Device {
  const falling = async <O extends { readonly state: TrainingState }, T extends AnyTrainer>(
    create: (on: Device, options: O) => Promise<T>,
    options: O,
  ): Promise<Falling<T>> => {
    const goOn: GoOn<T> = async (state, reason) => {
      const trainer = await create(fallback, { ...options, state })
      onLost(`${device.title} was lost: ${reason} Training goes on, slower, on: ${fallback.title}.`)
      return trainer
    }
    return new Falling(await create(device, options), device, goOn)
  }
  return {
    ...device,
    createTrainer: async options => {
      const trainer = await falling((on, o: TrainerOptions) => on.createTrainer(o), options)
      return {
        ...inCommon(trainer),
        get plan() {
          return trainer.trainer.plan
        },
        step: (...batch) => trainer.attempt(t => t.step(...batch)),
        predict: lr => trainer.attempt(t => t.predict(lr)),
      }
    },
    createClassifierTrainer: async options => {
      const trainer = await falling((on, o: ClassifierTrainerOptions) => on.createClassifierTrainer(o), options)
      return {
        ...inCommon(trainer),
        get plan() {
          return trainer.trainer.plan
        },
        step: (...batch) => trainer.attempt(t => t.step(...batch)),
        classify: images => trainer.attempt(t => t.classify(images)),
      }
    },
    createAdversarialTrainer: async options => {
      const trainer = await falling((on, o: AdversarialTrainerOptions) => on.createAdversarialTrainer(o), options)
      return {
        ...inCommon(trainer),
        get plan() {
          return trainer.trainer.plan
        },
        step: (...batch) => trainer.attempt(t => t.step(...batch)),
        predict: lr => trainer.attempt(t => t.predict(lr)),
        judge: images => trainer.attempt(t => t.judge(images)),
      }
    },
  }
}

type AnyTrainer = Pick<Trainer, 'exportState' | 'plan' | 'dispose'>

type GoOn<T> = (state: TrainingState, reason: string) => Promise<T>

/** What every trainer has, of whichever is at work. */
const inCommon = <T extends AnyTrainer>(falling: Falling<T>): Pick<T, 'exportState' | 'dispose'> => ({
  exportState: () => falling.trainer.exportState(),
  dispose: () => falling.trainer.dispose(),
})

class Falling<T extends AnyTrainer> {
  #trainer: T
  #hasFallen = false
  readonly #device: Device
  readonly #goOn: GoOn<T>

  constructor(trainer: T, device: Device, goOn: GoOn<T>) {
    this.#trainer = trainer
    this.#device = device
    this.#goOn = goOn
  }

  get trainer(): T {
    return this.#trainer
  }

  async attempt<R>(action: (trainer: T) => Promise<R>): Promise<R> {
    try {
      return await action(this.#trainer)
    } catch (error) {
      const failure = toAppError(error)
      if (this.#hasFallen || failure.code === 'bad-input') throw error
      await this.#fall(failure)
      return action(this.#trainer)
    }
  }

  async #fall(failure: AppError): Promise<void> {
    this.#hasFallen = true
    const lost = this.#trainer
    this.#trainer = await this.#goOn(this.#lastState(lost, failure), sentence(failure.message))
    try {
      lost.dispose()
    } catch {
      // Nothing more can be taken from a device that is gone.
    }
  }

  #lastState(lost: T, failure: AppError): TrainingState {
    try {
      return lost.exportState()
    } catch {
      const { id, title } = this.#device
      const message =
        `${title} was lost, and the weights since the last checkpoint with it: ${sentence(failure.message)} ` +
        'That checkpoint is whole. Restart the computer if the device stays away, then continue the run.'
      throw new AppError('device-unavailable', message, { device: id }, failure)
    }
  }
}

const sentence = (text: string): string => (/[.!?]$/.test(text.trim()) ? text.trim() : `${text.trim()}.`)
