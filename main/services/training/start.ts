import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { DatasetDetail, Split } from '../../contract/datasets.ts'
import type { Job } from '../../contract/jobs.ts'
import type { TrainingConfig, TrainingRequest } from '../../contract/training.ts'
import type { TrainingData } from '../../engine/port.ts'
import { writeFileAtomic } from '../../formats/atomicFile.ts'
import { newId } from '../../workspace/ids.ts'
import { type RunParent, type RunRecord, saveRun } from '../../workspace/runs.ts'
import type { ServiceContext } from '../context.ts'
import type { DeviceChoice } from '../devices/choice.ts'
import { describeGpus } from '../engine/gpuUse.ts'
import { requireCheckpoint, runFolder } from '../runs/files.ts'
import { appendLog } from '../runs/log.ts'
import { requireRun, requireTrainedHere, runConfig } from '../runs/present.ts'
import { refuseChangedFiles, refuseContinue, refuseOtherData, requireSplit } from './conditions.ts'
import type { DatasetAccess } from './datasetAccess.ts'
import { type ImageTrainJob, trainJob } from './engineJob.ts'
import { describeEnvironment, engineThreads } from './environment.ts'
import { type FittedJob, memoryCheck, plannedMemory } from './memory.ts'
import { describeNetwork } from './network.ts'
import { findParents, requireParents } from './parents.ts'
import { type Resolved, requestedStage, resolveTraining } from './resolve.ts'
import { closeRun, superviseTraining } from './supervise.ts'
import { trainingData } from './trainingData.ts'

/** What training works with besides the context. */
export interface TrainingParts {
  readonly context: ServiceContext
  readonly datasets: DatasetAccess
  readonly devices: DeviceChoice
}

/** The configuration that a start would use, and why. */
export async function resolveRequest(
  { context, datasets, devices }: TrainingParts,
  request: TrainingRequest,
): Promise<Resolved & { network: string; parameters: number }> {
  const { networks } = findParents(context.workspace, requestedStage(request).stage, request)
  const resolved = resolveTraining(request, datasets.detail(request.datasetId), devices.chosen(), networks)
  const { parameters, title } = await describeNetwork(resolved.config.network)
  return { ...resolved, network: title, parameters }
}

/**
 * Writes down a new run and queues it for the engine.
 * @param groupId of the group of runs that it belongs to
 */
export async function startTraining(
  parts: TrainingParts,
  request: TrainingRequest,
  groupId: string | null = null,
): Promise<{ job: Job; runId: string }> {
  const { context, datasets, devices } = parts
  const { recipe, stage } = requestedStage(request)
  requireParents(recipe, stage, request)
  await datasets.verify(request.datasetId)
  const dataset = datasets.detail(request.datasetId)
  const { parents, networks, scaling } = findParents(context.workspace, stage, request)
  const { config } = resolveTraining(request, dataset, devices.chosen(), networks)
  const { ignoreMemory, microBatch } = request
  const threads = engineThreads(context)
  return startResolved(parts, { config, parents, scaling, groupId, threads, ignoreMemory, microBatch })
}

/**
 * Queues a new run with the configuration, seed, parents and number of threads of an earlier one: on the same processor, the same
 * numbers. Its recipe may have changed since; what was resolved then is taken as it is.
 */
export async function trainAgain(
  parts: TrainingParts,
  earlier: RunRecord,
  name: string,
  ignoreMemory = false,
): Promise<{ job: Job; runId: string }> {
  const { context, datasets } = parts
  const trained = requireTrainedHere(earlier, 'nothing to train again. Train from its weights instead')
  const { datasetId } = trained
  await datasets.verify(datasetId)
  refuseChangedFiles(earlier, datasets.detail(datasetId))
  const config = { ...runConfig(earlier), ...trained, name }
  const { parents } = earlier
  // Fitted anew where nothing but the data decides it.
  const scaling = parents.length > 0 ? recordedScaling(earlier).scaling : null
  const threads = typeof earlier.data.threads === 'number' ? earlier.data.threads : engineThreads(context)
  const microBatch = typeof earlier.data.microBatch === 'number' ? earlier.data.microBatch : undefined
  const kept = { config, parents, scaling, groupId: null, threads, microBatch }
  return startResolved(parts, { ...kept, againOf: earlier.id, ignoreMemory })
}

interface ResolvedStart {
  readonly config: TrainingConfig
  readonly parents: readonly RunParent[]
  /** That of the parents' weights; null: fitted to the data. */
  readonly scaling: TrainingData['scaling'] | null
  readonly groupId: string | null
  readonly threads: number
  /** The run that is repeated. */
  readonly againOf?: string
  readonly ignoreMemory?: boolean | undefined
  readonly microBatch?: number | undefined
}

async function startResolved(
  parts: TrainingParts,
  { config, parents, scaling, groupId, threads, againOf, ignoreMemory, microBatch }: ResolvedStart,
): Promise<{ job: Job; runId: string }> {
  const { context, datasets, devices } = parts
  const dataset = datasets.detail(config.datasetId)
  const { parameters, title } = await describeNetwork(config.network)
  await devices.require(config.device)
  const split = requireSplit(dataset)
  const fitted = await trainingData(datasets, dataset, split, config.task)
  const data = scaling === null ? fitted : { ...fitted, scaling }

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
    network: title,
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
    data: { ...recordedData(dataset, data, threads), ...(microBatch !== undefined && { microBatch }) },
    environment: { ...describeEnvironment(context.version, threads), ...(await describeGpus(config.device)) },
    peakMemoryBytes: null,
    datasetHash: dataset.hash,
    splitHash: split.hash,
    ...(againOf !== undefined && { againOf }),
    checkpoints: [],
    parents: [...parents],
    groupId,
    error: null,
  }
  const job = trainJob(context, run, data, threads, false)
  const check = await memoryCheck(context, job, ignoreMemory)
  await writeRunFolder(runFolder(context.workspace, run.id), config, split)
  saveRun(context.workspace.db, run)
  return queueRun(parts, run, job, check)
}

/** Queues a run that did not come to its end, to go on from its last checkpoint. */
export async function continueTraining(
  parts: TrainingParts,
  runId: string,
  ignoreMemory = false,
): Promise<{ job: Job; runId: string }> {
  const { context, datasets, devices } = parts
  const run = requireRun(context.workspace, runId)
  const { datasetId } = requireTrainedHere(run, 'no training to go on with. Train from its weights instead')
  refuseContinue(run)
  await datasets.verify(datasetId)
  const dataset = datasets.detail(datasetId)
  const split = requireSplit(dataset)
  refuseOtherData(run, dataset, split)
  await devices.require(run.device)
  // A run that never came to a checkpoint has nothing to lose: it begins anew.
  const resume = run.checkpoints.some(checkpoint => checkpoint.which === 'last')
  if (resume) requireCheckpoint(context.workspace, run, 'last')
  const threads = typeof run.data.threads === 'number' ? run.data.threads : engineThreads(context)
  const data = { ...(await trainingData(datasets, dataset, split, runConfig(run).task)), ...recordedScaling(run) }
  const waiting: RunRecord = { ...run, status: 'queued', error: null }
  const job = trainJob(context, waiting, data, threads, resume)
  const check = await memoryCheck(context, job, ignoreMemory)
  saveRun(context.workspace.db, waiting)
  return queueRun(parts, waiting, job, check)
}

/** Writes down in what parts a run's batches are trained, so that it goes on in the same. */
function rememberParts({ workspace, now }: ServiceContext, runId: string, { job, note }: FittedJob): void {
  if (note === undefined || job.kind !== 'train') return
  const run = requireRun(workspace, runId)
  saveRun(workspace.db, { ...run, data: { ...run.data, microBatch: job.microBatch } })
  appendLog(runFolder(workspace, runId), { at: now().toISOString(), level: 'info', message: note })
}

function queueRun(
  { context }: TrainingParts,
  run: RunRecord,
  job: ImageTrainJob,
  check: () => Promise<FittedJob<ImageTrainJob>>,
): { job: Job; runId: string } {
  const queued = context.jobs.submit({
    kind: 'train',
    title: `Train ${run.name}`,
    subjectId: run.id,
    lane: 'engine',
    memory: () => plannedMemory(context, job),
    run: async control => {
      const fitted = await check()
      rememberParts(context, run.id, fitted)
      await superviseTraining(context, run.id, fitted.job, control)
    },
    onEnd: ended => closeRun(context, run.id, ended),
  })
  // Read again: the job may have begun already.
  saveRun(context.workspace.db, { ...requireRun(context.workspace, run.id), jobId: queued.id })
  return { job: queued, runId: run.id }
}

/** What the engine got, for the run's page and for a later start on the same terms. */
function recordedData(dataset: DatasetDetail, data: TrainingData, threads: number): Record<string, unknown> {
  return {
    scaling: data.scaling,
    fluxFactor: data.fluxFactor,
    peak: data.peak,
    train: data.train,
    validation: data.validation,
    test: dataset.split?.test ?? [],
    preview: data.preview,
    lrSize: { width: data.lr.width, height: data.lr.height },
    hrSize: { width: data.hr.width, height: data.hr.height },
    factor: data.hr.width / data.lr.width,
    calibration: dataset.calibration,
    offset: dataset.offset,
    registered: dataset.register,
    threads,
  }
}

/** The scaling fitted at the first start, so that nothing about the data can differ when the run goes on. */
function recordedScaling(run: RunRecord): Pick<TrainingData, 'scaling' | 'fluxFactor' | 'peak' | 'preview'> {
  const { scaling, fluxFactor, peak, preview } = run.data
  return { scaling, fluxFactor, peak, preview } as Pick<TrainingData, 'scaling' | 'fluxFactor' | 'peak' | 'preview'>
}

async function writeRunFolder(folder: string, config: TrainingConfig, split: Split): Promise<void> {
  for (const name of ['checkpoints', 'previews']) mkdirSync(join(folder, name), { recursive: true })
  await writeFileAtomic(join(folder, 'config.json'), `${JSON.stringify(config, null, 2)}\n`)
  await writeFileAtomic(join(folder, 'split.json'), `${JSON.stringify(split, null, 2)}\n`)
}
