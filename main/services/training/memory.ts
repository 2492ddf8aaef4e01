import { AppError, toAppError } from '../../domain/errors.ts'
import type { EngineEvent, PlanClassifierMemoryJob, PlanMemoryJob, TrainClassifierJob } from '../../engine/port.ts'
import type { ServiceContext } from '../context.ts'
import { runEngineJob } from '../engine/runEngineJob.ts'
import type { ImageTrainJob } from './engineJob.ts'

/** What a training would take, beside what there is. */
export interface MemoryPlan {
  readonly peakMemoryBytes: number
  readonly availableMemoryBytes: number
  /** Of those up to the one asked for; null where none fits. */
  readonly largestBatch: number | null
  /** The largest parts in which the batch fits, where it does not as a whole. */
  readonly parts: Extract<EngineEvent, { type: 'planned' }>['parts']
}

/** The device whose memory is the processor's, and whose steps are compiled. */
const PLANNED_DEVICE = 'onnx:cpu'
/** Compiling the largest network's steps for a dozen sizes of batch, on a busy machine. */
const PATIENCE_MS = 120_000

/** A training of any kind. */
export type AnyTrainJob = ImageTrainJob | TrainClassifierJob

/** What to plan, but for the limit. */
export type PlanRequest = (Omit<PlanMemoryJob, 'limitBytes'> | Omit<PlanClassifierMemoryJob, 'limitBytes'>) & {
  readonly device: string
}

const planRequest = (job: AnyTrainJob): PlanRequest =>
  job.kind === 'train-classifier' ? classifierPlanRequest(job) : imagePlanRequest(job)

function classifierPlanRequest({ device, classifier, data, settings }: TrainClassifierJob): PlanRequest {
  const { batchSize, averageDecay, clipNorm } = settings
  const { height, width } = data.images
  const images = data.train.length
  const kind = 'plan-classifier-memory' as const
  return { kind, device, classifier, batchSize, height, width, averageDecay, clipNorm, images }
}

function imagePlanRequest(job: ImageTrainJob): PlanRequest {
  const { device, network, data, settings } = job
  const { batchSize, loss, clipNorm } = settings
  const { height: lrHeight, width: lrWidth } = data.lr
  const masked = Boolean(data.masks?.lr ?? data.masks?.hr)
  const images = data.train.length
  return {
    kind: 'plan-memory',
    device,
    network,
    batchSize,
    lrHeight,
    lrWidth,
    loss,
    clipNorm,
    images,
    masked,
    ...(job.kind === 'train' && job.microBatch !== undefined && { microBatch: job.microBatch }),
    ...(job.kind === 'train-adversarial' && {
      rival: {
        discriminator: job.discriminator,
        form: job.settings.adversarial.form,
        averageDecay: job.settings.averageDecay,
      },
    }),
  }
}

/** Null where the device's memory cannot be planned, or the planning itself fails: that must keep nobody from training. */
export async function planMemory(
  context: ServiceContext,
  { device, ...request }: PlanRequest,
): Promise<MemoryPlan | null> {
  if (device !== PLANNED_DEVICE) return null
  const limitBytes = context.availableMemory()
  let planned: Extract<EngineEvent, { type: 'planned' }> | undefined
  const engine = runEngineJob(context.launchEngine, { ...request, limitBytes }, event => {
    if (event.type === 'planned') planned = event
  })
  const timer = setTimeout(engine.kill, PATIENCE_MS)
  try {
    await engine.finished
  } catch (error) {
    context.log.error('The memory of a training could not be planned', error)
  } finally {
    clearTimeout(timer)
  }
  if (planned === undefined) return null
  const { peakMemoryBytes, largestBatch, parts } = planned
  return { peakMemoryBytes, availableMemoryBytes: limitBytes, largestBatch, parts }
}

/** A training that fits, and what was done for that. */
export interface FittedJob<J extends AnyTrainJob = AnyTrainJob> {
  readonly job: J
  readonly note?: string
}

/** Bytes that a training will take at its peak; null where they are not known before it runs. */
export async function plannedMemory(context: ServiceContext, job: AnyTrainJob): Promise<number | null> {
  const plan = await planMemory(context, planRequest(job))
  if (plan === null) return null
  return plan.parts?.isExact && job.kind === 'train' ? plan.parts.peakMemoryBytes : plan.peakMemoryBytes
}

/**
 * The training as it is, or its batches in parts where they do not fit as a whole and that comes to the same steps.
 * @throws AppError 'no-memory' with the largest batch that fits, where the training takes more than there is
 */
export async function fittedToMemory<J extends AnyTrainJob>(context: ServiceContext, job: J): Promise<FittedJob<J>> {
  const { batchSize } = job.settings
  const plan = await planMemory(context, planRequest(job))
  // Classifiers, and generators against a discriminator, are trained on whole batches: their plans have no parts.
  const microBatch = microBatchOf(plan, batchSize)
  if (plan === null || microBatch === null || job.kind !== 'train') return { job }
  const note =
    `A batch of ${batchSize} would take ${gibibytes(plan.peakMemoryBytes)} of memory, and ${gibibytes(plan.availableMemoryBytes)} ` +
    `are free: it goes through the network in parts of ${microBatch}, which comes to the same steps but for rounding.`
  return { job: { ...job, microBatch }, note }
}

/**
 * Refuses at once what does not fit; what waits for another training is measured when its turn comes, by the check that is
 * answered.
 */
export async function memoryCheck<J extends AnyTrainJob>(
  context: ServiceContext,
  job: J,
  ignoreMemory = false,
): Promise<() => Promise<FittedJob<J>>> {
  if (ignoreMemory) return async () => ({ job })
  if (context.jobs.list(true).some(active => active.kind === 'train')) return () => fittedToMemory(context, job)
  const fitted = await fittedToMemory(context, job)
  return async () => fitted
}

/**
 * In what parts a batch must go through the network to fit; null: as a whole.
 * @throws AppError 'no-memory', where there is a plan, it takes more than there is, and parts would be another training or do not fit either
 */
export function microBatchOf(plan: MemoryPlan | null, batchSize: number): number | null {
  if (plan === null || plan.peakMemoryBytes <= plan.availableMemoryBytes) return null
  const { peakMemoryBytes, availableMemoryBytes: available, largestBatch, parts } = plan
  if (parts?.isExact) return parts.images
  const otherwise =
    parts === null
      ? ''
      : ` Or keep the batch of ${batchSize} and let it go through the network in parts of ${parts.images} (\`--micro-batch ${parts.images}\`): ` +
        'batch norm and masked means are then taken over each part, which is another training.'
  throw new AppError(
    'no-memory',
    `This training would take ${gibibytes(peakMemoryBytes)} of memory at a batch of ${batchSize}, and ` +
      `${gibibytes(available)} are free. ${batchAdvice(largestBatch)}${otherwise}`,
    { peakMemoryBytes, availableMemoryBytes: available, largestBatch, batchSize, microBatch: parts?.images ?? null },
  )
}

/**
 * The failure of a training, with the batch that fits where it failed for want of memory. What was planned was too little
 * then, or others took the rest: never more than half of the batch is offered.
 */
export async function withFittingBatch(context: ServiceContext, error: unknown, job: AnyTrainJob): Promise<AppError> {
  const failure = toAppError(error)
  if (failure.code !== 'no-memory') return failure
  const request = planRequest(job)
  const half = Math.floor(request.batchSize / 2)
  const plan = half < 2 ? null : await planMemory(context, { ...request, batchSize: half })
  const largestBatch = plan === null ? (half < 2 ? null : half) : plan.largestBatch
  const message = `${failure.message} ${batchAdvice(largestBatch)}`
  return new AppError('no-memory', message, { ...failure.details, largestBatch, batchSize: request.batchSize }, failure)
}

const batchAdvice = (batch: number | null): string =>
  batch === null
    ? 'No batch of this network and these images fits: use fewer channels or blocks, smaller images, or close other programs.'
    : `A batch of ${batch} fits.`

const gibibytes = (bytes: number): string => `${(bytes / 2 ** 30).toPrecision(3)} GiB`
