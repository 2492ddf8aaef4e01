import type { ClassifierRequest } from '../../contract/classifiers.ts'
import type { Estimate } from '../../contract/estimate.ts'
import type { DeviceId } from '../../engine/port.ts'
import { engineThreads } from '../training/environment.ts'
import { estimateOf, warmUp } from '../training/estimate.ts'
import { microBatchOf, planMemory } from '../training/memory.ts'
import type { TrainingParts } from '../training/start.ts'
import { labelled } from './data.ts'
import { resolveClassifierRequest } from './start.ts'

/**
 * Time and memory that a classifier's start would take, measured by a few steps of it on the device.
 * @throws AppError 'no-memory' with the largest batch that fits, before anything is run
 */
export async function estimateClassifier(parts: TrainingParts, request: ClassifierRequest): Promise<Estimate> {
  const { context, datasets, devices } = parts
  const { config } = await resolveClassifierRequest(parts, request)
  await devices.require(config.device)
  const { datasetId, classifier, images: side, settings } = config
  const { split, hrSize, lrSize } = datasets.detail(datasetId)
  const { height, width } = side === 'hr' && hrSize !== null ? hrSize : lrSize
  const { batchSize, averageDecay, clipNorm } = settings
  const labels = datasets.labels(datasetId)
  const train = labelled(split?.train ?? [], labels).length
  const validation = labelled(split?.validation ?? [], labels).length
  const sizes = { classifier, batchSize, height, width, averageDecay, clipNorm }
  const device = config.device as DeviceId
  const plan = await planMemory(context, { kind: 'plan-classifier-memory', device, ...sizes, images: train })
  if (!request.ignoreMemory) microBatchOf(plan, batchSize)
  const measured = await warmUp(parts, {
    kind: 'estimate-classifier',
    device,
    threads: engineThreads(context),
    ...sizes,
  })
  const peak = Math.max(measured.peakMemoryBytes, plan?.peakMemoryBytes ?? 0)
  return estimateOf(parts, settings, { train, validation }, measured.secondsPerStep, peak)
}
