import { join } from 'node:path'
import type { DatasetDetail } from '../../contract/datasets.ts'
import type { Job } from '../../contract/jobs.ts'
import { AppError } from '../../domain/errors.ts'
import { type ClassEvaluationRecord, classEvaluations } from '../../workspace/classifiers.ts'
import { newId } from '../../workspace/ids.ts'
import type { RunRecord } from '../../workspace/runs.ts'
import { usableDevice } from '../evaluations/start.ts'
import type { JobControl } from '../jobs.ts'
import { requireCheckpoint, runFolder, type Which } from '../runs/files.ts'
import { classifierConfig, requireRun } from '../runs/present.ts'
import type { TrainingParts } from '../training/start.ts'
import { classify } from './classify.ts'
import { stackOf } from './data.ts'
import { sideOf } from './start.ts'

export interface ClassEvaluationRequest {
  readonly runId: string
  readonly checkpoint: Which
  readonly side: 'train' | 'validation' | 'test'
}

/** Queues the evaluation of a classifier on one side of the split that it was trained with. */
export async function startClassEvaluation(
  parts: TrainingParts,
  request: ClassEvaluationRequest,
): Promise<{ job: Job; evaluationId: string }> {
  const { context, datasets } = parts
  const run = requireRun(context.workspace, request.runId)
  const { datasetId } = classifierConfig(run)
  requireCheckpoint(context.workspace, run, request.checkpoint)
  await datasets.verify(datasetId)
  const dataset = datasets.detail(datasetId)
  refuseChanged(run, dataset)
  sideOf(dataset, request.side, datasets.labels(datasetId))
  const evaluationId = newId('eval', context.now())
  const job = context.jobs.submit({
    kind: 'classify',
    title: `Evaluate ${run.name} on the ${request.side} side`,
    subjectId: run.id,
    lane: 'engine',
    run: async control => {
      const record = await evaluateClassifier(parts, run, dataset, request, evaluationId, control)
      classEvaluations.save(context.workspace.db, record)
    },
  })
  return { job, evaluationId }
}

async function evaluateClassifier(
  parts: TrainingParts,
  run: RunRecord,
  dataset: DatasetDetail,
  { checkpoint: which, side }: ClassEvaluationRequest,
  id: string,
  control: JobControl,
): Promise<ClassEvaluationRecord> {
  const { context, datasets } = parts
  const { images, classes } = classifierConfig(run)
  const { checkpoint, file } = requireCheckpoint(context.workspace, run, which)
  const labels = datasets.labels(dataset.id)
  const samples = sideOf(dataset, side, labels)
  const probabilities = await classify(
    context,
    {
      device: await usableDevice(parts, run.device),
      weights: file,
      images: stackOf(datasets, dataset, images),
      samples,
      output: join(runFolder(context.workspace, run.id), `${id}.npy`),
    },
    control,
    'Classifying',
  )
  const indices = samples.map(sample => classes.indexOf(labels[sample] ?? ''))
  const judged = { classes: classes.length, probabilities, labels: indices }
  const names = datasets.names(dataset.id)
  return {
    version: 1,
    id,
    runId: run.id,
    datasetId: dataset.id,
    checkpoint: which,
    weightsSha256: checkpoint.sha256,
    side,
    heldOut: side !== 'train',
    createdAt: context.now().toISOString(),
    classes,
    images: samples.map((sample, i) => ({
      sample,
      name: names[sample] ?? String(sample),
      label: classes[indices[i]],
      probabilities: [...probabilities.subarray(i * classes.length, (i + 1) * classes.length)],
    })),
    scores: await context.pool.run('scoreClasses', judged, { signal: control.signal }),
    warnings: [
      ...(side === 'train' ? ['These images were trained on: such scores are no results.'] : []),
      ...(side === 'validation'
        ? ['The validation side chose the best weights: the test side is the fairer one.']
        : []),
      ...missingClasses(classes, indices),
    ],
  }
}

/** Curves of classes that no image is of cannot be drawn. */
export function missingClasses(classes: readonly string[], labels: readonly number[]): string[] {
  const missing = classes.filter((_, c) => !labels.includes(c))
  return missing.length === 0 ? [] : [`No image is of the class ${missing.join(', ')}: it has no curve.`]
}

/** `conflict` where data or split are no longer those of the run: held-out images might be trained ones. */
function refuseChanged(run: RunRecord, dataset: DatasetDetail): void {
  if (dataset.state === 'ok' && dataset.hash === run.datasetHash && dataset.split?.hash === run.splitHash) return
  throw new AppError(
    'conflict',
    `"${dataset.name}" has changed, or was split anew, since "${run.name}" was trained on it: held-out images may have been trained on. Put it back as it was, or train anew.`,
    { runId: run.id, datasetId: dataset.id },
  )
}
