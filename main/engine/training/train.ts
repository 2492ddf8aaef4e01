import { countTrainable } from '../../../models/network.ts'
import { defaultAdam } from '../../../models/optimisers.ts'
import { type NetworkConfig, networkOf, parseNetwork } from '../../../models/registry.ts'
import type { Device } from '../devices/device.ts'
import { type JobHost, peakMemoryBytes } from '../host.ts'
import type { TrainJob } from '../port.ts'
import { checkTrainJob } from './checkJob.ts'
import { readLast } from './checkpoint.ts'
import { CheckpointStore } from './checkpointStore.ts'
import { identifyData } from './identity.ts'
import { initialState } from './initialState.ts'
import { TrainingLoop } from './loop.ts'
import { freshLoopState } from './loopState.ts'
import { checkResumable, planChange } from './resume.ts'
import { SampleReader } from './samples.ts'
import { withOptionalStack, withStack } from './stack.ts'
import { Timetable } from './timetable.ts'
import { measureTrainedOn } from './trainedOn.ts'

/**
 * Trains, or goes on training, a network. Ends with the event `finished`.
 * @throws AppError 'diverged' (the checkpoints before are kept), 'bad-input', 'conflict' (a checkpoint of another run)
 */
export async function runTraining(job: TrainJob, device: Device, host: JobHost): Promise<void> {
  const network = parseNetwork(job.network)
  checkTrainJob(job, network)
  const { lr: lrStack, hr: hrStack, masks } = job.data
  await withStack(lrStack, lr =>
    withStack(hrStack, hr =>
      withOptionalStack(masks?.lr, lrMask =>
        withOptionalStack(masks?.hr, hrMask =>
          trainOn(job, network, device, host, new SampleReader({ lr, hr, lrMask, hrMask }, job.data)),
        ),
      ),
    ),
  )
}

async function trainOn(
  job: TrainJob,
  network: NetworkConfig,
  device: Device,
  host: JobHost,
  samples: SampleReader,
): Promise<void> {
  const timetable = new Timetable(job.data.train.length, job.settings)
  const identity = await identifyData(job.data)
  const last = job.resume ? await readLast(job.folder) : undefined
  if (last) checkResumable(job, network, identity, last)
  const trainedOn = last?.model.trainedOn ?? (await measureTrainedOn(samples, job.data.train, job.data.lr))

  const trainer = await device.createTrainer({
    network,
    state: last?.state ?? initialState(network, job.settings.seed),
    loss: job.settings.loss,
    adam: defaultAdam,
    clipNorm: job.settings.clipNorm,
    threads: job.threads,
  })
  try {
    const state = last?.run.loop ?? freshLoopState
    const changed = last && planChange(last.run.plan, trainer.plan)
    host.emit({
      type: 'started',
      parameters: countTrainable(networkOf(network).parameters(network)),
      stepsPerEpoch: timetable.stepsPerEpoch,
      totalSteps: timetable.totalSteps,
      step: state.step,
      plan: trainer.plan,
      ...(changed === undefined ? {} : { planChanged: changed }),
    })
    if (job.settings.augmentSymmetries && job.data.lr.height !== job.data.lr.width) {
      const message =
        'The images are not square: they are trained on as they are, without the symmetries of the square.'
      host.emit({ type: 'log', level: 'warning', message })
    }
    const store = new CheckpointStore(job, network, identity, trainedOn, trainer)
    const loop = new TrainingLoop({ job, trainer, samples, timetable, store, host }, state)
    const reason = await loop.run()
    host.emit({ type: 'finished', reason, step: loop.step, peakMemoryBytes: peakMemoryBytes() })
  } finally {
    trainer.dispose()
  }
}
