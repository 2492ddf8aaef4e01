import { rmSync } from 'node:fs'
import type { DatasetDetail, Split } from '../../contract/datasets.ts'
import type { Job } from '../../contract/jobs.ts'
import { AppError } from '../../domain/errors.ts'
import type { PredictJob } from '../../engine/port.ts'
import { saveEvaluation } from '../../workspace/evaluations.ts'
import { newId } from '../../workspace/ids.ts'
import type { RunRecord } from '../../workspace/runs.ts'
import { trainedModel } from '../apply/model.ts'
import type { JobControl } from '../jobs.ts'
import { requireCheckpoint, type Which } from '../runs/files.ts'
import { requireRun, requireTrainedHere, runConfig } from '../runs/present.ts'
import type { TrainingParts } from '../training/start.ts'
import { type EvaluationPlan, evaluate } from './evaluate.ts'
import { evaluationFolder } from './files.ts'

export interface EvaluationRequest {
  readonly runId: string
  readonly checkpoint: Which
  /** Absent: the one that the run was trained on. */
  readonly datasetId?: string | undefined
  readonly side: 'train' | 'validation' | 'test'
}

/**
 * Queues the evaluation of a checkpoint on one side of the split that its run was trained with, or of a dataset that it was
 * not trained on, where every image is held out.
 */
export async function startEvaluation(
  parts: TrainingParts,
  request: EvaluationRequest,
): Promise<{ job: Job; evaluationId: string }> {
  const { context, datasets } = parts
  const run = requireRun(context.workspace, request.runId)
  refuseDenoiser(run)
  const { checkpoint, file } = requireCheckpoint(context.workspace, run, request.checkpoint)
  const datasetId =
    request.datasetId ?? requireTrainedHere(run, 'no dataset of its own. Name one to score it on').datasetId
  await datasets.verify(datasetId)
  const dataset = datasets.detail(datasetId)
  const isOwn = dataset.id === run.datasetId || dataset.hash === run.datasetHash
  const split = isOwn ? splitOfRun(run, dataset) : splitOfOther(run, dataset)
  const plan: EvaluationPlan = {
    id: newId('eval', context.now()),
    runId: run.id,
    dataset,
    checkpoint: request.checkpoint,
    weightsSha256: checkpoint.sha256,
    weightsFile: file,
    device: await usableDevice(parts, run.device),
    side: request.side,
    isOwn,
    samples: samplesOf(split, request.side, dataset),
    tuning:
      split.validation.length > 0
        ? { side: 'validation', samples: split.validation }
        : { side: 'training', samples: split.train },
    peak: isOwn && typeof run.data.peak === 'number' ? run.data.peak : (dataset.peak ?? 1),
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

/** Its images are LR ones: there is nothing of theirs on the HR grid. */
function refuseDenoiser(run: RunRecord): void {
  if (runConfig(run).task !== 'denoise') return
  throw new AppError(
    'unsupported',
    `"${run.name}" is a denoiser: its score is that of its validation, on LR images. Train a network behind it, and score that one.`,
    { runId: run.id },
  )
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

/** Of a dataset that the run has not seen; `conflict` where it cannot be scored on it. */
function splitOfOther(run: RunRecord, dataset: DatasetDetail): Split {
  const refuse = (why: string): never => {
    throw new AppError('conflict', `"${run.name}" cannot be scored on "${dataset.name}": ${why}`, {
      runId: run.id,
      datasetId: dataset.id,
    })
  }
  if (dataset.state !== 'ok') refuse('its files have changed or are missing. Put them back.')
  if (!dataset.paired) refuse('it has no HR images.')
  const { factor } = trainedModel(run)
  if (dataset.factor !== factor) refuse(`its HR images have ${dataset.factor} times the pixels a side, not ${factor}.`)
  return dataset.split ?? refuse('it is not split yet. Split it first.')
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
