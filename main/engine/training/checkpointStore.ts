import { mkdir } from 'node:fs/promises'
import type { NetworkConfig } from '../../../models/registry.ts'
import { fileError } from '../../formats/fileErrors.ts'
import type { Trainer } from '../devices/device.ts'
import type { ModelRecord, TrainedOn } from '../modelRecord.ts'
import type { TrainJob } from '../port.ts'
import { checkpointsFolder, writeBest, writeLast } from './checkpoint.ts'
import type { DataIdentity } from './identity.ts'
import type { LoopState } from './loopState.ts'
import { previewsFolder } from './previews.ts'
import { decidingSettings } from './resume.ts'

/** Writes a run's checkpoints, each with all that describes it. */
export class CheckpointStore {
  readonly #job: TrainJob
  readonly #network: NetworkConfig
  readonly #data: DataIdentity
  readonly #trainedOn: TrainedOn
  readonly #trainer: Trainer

  constructor(job: TrainJob, network: NetworkConfig, data: DataIdentity, trainedOn: TrainedOn, trainer: Trainer) {
    this.#job = job
    this.#network = network
    this.#data = data
    this.#trainedOn = trainedOn
    this.#trainer = trainer
  }

  /** Makes the run's folders where they are missing. */
  async prepareFolders(): Promise<void> {
    for (const folder of [checkpointsFolder(this.#job.folder), previewsFolder(this.#job.folder)]) {
      await mkdir(folder, { recursive: true }).catch(error => {
        throw fileError(error, folder, 'write')
      })
    }
  }

  /** Weights that were just validated. */
  best(loop: LoopState, epoch: number, psnr: number | null) {
    return writeBest(this.#job.folder, this.#trainer.exportState(), this.#record(loop, epoch, psnr))
  }

  last(loop: LoopState, epoch: number) {
    const run = {
      schema: 'subarc-run/1' as const,
      loop,
      settings: decidingSettings(this.#job.settings),
      data: this.#data,
      plan: { ...this.#trainer.plan },
    }
    return writeLast(this.#job.folder, this.#trainer.exportState(), this.#record(loop, epoch, null), run)
  }

  #record(loop: LoopState, epoch: number, psnr: number | null): ModelRecord {
    return {
      schema: 'subarc-model/1',
      network: this.#network,
      scaling: this.#job.data.scaling,
      fluxFactor: this.#job.data.fluxFactor,
      trainedOn: this.#trainedOn,
      step: loop.step,
      epoch,
      psnr,
      provenance: this.#job.provenance,
    }
  }
}
