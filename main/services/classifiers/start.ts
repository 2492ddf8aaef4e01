import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { ClassifierConfig, ClassifierRequest } from '../../contract/classifiers.ts'
import type { DatasetDetail, Split } from '../../contract/datasets.ts'
import type { Job } from '../../contract/jobs.ts'
import { AppError } from '../../domain/errors.ts'
import type { ClassifierData, DeviceId, TrainClassifierJob } from '../../engine/port.ts'
import { writeFileAtomic } from '../../formats/atomicFile.ts'
import { newId } from '../../workspace/ids.ts'
import { type RunRecord, saveRun } from '../../workspace/runs.ts'
import type { ServiceContext } from '../context.ts'
import { requireCheckpoint, runFolder } from '../runs/files.ts'
import { classifierConfig, requireRun } from '../runs/present.ts'
import { refuseChangedFiles, refuseContinue, refuseOtherData, requireSplit } from '../training/conditions.ts'
import { describeEnvironment, engineThreads } from '../training/environment.ts'
import { type FittedJob, memoryCheck, plannedMemory } from '../training/memory.ts'
import type { TrainingParts } from '../training/start.ts'
import { closeRun, superviseTraining } from '../training/supervise.ts'
import { classesOfDataset, classifierData } from './data.ts'
import { describeClassifier } from './network.ts'
import { type ResolvedClassifier, resolveClassifier } from './resolve.ts'

/** The configuration that a start would use, and the classifier in short. */
export async function resolveClassifierRequest(
  { datasets, devices }: TrainingParts,
  request: ClassifierRequest,
): Promise<ResolvedClassifier & { network: string; parameters: number }> {
  const { datasetId } = request
  const dataset = datasets.detail(datasetId)
  const resolved = resolveClassifier(request, dataset, datasets.labels(datasetId), devices.chosen())
  const { title, parameters } = await describeClassifier(resolved.config.classifier)
  return { ...resolved, network: title, parameters }
}

/** What a start belongs to. */
interface Belonging {
  /** The group of runs. */
  readonly groupId?: string
  /** The run that is repeated. */
  readonly againOf?: string
  /** Instead of as many as the settings say. */
  readonly threads?: number
}

/** Writes down a new run of a classifier and queues it for the engine. */
export async function startClassifier(
  parts: TrainingParts,
  request: ClassifierRequest,
  { groupId, againOf, threads: wanted }: Belonging = {},
): Promise<{ job: Job; runId: string }> {
  const { context, datasets, devices } = parts
  await datasets.verify(request.datasetId)
  const dataset = datasets.detail(request.datasetId)
  const { config, network, parameters } = await resolveClassifierRequest(parts, request)
  await devices.require(config.device)
  const split = requireSplit(dataset)
  const data = classifierData(datasets, dataset, split, config.images, config.classes)
  const threads = wanted ?? engineThreads(context)
  const run: RunRecord = {
    version: 1,
    id: newId('run', context.now()),
    name: config.name,
    status: 'queued',
    jobId: null,
    origin: null,
    datasetId: dataset.id,
    datasetName: dataset.name,
    presetId: config.presetId,
    network,
    parameters,
    device: config.device,
    seed: config.settings.seed,
    createdAt: context.now().toISOString(),
    durationSeconds: 0,
    epoch: 0,
    epochs: config.settings.epochs,
    step: 0,
    best: null,
    notes: '',
    tags: [],
    config,
    data: recordedData(dataset, data, config, threads),
    environment: describeEnvironment(context.version, threads),
    peakMemoryBytes: null,
    datasetHash: dataset.hash,
    splitHash: split.hash,
    checkpoints: [],
    parents: [],
    groupId: groupId ?? null,
    ...(againOf !== undefined && { againOf }),
    error: null,
  }
  const job = classifierJob(context, run, data, threads, false)
  const check = await memoryCheck(context, job, request.ignoreMemory)
  await writeRunFolder(runFolder(context.workspace, run.id), config, split)
  saveRun(context.workspace.db, run)
  return queue(parts, run, job, check)
}

/** Queues a new run with the configuration, seed and number of threads of an earlier one. */
export async function repeatClassifier(
  parts: TrainingParts,
  earlier: RunRecord,
  name: string,
  ignoreMemory = false,
): Promise<{ job: Job; runId: string }> {
  const { classes, classifier, task: _, ...config } = classifierConfig(earlier)
  const { kind, channels } = classifier
  const dropout = kind === 'resnet-simple' ? classifier.dropout : undefined
  const { datasets } = parts
  await datasets.verify(config.datasetId)
  const dataset = datasets.detail(config.datasetId)
  refuseChangedFiles(earlier, dataset)
  refuseOtherClasses(earlier, classes, classesOfDataset(dataset))
  const request = { ...config, name, classifier: { kind, channels, dropout }, ignoreMemory }
  const threads = typeof earlier.data.threads === 'number' ? earlier.data.threads : undefined
  return startClassifier(parts, request, { againOf: earlier.id, ...(threads !== undefined && { threads }) })
}

function refuseOtherClasses(run: RunRecord, then: readonly string[], now: readonly string[]): void {
  if (then.join('\n') === now.join('\n')) return
  throw new AppError(
    'conflict',
    `The run "${run.name}" told ${then.join(', ')} apart; its dataset has ${now.join(', ')} now. Start a new run.`,
    { runId: run.id, then, now },
  )
}

/** Queues a classifier's run that did not come to its end, to go on from its last checkpoint. */
export async function continueClassifier(
  parts: TrainingParts,
  run: RunRecord,
  ignoreMemory = false,
): Promise<{ job: Job; runId: string }> {
  const { context, datasets, devices } = parts
  const config = classifierConfig(run)
  refuseContinue(run)
  await datasets.verify(config.datasetId)
  const dataset = datasets.detail(config.datasetId)
  const split = requireSplit(dataset)
  refuseOtherData(run, dataset, split)
  await devices.require(run.device)
  const resume = run.checkpoints.some(checkpoint => checkpoint.which === 'last')
  if (resume) requireCheckpoint(context.workspace, run, 'last')
  const threads = typeof run.data.threads === 'number' ? run.data.threads : engineThreads(context)
  const data = classifierData(datasets, dataset, split, config.images, config.classes)
  const waiting: RunRecord = { ...run, status: 'queued', error: null }
  const job = classifierJob(context, waiting, data, threads, resume)
  const check = await memoryCheck(context, job, ignoreMemory)
  saveRun(context.workspace.db, waiting)
  return queue(parts, waiting, job, check)
}

function queue(
  { context }: TrainingParts,
  run: RunRecord,
  job: TrainClassifierJob,
  check: () => Promise<FittedJob<TrainClassifierJob>>,
): { job: Job; runId: string } {
  const queued = context.jobs.submit({
    kind: 'train',
    title: `Train ${run.name}`,
    subjectId: run.id,
    lane: 'engine',
    memory: () => plannedMemory(context, job),
    run: async control => {
      const fitted = await check()
      await superviseTraining(context, run.id, fitted.job, control)
    },
    onEnd: ended => closeRun(context, run.id, ended),
  })
  // Read again: the job may have begun already.
  saveRun(context.workspace.db, { ...requireRun(context.workspace, run.id), jobId: queued.id })
  return { job: queued, runId: run.id }
}

function classifierJob(
  context: ServiceContext,
  run: RunRecord,
  data: ClassifierData,
  threads: number,
  resume: boolean,
): TrainClassifierJob {
  const { classifier, settings, device, images } = classifierConfig(run)
  return {
    kind: 'train-classifier',
    device: device as DeviceId,
    threads,
    classifier,
    data,
    settings,
    folder: runFolder(context.workspace, run.id),
    resume,
    provenance: {
      product: `Subarc ${context.version}`,
      runId: run.id,
      runName: run.name,
      datasetId: run.datasetId,
      datasetName: run.datasetName,
      datasetHash: run.datasetHash,
      splitHash: run.splitHash,
      images,
    },
  }
}

/** What the engine got, for the run's page. */
function recordedData(
  dataset: DatasetDetail,
  { scaling, train, validation, images }: ClassifierData,
  config: ClassifierConfig,
  threads: number,
): Record<string, unknown> {
  return {
    scaling,
    train,
    validation,
    test: dataset.split?.test ?? [],
    imageSize: { width: images.width, height: images.height },
    images: config.images,
    calibration: dataset.calibration,
    threads,
  }
}

async function writeRunFolder(folder: string, config: ClassifierConfig, split: Split): Promise<void> {
  mkdirSync(join(folder, 'checkpoints'), { recursive: true })
  await writeFileAtomic(join(folder, 'config.json'), `${JSON.stringify(config, null, 2)}\n`)
  await writeFileAtomic(join(folder, 'split.json'), `${JSON.stringify(split, null, 2)}\n`)
}

/** The samples of a side that have a class. `conflict` where there are none. */
export function sideOf(
  dataset: DatasetDetail,
  side: 'train' | 'validation' | 'test',
  labels: readonly (string | null)[],
) {
  const samples = (dataset.split?.[side] ?? []).filter(sample => labels[sample] !== null)
  if (samples.length > 0) return samples
  throw new AppError('conflict', `The ${side} side of "${dataset.name}" has no labelled image. Choose another side.`, {
    side,
  })
}
