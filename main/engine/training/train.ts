import { defaultAdam } from '../../../models/optimisers.ts'
import { type NetworkConfig, parseNetwork } from '../../../models/registry.ts'
import { AppError } from '../../domain/errors.ts'
import { wantsSigma } from '../compiler/trainingStep.ts'
import type { Device } from '../devices/device.ts'
import type { JobHost } from '../host.ts'
import { imageNetworks } from '../modelFile.ts'
import type { TrainedOn } from '../modelRecord.ts'
import type { TrainingData, TrainingSettings, TrainJob } from '../port.ts'
import { isExactInParts, LEAST_WITH_STATISTICS } from '../trainers/microBatches.ts'
import { checkTrainJob } from './checkJob.ts'
import { identifyData } from './identity.ts'
import { imageTask } from './imageTask.ts'
import { initialState } from './initialState.ts'
import { readAids } from './jobAids.ts'
import { descentOf, runLoop } from './runLoop.ts'
import { SampleReader } from './samples.ts'
import { withOptionalStack, withStack } from './stack.ts'
import { withStartWeights } from './startWeights.ts'
import { measureTrainedOn } from './trainedOn.ts'

/**
 * Trains, or goes on training, a network. Ends with the event `finished`.
 * @throws AppError 'diverged' (the checkpoints before are kept), 'bad-input', 'conflict' (a checkpoint of another run)
 */
export async function runTraining(job: TrainJob, device: Device, host: JobHost): Promise<void> {
  const network = parseNetwork(job.network)
  checkTrainJob(job, network)
  checkMicroBatch(job, network)
  const aids = await readAids(job, network)
  await withSamples(job, async samples => {
    const { settings, threads, microBatch } = job
    const common = await imageRun(job, samples)
    const run = {
      ...common,
      notes: [...common.notes, ...microBatchNotes(job, network)],
      network,
      initialState: async () => withStartWeights(initialState(network, settings.seed), imageNetworks, job.startFrom),
      createTrainer: (state: Parameters<Device['createTrainer']>[0]['state']) =>
        device.createTrainer({
          network,
          state,
          loss: settings.loss,
          aids,
          adam: defaultAdam,
          ...descentOf(settings),
          ...(microBatch !== undefined && { microBatch }),
          threads,
        }),
      task: (trainer: Awaited<ReturnType<Device['createTrainer']>>) =>
        imageTask({
          job,
          samples,
          trainer,
          step: ({ lr, hr, mask, sigma }, rate) => trainer.step(lr, hr, rate, mask, sigma),
        }),
    }
    await runLoop(run, host)
  })
}

function checkMicroBatch({ microBatch, data, settings }: TrainJob, network: NetworkConfig): void {
  if (microBatch === undefined) return
  const least = isExactInParts(network, settings.loss, isMasked(data)) ? 1 : LEAST_WITH_STATISTICS
  if (Number.isInteger(microBatch) && microBatch >= least) return
  const message = `A batch cannot go through this network in parts of ${microBatch} images: at least ${least} are needed.`
  throw new AppError('bad-input', message, { microBatch, least })
}

function microBatchNotes({ microBatch, data, settings }: TrainJob, network: NetworkConfig): string[] {
  if (microBatch === undefined || isExactInParts(network, settings.loss, isMasked(data))) return []
  return [
    `Each batch of ${settings.batchSize} goes through the network in parts of ${microBatch} images, as was asked for: batch norm and masked means are taken over each part, so that this is another training than that of the whole batch.`,
  ]
}

const isMasked = ({ masks }: TrainingData): boolean => Boolean(masks?.lr ?? masks?.hr)

type ImageJob = Pick<TrainJob, 'data' | 'folder' | 'resume' | 'provenance'> & { readonly settings: TrainingSettings }

/** Opens the job's images while `use` is at work. */
export async function withSamples(job: ImageJob, use: (samples: SampleReader) => Promise<void>): Promise<void> {
  const { lr: lrStack, hr: hrStack, masks, degradation } = job.data
  const { seed, inputNoise, loss } = job.settings
  const options = { seed, ...(inputNoise !== undefined && { inputNoise }), wantsSigma: wantsSigma(loss) }
  const sigmaStack = typeof degradation?.sigma === 'object' ? degradation.sigma : undefined
  await withStack(lrStack, lr =>
    withStack(hrStack, hr =>
      withOptionalStack(masks?.lr, lrMask =>
        withOptionalStack(masks?.hr, hrMask =>
          withOptionalStack(sigmaStack, sigma =>
            use(new SampleReader({ lr, hr, lrMask, hrMask, sigma }, job.data, options)),
          ),
        ),
      ),
    ),
  )
}

/** What the runs of all trainings of images have in common. */
export async function imageRun(job: ImageJob, samples: SampleReader) {
  const { data, settings, provenance } = job
  return {
    kind: imageNetworks,
    job,
    identity: await identifyData(data),
    model: async (last: { readonly model: { readonly trainedOn?: TrainedOn | undefined } } | undefined) => ({
      scaling: data.scaling,
      fluxFactor: data.fluxFactor,
      trainedOn: last?.model.trainedOn ?? (await measureTrainedOn(samples, data.train, data.lr)),
      provenance,
    }),
    notes: notSquare(data, settings)
      ? ['The images are not square: they are trained on as they are, without the symmetries of the square.']
      : [],
  }
}

const notSquare = ({ lr }: TrainingData, { augmentSymmetries }: TrainingSettings): boolean =>
  augmentSymmetries && lr.height !== lr.width
