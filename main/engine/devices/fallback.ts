import { AppError, toAppError } from '../../domain/errors.ts'
import type { Device, Trainer, TrainerOptions } from './device.ts'

/**
 * A device whose trainings go on on another one when it is lost in mid-run: its driver was restarted, its card unplugged, its memory
 * taken. The step that failed is done again there, from the weights before it.
 * @param onLost told once a training, with what to tell the user
 */
export function withFallback(device: Device, fallback: Device, onLost: (message: string) => void): Device {
  return {
    ...device,
    createTrainer: async options => {
      const first = await device.createTrainer(options)
      return new FallingTrainer(first, device, async (state, reason) => {
        const trainer = await fallback.createTrainer({ ...options, state })
        onLost(`${device.title} was lost: ${reason} Training goes on, slower, on: ${fallback.title}.`)
        return trainer
      })
    },
  }
}

type GoOn = (state: TrainerOptions['state'], reason: string) => Promise<Trainer>

class FallingTrainer implements Trainer {
  #trainer: Trainer
  #hasFallen = false
  readonly #device: Device
  readonly #goOn: GoOn

  constructor(trainer: Trainer, device: Device, goOn: GoOn) {
    this.#trainer = trainer
    this.#device = device
    this.#goOn = goOn
  }

  step: Trainer['step'] = (...batch) => this.#attempt(trainer => trainer.step(...batch))
  predict: Trainer['predict'] = lr => this.#attempt(trainer => trainer.predict(lr))

  exportState() {
    return this.#trainer.exportState()
  }

  get plan() {
    return this.#trainer.plan
  }

  dispose(): void {
    this.#trainer.dispose()
  }

  async #attempt<T>(action: (trainer: Trainer) => Promise<T>): Promise<T> {
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

  #lastState(lost: Trainer, failure: AppError): TrainerOptions['state'] {
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
