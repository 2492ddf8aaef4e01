import { defaultAdam } from '../../../models/optimisers.ts'
import { type NetworkConfig, parseNetwork } from '../../../models/registry.ts'
import { toAppError } from '../../domain/errors.ts'
import { median } from '../../domain/stats.ts'
import { noiseBatch } from '../estimate.ts'
import { type JobHost, peakMemoryBytes } from '../host.ts'
import type { CheckDeviceJob, DeviceReport } from '../port.ts'
import { initialState } from '../training/initialState.ts'
import type { Device, NamedTensor } from './device.ts'
import { reference } from './reference.ts'

/**
 * Largest relative error that passes. Float32 in another order of summation gives 1e-6 to 1e-5, the ten-bit mantissa
 * that newer GPUs use inside convolutions up to 1e-3; a wrong kernel, stride or layout gives errors near 1.
 */
export const TOLERANCE = 2e-3

const LEARNING_RATE = 1e-3
/** Adam's first step goes by the gradient's sign, which is rounding noise where the gradient is nearly zero. */
const SIGNIFICANT = 1e-3

/** Small enough for `reference`, with every kind of layer. */
const checkNetwork = network(1, 8)
const checkSize = { batch: 3, pixels: 16 }

/** What speed is measured on: the cutout size and depth of a quick training. */
const speedNetwork = network(3, 32)
const speedSize = { batch: 4, pixels: 32 }
const SPEED_REPEATS = 3
/** A device this slow on the check's step would keep the user waiting for minutes: its speed is left unmeasured. */
const TOO_SLOW_SECONDS = 0.5

/** Compares the device with `reference`, measures its speed, and sends the event `device`. */
export async function checkDevice(job: CheckDeviceJob, device: Device, host: JobHost): Promise<void> {
  host.emit({ type: 'device', report: await reportDevice(device, job.threads) })
  host.emit({ type: 'finished', reason: 'completed', step: 0, peakMemoryBytes: peakMemoryBytes() })
}

export async function reportDevice(device: Device, threads: number): Promise<DeviceReport> {
  const common = { device: device.id, title: device.title }
  const probe = await device.probe()
  if (!probe.available) {
    const { reason, remedy } = probe
    return { ...common, available: false, correct: false, reason, remedy, versions: {} }
  }
  const there = { ...common, available: true, versions: probe.versions }
  try {
    const tested = await smallStep(device, threads)
    const expected = device === reference ? tested : await smallStep(reference, 1)
    const worstError = worstRelativeError(tested, expected)
    if (!(worstError <= TOLERANCE)) {
      const reason = `Its training step differs from the reference by ${worstError.toPrecision(2)} (at most ${TOLERANCE}).`
      return { ...there, correct: false, reason, remedy: 'Choose another device.', worstError }
    }
    const onProcessor = (await device.operatorsOnProcessor?.(checkNetwork)) ?? []
    const speed = tested.seconds > TOO_SLOW_SECONDS ? {} : await measureSpeed(device, threads)
    return { ...there, correct: true, worstError, operatorsOnProcessor: onProcessor, ...speed }
  } catch (error) {
    return { ...there, correct: false, reason: toAppError(error).message, remedy: 'Choose another device.' }
  }
}

interface SmallStep {
  readonly loss: number
  readonly gradientNorm: number
  /** Adam's first moment after one step is the gradient times 1 - beta1. */
  readonly gradients: readonly NamedTensor[]
  readonly tensors: readonly NamedTensor[]
  readonly trainerOutput: Float32Array
  readonly predictorOutput: Float32Array
  /** Duration of a step after the first. */
  readonly seconds: number
}

async function smallStep(device: Device, threads: number): Promise<SmallStep> {
  const state = initialState(checkNetwork, 1)
  const { lr, hr } = noiseBatch(checkNetwork, checkSize.batch, checkSize.pixels, checkSize.pixels)
  const options = { network: checkNetwork, loss: 'mse', adam: defaultAdam, threads } as const
  const trainer = await device.createTrainer({ ...options, state })
  const predictor = await device.createPredictor({ network: checkNetwork, tensors: state.tensors, threads })
  try {
    const trainerOutput = (await trainer.predict(lr)).data
    const { loss, gradientNorm } = await trainer.step(lr, hr, LEARNING_RATE)
    const { adamM, tensors } = trainer.exportState()
    const begun = performance.now()
    await trainer.step(lr, hr, LEARNING_RATE)
    const seconds = (performance.now() - begun) / 1000
    const predictorOutput = (await predictor.predict(lr)).data
    return { loss, gradientNorm, gradients: adamM, tensors, trainerOutput, predictorOutput, seconds }
  } finally {
    trainer.dispose()
    predictor.dispose()
  }
}

/** The largest of the relative errors of loss, gradients, changed weights and running statistics, and outputs. */
function worstRelativeError(tested: SmallStep, expected: SmallStep): number {
  const errors = [
    relative([tested.loss], [expected.loss]),
    relative([tested.gradientNorm], [expected.gradientNorm]),
    relative(joined(tested.gradients), joined(expected.gradients)),
    relative(tested.trainerOutput, expected.trainerOutput),
    relative(tested.predictorOutput, expected.predictorOutput),
    changeError(tested, expected),
    ...expected.tensors
      .filter(tensor => tensor.name.includes('.running_'))
      .map(tensor => relative(find(tested.tensors, tensor.name), tensor.data)),
  ]
  // Math.max lets NaN through, which fails the comparison with the tolerance as it should.
  return Math.max(...errors)
}

/** Weights after the step where their gradient is significant, as a fraction of the step's length. */
function changeError(tested: SmallStep, expected: SmallStep): number {
  const largest = joined(expected.gradients).reduce((most, value) => Math.max(most, Math.abs(value)), 0)
  let worst = 0
  for (const gradient of expected.gradients) {
    const a = find(tested.tensors, gradient.name)
    const b = find(expected.tensors, gradient.name)
    for (let i = 0; i < b.length; i++) {
      if (Math.abs(gradient.data[i]) < SIGNIFICANT * largest) continue
      worst = Math.max(worst, Math.abs(a[i] - b[i]) / LEARNING_RATE)
    }
  }
  return worst
}

/** Norm of the difference over the norm of what is expected. */
function relative(tested: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (tested.length !== expected.length) return Number.POSITIVE_INFINITY
  let difference = 0
  let size = 0
  for (let i = 0; i < expected.length; i++) {
    difference += (tested[i] - expected[i]) ** 2
    size += expected[i] ** 2
  }
  return difference === 0 ? 0 : Math.sqrt(difference / size)
}

function joined(tensors: readonly NamedTensor[]): number[] {
  return tensors.flatMap(tensor => [...tensor.data])
}

function find(tensors: readonly NamedTensor[], name: string): Float32Array {
  return tensors.find(tensor => tensor.name === name)?.data ?? new Float32Array(0)
}

async function measureSpeed(device: Device, threads: number) {
  const { tensors, ...moments } = initialState(speedNetwork, 1)
  const { lr, hr } = noiseBatch(speedNetwork, speedSize.batch, speedSize.pixels, speedSize.pixels)
  const trainer = await device.createTrainer({
    network: speedNetwork,
    state: { tensors, ...moments },
    loss: 'mse',
    adam: defaultAdam,
    threads,
  })
  const predictor = await device.createPredictor({ network: speedNetwork, tensors, threads })
  try {
    return {
      trainImagesPerSecond: speedSize.batch / (await medianSeconds(() => trainer.step(lr, hr, LEARNING_RATE))),
      inferImagesPerSecond: speedSize.batch / (await medianSeconds(() => predictor.predict(lr))),
    }
  } finally {
    trainer.dispose()
    predictor.dispose()
  }
}

/** After one call that warms up. */
async function medianSeconds(run: () => Promise<unknown>): Promise<number> {
  await run()
  const seconds: number[] = []
  for (let i = 0; i < SPEED_REPEATS; i++) {
    const begun = performance.now()
    await run()
    seconds.push((performance.now() - begun) / 1000)
  }
  return median(seconds)
}

function network(blocks: number, channels: number): NetworkConfig {
  return parseNetwork({
    kind: 'resnet-sisr',
    blocks,
    channels,
    magnification: 2,
    magnifications: 1,
    outputRelu: false,
  })
}
