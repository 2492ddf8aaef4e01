import { countTrainable } from '../../models/network.ts'
import { defaultAdam } from '../../models/optimisers.ts'
import { type NetworkConfig, networkOf, parseNetwork } from '../../models/registry.ts'
import { createRandom } from '../domain/random.ts'
import { median } from '../domain/stats.ts'
import type { Device, ImageBatch } from './devices/device.ts'
import { type JobHost, peakMemoryBytes } from './host.ts'
import type { EstimateJob } from './port.ts'
import { measurable } from './standIns.ts'
import { initialState } from './training/initialState.ts'

/** Enough for a median; fewer where steps are so slow that the user would wait. */
const MEASURED_STEPS = 3
const PATIENCE_SECONDS = 20

/** Measures a training step of the job's sizes on noise, after one step that warms caches and compiles. */
export async function runEstimate(job: EstimateJob, device: Device, host: JobHost): Promise<void> {
  const network = parseNetwork(job.network)
  const trainer = await device.createTrainer({
    network,
    state: initialState(network, 0),
    ...measurable(job.loss),
    adam: defaultAdam,
    ...(job.microBatch !== undefined && { microBatch: job.microBatch }),
    threads: job.threads,
  })
  try {
    const { lr, hr } = noiseBatch(network, job.batchSize, job.lrHeight, job.lrWidth)
    await trainer.step(lr, hr, 1e-4)
    const seconds: number[] = []
    const begun = performance.now()
    while (seconds.length < MEASURED_STEPS && host.control.requested() !== 'stop') {
      const start = performance.now()
      await trainer.step(lr, hr, 1e-4)
      seconds.push((performance.now() - start) / 1000)
      if (performance.now() - begun > PATIENCE_SECONDS * 1000) break
    }
    if (seconds.length > 0) {
      // A validation's memory stands beside the step's.
      await trainer.predict(noiseBatch(network, job.microBatch ?? job.batchSize, job.lrHeight, job.lrWidth).lr)
      const parameters = countTrainable(networkOf(network).parameters(network))
      host.emit({
        type: 'estimated',
        secondsPerStep: median(seconds),
        peakMemoryBytes: peakMemoryBytes(),
        parameters,
      })
    }
    const reason = seconds.length > 0 ? 'completed' : 'stopped'
    host.emit({ type: 'finished', reason, step: seconds.length + 1, peakMemoryBytes: peakMemoryBytes() })
  } finally {
    trainer.dispose()
  }
}

/** Uniform noise in [0, 1) of a training batch's shape. */
export function noiseBatch(
  network: NetworkConfig,
  count: number,
  height: number,
  width: number,
): { lr: ImageBatch; hr: ImageBatch } {
  const random = createRandom(1)
  const r = networkOf(network).magnification(network)
  const noise = (h: number, w: number): ImageBatch => ({
    count,
    height: h,
    width: w,
    data: Float32Array.from({ length: count * h * w }, () => random.uniform()),
  })
  return { lr: noise(height, width), hr: noise(height * r, width * r) }
}
