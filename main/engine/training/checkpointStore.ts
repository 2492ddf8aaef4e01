import { mkdir } from 'node:fs/promises'
import { fileError } from '../../formats/fileErrors.ts'
import type { TrainingState } from '../devices/device.ts'
import type { ModelRecord } from '../modelRecord.ts'
import type { OptimisationSettings } from '../port.ts'
import { checkpointsFolder, type RunRecord, writeBest, writeLast } from './checkpoint.ts'
import type { DataIdentity } from './identity.ts'
import type { LoopState } from './loopState.ts'
import { previewsFolder } from './previews.ts'
import { decidingSettings } from './resume.ts'

export interface StoredRun {
  readonly folder: string
  readonly settings: OptimisationSettings
  /** What describes the weights, whenever they are saved. */
  readonly model: Omit<ModelRecord, 'schema' | 'step' | 'epoch' | 'psnr'>
  readonly data: DataIdentity
  readonly trainer: { exportState(): TrainingState; readonly plan: RunRecord['plan'] }
}

/** Writes a run's checkpoints, each with all that describes it. */
export class CheckpointStore {
  readonly #run: StoredRun

  constructor(run: StoredRun) {
    this.#run = run
  }

  /** Makes the run's folders where they are missing. */
  async prepareFolders(): Promise<void> {
    const { folder } = this.#run
    for (const path of [checkpointsFolder(folder), previewsFolder(folder)]) {
      await mkdir(path, { recursive: true }).catch(error => {
        throw fileError(error, path, 'write')
      })
    }
  }

  /** Weights that were just validated. */
  best(loop: LoopState, epoch: number, psnr: number | null) {
    const { folder, trainer } = this.#run
    return writeBest(folder, trainer.exportState(), this.#record(loop, epoch, psnr))
  }

  last(loop: LoopState, epoch: number) {
    const { folder, trainer, settings, data } = this.#run
    const run: RunRecord = {
      schema: 'subarc-run/1',
      loop,
      settings: decidingSettings(settings),
      data,
      plan: { ...trainer.plan },
    }
    return writeLast(folder, trainer.exportState(), this.#record(loop, epoch, null), run)
  }

  #record(loop: LoopState, epoch: number, psnr: number | null): ModelRecord {
    return { schema: 'subarc-model/1', ...this.#run.model, step: loop.step, epoch, psnr }
  }
}
