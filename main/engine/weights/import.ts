import { createHash } from 'node:crypto'
import { AppError } from '../../domain/errors.ts'
import { writeFileAtomic } from '../../formats/atomicFile.ts'
import { writeSafetensors } from '../../formats/safetensors.ts'
import { importOnnx, isOnnxFile } from '../foreignOnnx/import.ts'
import { type JobHost, peakMemoryBytes } from '../host.ts'
import { imageNetworks } from '../modelFile.ts'
import { METADATA_KEY, type ModelRecord, tensorsOfModel } from '../modelRecord.ts'
import type { ImportWeightsJob } from '../port.ts'
import { readForeignWeights } from './read.ts'

/**
 * Writes weights from anywhere as a checkpoint, and sends the event `weights-imported`. Weights that Subarc wrote keep what
 * they say of themselves.
 * @throws AppError those of `readForeignWeights`; 'bad-input' that names the keys which do not fit; 'unsupported' for a
 * network of several bands
 */
export async function importWeights(job: ImportWeightsJob, host: JobHost): Promise<void> {
  if (await isOnnxFile(job.file)) return importOnnx(job, host)
  const { report, network, tensors, record } = await readForeignWeights(job.file, job.changes)
  const fitting = tensorsOfModel(imageNetworks, network, tensors, job.file)
  if (report.bands > 1) {
    const message = `This network reads images of ${report.bands} bands, and Subarc's have one. Train a network of one band, or export the weights of one.`
    throw new AppError('unsupported', message, { bands: report.bands })
  }
  const model: ModelRecord = {
    ...(record ?? { schema: 'subarc-model/1', scaling: job.scaling, fluxFactor: 1, step: 0, epoch: 0, psnr: null }),
    network: { ...network },
    provenance: { ...record?.provenance, imported: job.provenance },
  }
  const bytes = writeSafetensors({ tensors: fitting, metadata: { [METADATA_KEY]: JSON.stringify(model) } })
  await writeFileAtomic(job.output, bytes)
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  host.emit({ type: 'weights-imported', report, sha256, bytes: bytes.length })
  host.emit({ type: 'finished', reason: 'completed', step: 0, peakMemoryBytes: peakMemoryBytes() })
}
