import { inspectOnnx, isOnnxFile } from '../foreignOnnx/import.ts'
import { type JobHost, peakMemoryBytes } from '../host.ts'
import type { InspectWeightsJob } from '../port.ts'
import { readForeignWeights } from './read.ts'

/** Says in the event `weights` which network a file of weights belongs to, and what of it does not fit. */
export async function inspectWeights(job: InspectWeightsJob, host: JobHost): Promise<void> {
  const { report } = (await isOnnxFile(job.file)) ? await inspectOnnx(job.file) : await readForeignWeights(job.file)
  host.emit({ type: 'weights', report })
  host.emit({ type: 'finished', reason: 'completed', step: 0, peakMemoryBytes: peakMemoryBytes() })
}
