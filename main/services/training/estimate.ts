import type { Estimate } from '../../contract/estimate.ts'
import type { TrainingRequest } from '../../contract/training.ts'
import { AppError } from '../../domain/errors.ts'
import type { EngineEvent, EstimateClassifierJob, EstimateJob } from '../../engine/port.ts'
import { runEngineJob } from '../engine/runEngineJob.ts'
import { engineThreads } from './environment.ts'
import { microBatchOf, planMemory } from './memory.ts'
import { findParents } from './parents.ts'
import { requestedStage, resolveTraining } from './resolve.ts'
import type { TrainingParts } from './start.ts'

/** A warm-up that takes longer than this tells enough: the device is too slow for this network. */
const PATIENCE_MS = 180_000
/** A forward pass costs about a third of a training step (forward, and backward at twice that). */
const FORWARD_SHARE = 1 / 3

/**
 * Time and memory that a start would take, measured by a few steps of it on the device.
 * @throws AppError 'no-memory' with the largest batch that fits, before anything is run
 */
export async function estimateTraining(parts: TrainingParts, request: TrainingRequest): Promise<Estimate> {
  const { context, datasets, devices } = parts
  const dataset = datasets.detail(request.datasetId)
  const { networks } = findParents(context.workspace, requestedStage(request).stage, request)
  const { config } = resolveTraining(request, dataset, devices.chosen(), networks)
  await devices.require(config.device)
  const { batchSize, loss, averageDecay, clipNorm } = config.settings
  const { height: lrHeight, width: lrWidth } = dataset.lrSize
  const { discriminator, adversarial } = config
  const rival = discriminator && adversarial && { discriminator, form: adversarial.form, averageDecay }
  const sizes = { network: config.network, batchSize, lrHeight, lrWidth, loss, ...(rival && { rival }) }
  const train = dataset.split?.train.length ?? 0
  const asked = request.microBatch === undefined ? {} : { microBatch: request.microBatch }
  const masked = dataset.planes.masked.lr + dataset.planes.masked.hr > 0
  const device = config.device as EstimateJob['device']
  const plan = await planMemory(context, {
    kind: 'plan-memory',
    device,
    ...sizes,
    ...asked,
    clipNorm,
    masked,
    images: train,
  })
  const fitted = request.ignoreMemory ? null : microBatchOf(plan, batchSize)
  const microBatch = request.microBatch ?? fitted
  const measured = await warmUp(parts, {
    kind: 'estimate',
    device,
    threads: engineThreads(context),
    ...sizes,
    ...(microBatch !== null && { microBatch }),
  })
  context.log.info(`Estimated ${config.name} on ${config.device}: ${measured.secondsPerStep} s a step`)
  // The warm-up sees no smaller last batch of an epoch; the plan does.
  const planned = fitted === null ? plan?.peakMemoryBytes : plan?.parts?.peakMemoryBytes
  const validation = dataset.split?.validation.length ?? 0
  const peak = Math.max(measured.peakMemoryBytes, planned ?? 0)
  return { ...estimateOf(parts, config.settings, { train, validation }, measured.secondsPerStep, peak), microBatch }
}

/** Time of a whole training from that of a step, beside the memory that is free. */
export function estimateOf(
  { context }: Pick<TrainingParts, 'context'>,
  settings: { readonly batchSize: number; readonly epochs: number; readonly validateEveryEpochs: number },
  images: { readonly train: number; readonly validation: number },
  secondsPerStep: number,
  peakMemoryBytes: number,
): Estimate {
  const { batchSize, epochs, validateEveryEpochs } = settings
  const secondsPerImage = secondsPerStep / batchSize
  const validations = Math.ceil(epochs / validateEveryEpochs)
  const availableMemoryBytes = context.availableMemory()
  return {
    secondsPerStep,
    totalSeconds: secondsPerImage * (epochs * images.train + FORWARD_SHARE * validations * images.validation),
    imagesPerSecond: 1 / secondsPerImage,
    peakMemoryBytes,
    availableMemoryBytes,
    fits: peakMemoryBytes <= availableMemoryBytes,
    microBatch: null,
  }
}

/** @throws AppError 'internal' for an engine that ended without a measurement */
export async function warmUp(
  { context }: Pick<TrainingParts, 'context'>,
  job: EstimateJob | EstimateClassifierJob,
): Promise<Extract<EngineEvent, { type: 'estimated' }>> {
  let estimated: Extract<EngineEvent, { type: 'estimated' }> | undefined
  const engine = runEngineJob(context.launchEngine, job, event => {
    if (event.type === 'estimated') estimated = event
  })
  const timer = setTimeout(engine.kill, PATIENCE_MS)
  try {
    await engine.finished
  } finally {
    clearTimeout(timer)
  }
  if (estimated) return estimated
  throw new AppError('internal', 'The engine ended its warm-up without a measurement. The log says more.')
}
