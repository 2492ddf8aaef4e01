import { defaultAdam } from '../../../models/optimisers.ts'
import { parseNetwork } from '../../../models/registry.ts'
import { requireSense } from '../../domain/adversarialRules.ts'
import type { AdversarialTrainer, Device, TrainingState } from '../devices/device.ts'
import type { JobHost } from '../host.ts'
import { imageNetworks } from '../modelFile.ts'
import type { TrainAdversarialJob } from '../port.ts'
import { adversarialTask } from './adversarialTask.ts'
import { checkTrainJob } from './checkJob.ts'
import { initialRival, initialState } from './initialState.ts'
import { readAids } from './jobAids.ts'
import { parseDiscriminator } from './parseDiscriminator.ts'
import { descentOf, runLoop } from './runLoop.ts'
import { withStartWeights } from './startWeights.ts'
import { imageRun, withSamples } from './train.ts'

/**
 * Trains, or goes on training, a generator and a discriminator against each other. Ends with the event `finished`.
 * @throws AppError 'diverged', 'bad-input', 'conflict' (a checkpoint of another run)
 */
export async function runAdversarialTraining(job: TrainAdversarialJob, device: Device, host: JobHost): Promise<void> {
  const network = parseNetwork(job.network)
  const judge = parseDiscriminator(job.discriminator)
  checkTrainJob(job, network)
  requireSense(job.settings.adversarial, job.settings.epochs)
  const aids = await readAids(job, network)
  await withSamples(job, async samples => {
    const { settings, threads } = job
    const run = {
      ...(await imageRun(job, samples)),
      network,
      initialState: async (): Promise<TrainingState> => ({
        ...(await withStartWeights(initialState(network, settings.seed), imageNetworks, job.startFrom)),
        rival: initialRival(judge, settings.seed),
      }),
      createTrainer: (state: TrainingState) =>
        device.createAdversarialTrainer({
          network,
          discriminator: judge,
          adversarial: settings.adversarial,
          state,
          loss: settings.loss,
          aids,
          adam: defaultAdam,
          ...descentOf(settings),
          threads,
        }),
      task: (trainer: AdversarialTrainer) => adversarialTask(job, samples, trainer),
    }
    await runLoop(run, host)
  })
}
