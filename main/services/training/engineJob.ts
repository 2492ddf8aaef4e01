import type { TrainAdversarialJob, TrainingData, TrainJob } from '../../engine/port.ts'
import type { RunRecord } from '../../workspace/runs.ts'
import type { ServiceContext } from '../context.ts'
import { runFolder } from '../runs/files.ts'
import { requireTrainedHere, runConfig } from '../runs/present.ts'
import { parentFiles } from './parents.ts'

/** A job of a network that makes images, alone or against a discriminator. */
export type ImageTrainJob = TrainJob | TrainAdversarialJob

/** The engine's job of a run, begun anew or gone on with. */
export function trainJob(
  context: ServiceContext,
  run: RunRecord,
  data: TrainingData,
  threads: number,
  resume: boolean,
): ImageTrainJob {
  const config = runConfig(run)
  const { datasetId, settings } = requireTrainedHere(run, 'no training to start')
  const { startFrom, featureWeights } = parentFiles(context.workspace, run.parents)
  const job = {
    device: config.device as TrainJob['device'],
    threads,
    network: config.network,
    data,
    ...(startFrom.length > 0 && { startFrom }),
    ...(featureWeights !== undefined && { featureWeights }),
    folder: runFolder(context.workspace, run.id),
    resume,
    provenance: {
      product: `Subarc ${context.version}`,
      runId: run.id,
      runName: run.name,
      datasetId,
      datasetName: run.datasetName,
      datasetHash: run.datasetHash,
      splitHash: run.splitHash,
      calibration: run.data.calibration,
      offset: run.data.offset,
      registered: run.data.registered,
      ...(run.parents.length > 0 && { parents: run.parents }),
    },
  }
  const { adversarial, discriminator } = config
  if (adversarial === undefined || discriminator === undefined) {
    const { microBatch } = run.data
    return { kind: 'train', ...job, settings, ...(typeof microBatch === 'number' && { microBatch }) }
  }
  return { kind: 'train-adversarial', ...job, discriminator, settings: { ...settings, adversarial } }
}
