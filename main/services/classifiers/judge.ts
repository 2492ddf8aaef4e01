import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { ClassScores } from '../../contract/classifiers.ts'
import type { DatasetDetail } from '../../contract/datasets.ts'
import type { Job } from '../../contract/jobs.ts'
import { AppError } from '../../domain/errors.ts'
import type { FloatImage } from '../../domain/image.ts'
import { upsample } from '../../domain/resample.ts'
import { writeFileAtomic } from '../../formats/atomicFile.ts'
import { writeNpy } from '../../formats/npy.ts'
import { type JudgementRecord, judgements } from '../../workspace/classifiers.ts'
import type { EvaluationRecord } from '../../workspace/evaluations.ts'
import { newId } from '../../workspace/ids.ts'
import type { RunRecord } from '../../workspace/runs.ts'
import { readNpyImage } from '../engine/npyImages.ts'
import { evaluationFolder, networkImageFile } from '../evaluations/files.ts'
import { requireEvaluation } from '../evaluations/images.ts'
import { usableDevice } from '../evaluations/start.ts'
import type { JobControl } from '../jobs.ts'
import { requireCheckpoint, type Which } from '../runs/files.ts'
import { classifierConfig, requireRun } from '../runs/present.ts'
import type { TrainingParts } from '../training/start.ts'
import { classify } from './classify.ts'
import { missingClasses } from './evaluate.ts'

export interface JudgeRequest {
  readonly evaluationId: string
  readonly classifierRunId: string
  readonly checkpoint: Which
}

/** What a classifier is shown of each sample, all of it on the HR grid. */
const kinds = [
  { id: 'lr-bicubic', title: 'LR, bicubic' },
  { id: 'sr', title: 'SR' },
  { id: 'hr', title: 'HR' },
] as const
type Kind = (typeof kinds)[number]['id']

/** Queues the judgement of an evaluation's images by a classifier. */
export async function startJudgement(
  parts: TrainingParts,
  request: JudgeRequest,
): Promise<{ job: Job; judgementId: string }> {
  const { context, datasets } = parts
  const evaluation = requireEvaluation(context, request.evaluationId)
  const classifier = requireRun(context.workspace, request.classifierRunId)
  requireCheckpoint(context.workspace, classifier, request.checkpoint)
  const dataset = datasets.detail(evaluation.datasetId)
  const samples = judgedSamples(evaluation, classifier, dataset, datasets.labels(dataset.id))
  const judgementId = newId('judgement', context.now())
  const job = context.jobs.submit({
    kind: 'classify',
    title: `Judge ${requireRun(context.workspace, evaluation.runId).name} by ${classifier.name}`,
    // Its page shows what came of it.
    subjectId: evaluation.runId,
    lane: 'engine',
    run: async control => {
      const record = await judge(parts, { ...request, evaluation, classifier, dataset, samples }, judgementId, control)
      judgements.save(context.workspace.db, record)
    },
  })
  return { job, judgementId }
}

interface Case extends JudgeRequest {
  readonly evaluation: EvaluationRecord
  readonly classifier: RunRecord
  readonly dataset: DatasetDetail
  readonly samples: readonly number[]
}

/** The evaluation's samples that have a class which the classifier knows. `conflict` where there are none. */
function judgedSamples(
  evaluation: EvaluationRecord,
  classifier: RunRecord,
  dataset: DatasetDetail,
  labels: readonly (string | null)[],
): number[] {
  const { classes } = classifierConfig(classifier)
  const samples = evaluation.samples.map(({ sample }) => sample).filter(s => classes.includes(labels[s] ?? ''))
  if (samples.length > 0) return samples
  throw new AppError(
    'conflict',
    `No image that was evaluated has one of the classes of "${classifier.name}": ${classes.join(', ')}. Label the samples of "${dataset.name}".`,
    { classes },
  )
}

async function judge(
  parts: TrainingParts,
  { evaluation, classifier, dataset, samples, checkpoint }: Case,
  id: string,
  control: JobControl,
): Promise<JudgementRecord> {
  const { context, datasets } = parts
  const { classes, images } = classifierConfig(classifier)
  const { file: weights } = requireCheckpoint(context.workspace, classifier, checkpoint)
  const all = datasets.labels(dataset.id)
  const labels = samples.map(sample => classes.indexOf(all[sample] ?? ''))
  const device = await usableDevice(parts, classifier.device)
  const folder = context.workspace.folder('evaluations', id)
  mkdirSync(folder, { recursive: true })
  try {
    const scored: { id: Kind; title: string; scores: ClassScores }[] = []
    for (const kind of kinds) {
      const file = join(folder, `${kind.id}.npy`)
      const size = await writeStack(file, samples, sample => shown(parts, evaluation, dataset, kind.id, sample))
      const stack = { file, count: samples.length, ...size }
      const asked = { device, weights, images: stack, samples: samples.map((_, i) => i), output: `${file}.classes` }
      const probabilities = await classify(context, asked, control, `Classifying: ${kind.title}`)
      const judged = { classes: classes.length, probabilities, labels }
      const scores = await context.pool.run('scoreClasses', judged, { signal: control.signal })
      scored.push({ ...kind, scores })
    }
    return {
      version: 1,
      id,
      evaluationId: evaluation.id,
      runId: evaluation.runId,
      classifierRunId: classifier.id,
      classifierName: classifier.name,
      createdAt: context.now().toISOString(),
      classes,
      samples: samples.length,
      kinds: scored,
      warnings: [
        ...trainedOn(classifier, dataset, samples),
        ...(images === 'lr' && dataset.hrSize !== null && classifier.datasetId === dataset.id
          ? ['The classifier was trained on LR images: that it knows HR ones is not said.']
          : []),
        ...missingClasses(classes, labels),
      ],
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** One image of a sample on the HR grid. Each is scaled by itself, so that flux conventions cancel. */
function shown(
  { context, datasets }: TrainingParts,
  evaluation: EvaluationRecord,
  dataset: DatasetDetail,
  kind: Kind,
  sample: number,
): Promise<FloatImage> {
  switch (kind) {
    case 'lr-bicubic':
      return datasets.image(dataset.id, sample, 'lr').then(lr => upsample(lr, dataset.factor ?? 1, 'bicubic'))
    case 'sr':
      return readNpyImage(networkImageFile(evaluationFolder(context.workspace, evaluation.id), sample))
    case 'hr':
      return datasets.image(dataset.id, sample, 'hr')
  }
}

async function writeStack(file: string, samples: readonly number[], read: (sample: number) => Promise<FloatImage>) {
  const [first, ...others] = samples
  const { width, height, data } = await read(first)
  const stack = new Float32Array(samples.length * width * height)
  stack.set(data)
  for (const [i, sample] of others.entries()) stack.set((await read(sample)).data, (i + 1) * width * height)
  await writeFileAtomic(file, writeNpy({ shape: [samples.length, height, width], data: stack }))
  return { width, height }
}

/** Images that the classifier was trained on flatter all three alike. */
function trainedOn(classifier: RunRecord, dataset: DatasetDetail, samples: readonly number[]): string[] {
  if (classifier.datasetHash !== dataset.hash || !Array.isArray(classifier.data.train)) return []
  const train = new Set<unknown>(classifier.data.train)
  const known = samples.filter(sample => train.has(sample)).length
  if (known === 0) return []
  return [
    `The classifier was trained on ${known} of these ${samples.length} samples: its scores on them are no results.`,
  ]
}
