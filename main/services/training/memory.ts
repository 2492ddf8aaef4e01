import { AppError, toAppError } from '../../domain/errors.ts'
import type { EngineEvent, PlanMemoryJob } from '../../engine/port.ts'
import type { ServiceContext } from '../context.ts'
import { runEngineJob } from '../engine/runEngineJob.ts'
import type { ImageTrainJob } from './engineJob.ts'

/** What a training would take, beside what there is. */
export interface MemoryPlan {
  readonly peakMemoryBytes: number
  readonly availableMemoryBytes: number
  /** Of those up to the one asked for; null where none fits. */
  readonly largestBatch: number | null
}

/** The device whose memory is the processor's, and whose steps are compiled. */
const PLANNED_DEVICE = 'onnx:cpu'
/** Compiling the largest network's steps for a dozen sizes of batch, on a busy machine. */
const PATIENCE_MS = 120_000

/** What to plan, but for the limit. */
export type PlanRequest = Omit<PlanMemoryJob, 'kind' | 'limitBytes'> & { readonly device: string }

function planRequest({ device, network, data, settings }: ImageTrainJob): PlanRequest {
  const { batchSize, loss, clipNorm } = settings
  const { height: lrHeight, width: lrWidth } = data.lr
  return { device, network, batchSize, lrHeight, lrWidth, loss, clipNorm, images: data.train.length }
}

/** Null where the device's memory cannot be planned, or the planning itself fails: that must keep nobody from training. */
export async function planMemory(
  context: ServiceContext,
  { device, ...request }: PlanRequest,
): Promise<MemoryPlan | null> {
  if (device !== PLANNED_DEVICE) return null
  const limitBytes = context.availableMemory()
  let planned: Extract<EngineEvent, { type: 'planned' }> | undefined
  const engine = runEngineJob(context.launchEngine, { kind: 'plan-memory', ...request, limitBytes }, event => {
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
  const { peakMemoryBytes, largestBatch } = planned
  return { peakMemoryBytes, availableMemoryBytes: limitBytes, largestBatch }
}

/** @throws AppError 'no-memory' with the largest batch that fits, where the training takes more than there is */
export async function requireMemory(context: ServiceContext, job: ImageTrainJob): Promise<void> {
  refuseUnlessFits(await planMemory(context, planRequest(job)), job.settings.batchSize)
}

/** Bytes that a training will take at its peak; null where they are not known before it runs. */
export async function plannedMemory(context: ServiceContext, job: ImageTrainJob): Promise<number | null> {
  return (await planMemory(context, planRequest(job)))?.peakMemoryBytes ?? null
}

/** @throws AppError 'no-memory', where there is a plan and it takes more than there is */
export function refuseUnlessFits(plan: MemoryPlan | null, batchSize: number): void {
  if (plan === null || plan.peakMemoryBytes <= plan.availableMemoryBytes) return
  const { peakMemoryBytes, availableMemoryBytes: available, largestBatch } = plan
  throw new AppError(
    'no-memory',
    `This training would take ${gibibytes(peakMemoryBytes)} of memory at a batch of ${batchSize}, and ` +
      `${gibibytes(available)} are free. ${batchAdvice(largestBatch)}`,
    { ...plan, batchSize },
  )
}

/**
 * The failure of a training, with the batch that fits where it failed for want of memory. What was planned was too little
 * then, or others took the rest: never more than half of the batch is offered.
 */
export async function withFittingBatch(context: ServiceContext, error: unknown, job: ImageTrainJob): Promise<AppError> {
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
