import { rmSync } from 'node:fs'
import type { DatasetDetail, Split } from '../../contract/datasets.ts'
import type { Job } from '../../contract/jobs.ts'
import { AppError } from '../../domain/errors.ts'
import type { PredictJob } from '../../engine/port.ts'
import { saveEvaluation } from '../../workspace/evaluations.ts'
import { newId } from '../../workspace/ids.ts'
import type { RunRecord } from '../../workspace/runs.ts'
import type { JobControl } from '../jobs.ts'
import { requireCheckpoint, type Which } from '../runs/files.ts'
import { requireRun } from '../runs/present.ts'
import type { TrainingParts } from '../training/start.ts'
import { type EvaluationPlan, evaluate } from './evaluate.ts'
import { evaluationFolder } from './files.ts'

export interface EvaluationRequest {
  readonly runId: string
  readonly checkpoint: Which
  readonly side: 'train' | 'validation' | 'test'
}

/** Queues the evaluation of a checkpoint on one side of the split that its run was trained with. */
export async function startEvaluation(
  parts: TrainingParts,
  request: EvaluationRequest,
): Promise<{ job: Job; evaluationId: string }> {
  const { context, datasets } = parts
  const run = requireRun(context.workspace, request.runId)
  const { checkpoint, file } = requireCheckpoint(context.workspace, run, request.checkpoint)
  await datasets.verify(run.datasetId)
  const dataset = datasets.detail(run.datasetId)
  const split = splitOfRun(run, dataset)
  const plan: EvaluationPlan = {
    id: newId('eval', context.now()),
    runId: run.id,
    dataset,
    checkpoint: request.checkpoint,
    weightsSha256: checkpoint.sha256,
    weightsFile: file,
    device: await usableDevice(parts, run.device),
    side: request.side,
    samples: samplesOf(split, request.side, dataset),
    tuning:
      split.validation.length > 0
        ? { side: 'validation', samples: split.validation }
        : { side: 'training', samples: split.train },
    peak: typeof run.data.peak === 'number' ? run.data.peak : (dataset.peak ?? 1),
  }
  const job = context.jobs.submit({
    kind: 'evaluate',
    title: `Evaluate ${run.name} on the ${request.side} side`,
    subjectId: plan.id,
    lane: 'engine',
    run: control => evaluateAndSave(parts, plan, control),
  })
  return { job, evaluationId: plan.id }
}

/** An evaluation that did not come to its end leaves nothing behind. */
async function evaluateAndSave(
  { context, datasets }: TrainingParts,
  plan: EvaluationPlan,
  control: JobControl,
): Promise<void> {
  try {
    const evaluation = await evaluate(context, datasets, plan, control)
    context.workspace.transaction(() => saveEvaluation(context.workspace.db, evaluation))
  } catch (error) {
    rmSync(evaluationFolder(context.workspace, plan.id), { recursive: true, force: true })
    throw error
  }
}

/** The device of the run, or the chosen one where that is gone: weights run on any. */
export async function usableDevice({ devices }: TrainingParts, wanted: string): Promise<PredictJob['device']> {
  const device = await devices.require(wanted).then(
    () => wanted,
    async () => {
      await devices.require(devices.chosen())
      return devices.chosen()
    },
  )
  return device as PredictJob['device']
}

/** `conflict` where the data or the split are no longer those of the run: held-out images might be trained ones. */
function splitOfRun(run: RunRecord, dataset: DatasetDetail): Split {
  if (dataset.state !== 'ok' || dataset.hash !== run.datasetHash) {
    throw new AppError(
      'conflict',
      `"${dataset.name}" has changed since "${run.name}" was trained on it. Put its files back, or train on the new data.`,
      { runId: run.id, datasetId: dataset.id },
    )
  }
  if (dataset.split && dataset.split.hash === run.splitHash) return dataset.split
  throw new AppError(
    'conflict',
    `"${dataset.name}" was split anew since "${run.name}" was trained: images of its new test side may have been trained on. Split it again with the old seed and shares, or train a new run.`,
    { runId: run.id, datasetId: dataset.id },
  )
}

function samplesOf(split: Split, side: EvaluationRequest['side'], dataset: DatasetDetail): readonly number[] {
  const samples = split[side]
  if (samples.length > 0) return samples
  const remedy =
    split.validation.length > 0
      ? 'Evaluate on the validation side, or split the dataset again with a share for it and train anew.'
      : 'Add images, split the dataset again and train anew.'
  throw new AppError('conflict', `The ${side} side of "${dataset.name}" is empty. ${remedy}`, { side })
}
