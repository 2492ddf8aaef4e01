import { classifierOf, parseClassifier } from '../../models/classifiers.ts'
import { countTrainable } from '../../models/network.ts'
import { defaultAdam } from '../../models/optimisers.ts'
import { type NetworkConfig, networkOf, parseNetwork } from '../../models/registry.ts'
import { createRandom, type Random } from '../domain/random.ts'
import { median } from '../domain/stats.ts'
import type { MeasuredRival } from './adversarialPort.ts'
import type { Device, ImageBatch } from './devices/device.ts'
import { type JobHost, peakMemoryBytes } from './host.ts'
import type { EstimateClassifierJob, EstimateJob } from './port.ts'
import { measurable } from './standIns.ts'
import { freshState, initialRival, initialState } from './training/initialState.ts'
import { parseDiscriminator } from './training/parseDiscriminator.ts'

/** Enough for a median; fewer where steps are so slow that the user would wait. */
const MEASURED_STEPS = 3
const PATIENCE_SECONDS = 20

/** A training's step on noise and the evaluation that stands beside it. */
interface Measured {
  readonly parameters: number
  step(): Promise<unknown>
  /** A validation's memory stands beside the step's. */
  validate(): Promise<unknown>
  dispose(): void
}

/** Measures a training step of the job's sizes on noise, after one step that warms caches and compiles. */
export async function runEstimate(job: EstimateJob, device: Device, host: JobHost): Promise<void> {
  const { rival } = job
  await measure(rival === undefined ? await imageTraining(job, device) : await adversarial(job, rival, device), host)
}

/** The same of a classifier. */
export async function runClassifierEstimate(job: EstimateClassifierJob, device: Device, host: JobHost): Promise<void> {
  await measure(await classifierTraining(job, device), host)
}

async function measure(measured: Measured, host: JobHost): Promise<void> {
  try {
    await measured.step()
    const seconds: number[] = []
    const begun = performance.now()
    while (seconds.length < MEASURED_STEPS && host.control.requested() !== 'stop') {
      const start = performance.now()
      await measured.step()
      seconds.push((performance.now() - start) / 1000)
      if (performance.now() - begun > PATIENCE_SECONDS * 1000) break
    }
    if (seconds.length > 0) {
      await measured.validate()
      const { parameters } = measured
      const secondsPerStep = median(seconds)
      host.emit({ type: 'estimated', secondsPerStep, peakMemoryBytes: peakMemoryBytes(), parameters })
    }
    const reason = seconds.length > 0 ? 'completed' : 'stopped'
    host.emit({ type: 'finished', reason, step: seconds.length + 1, peakMemoryBytes: peakMemoryBytes() })
  } finally {
    measured.dispose()
  }
}

const RATE = 1e-4

async function imageTraining(job: EstimateJob, device: Device): Promise<Measured> {
  const network = parseNetwork(job.network)
  const { microBatch, batchSize, lrHeight, lrWidth, threads } = job
  const trainer = await device.createTrainer({
    network,
    state: initialState(network, 0),
    ...measurable(job.loss),
    adam: defaultAdam,
    ...(microBatch !== undefined && { microBatch }),
    threads,
  })
  const { lr, hr } = noiseBatch(network, batchSize, lrHeight, lrWidth)
  return {
    parameters: countTrainable(networkOf(network).parameters(network)),
    step: () => trainer.step(lr, hr, RATE),
    validate: () => trainer.predict(noiseBatch(network, microBatch ?? batchSize, lrHeight, lrWidth).lr),
    dispose: () => trainer.dispose(),
  }
}

async function adversarial(job: EstimateJob, rival: MeasuredRival, device: Device): Promise<Measured> {
  const network = parseNetwork(job.network)
  const judge = parseDiscriminator(rival.discriminator)
  const { averageDecay, form } = rival
  const trainer = await device.createAdversarialTrainer({
    network,
    discriminator: judge,
    adversarial: { form, weight: 1e-3 },
    state: { ...initialState(network, 0), rival: initialRival(judge, 0) },
    ...measurable(job.loss),
    adam: defaultAdam,
    ...(averageDecay !== undefined && { averageDecay }),
    threads: job.threads,
  })
  const batch = noiseBatch(network, job.batchSize, job.lrHeight, job.lrWidth)
  return {
    parameters: countTrainable(networkOf(network).parameters(network)),
    step: () => trainer.step(batch, { generator: RATE, discriminator: RATE }),
    validate: async () => trainer.judge(await trainer.predict(batch.lr)),
    dispose: () => trainer.dispose(),
  }
}

async function classifierTraining(job: EstimateClassifierJob, device: Device): Promise<Measured> {
  const classifier = parseClassifier(job.classifier)
  const { parameters, init } = classifierOf(classifier)
  const { batchSize, height, width, averageDecay, threads } = job
  const trainer = await device.createClassifierTrainer({
    classifier,
    state: freshState(parameters(classifier), init(classifier, createRandom(0))),
    seed: 0,
    adam: defaultAdam,
    ...(averageDecay !== undefined && { averageDecay }),
    threads,
  })
  const images = noise(createRandom(1), batchSize, height, width)
  const labels = Array.from({ length: batchSize }, (_, i) => i % classifier.classes)
  return {
    parameters: countTrainable(parameters(classifier)),
    step: () => trainer.step({ images, labels }, RATE),
    validate: () => trainer.classify(images),
    dispose: () => trainer.dispose(),
  }
}

/** Uniform in [0, 1). */
const noise = (random: Random, count: number, height: number, width: number): ImageBatch => ({
  count,
  height,
  width,
  data: Float32Array.from({ length: count * height * width }, () => random.uniform()),
})

/** Uniform noise in [0, 1) of a training batch's shape. */
export function noiseBatch(
  network: NetworkConfig,
  count: number,
  height: number,
  width: number,
): { lr: ImageBatch; hr: ImageBatch } {
  const random = createRandom(1)
  const r = networkOf(network).magnification(network)
  return { lr: noise(random, count, height, width), hr: noise(random, count, height * r, width * r) }
}
