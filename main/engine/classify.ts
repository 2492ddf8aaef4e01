import { writeFileAtomic } from '../formats/atomicFile.ts'
import { writeNpy } from '../formats/npy.ts'
import type { Device } from './devices/device.ts'
import { type JobHost, peakMemoryBytes } from './host.ts'
import { classifierNetworks, readModel } from './modelFile.ts'
import type { ClassifyJob } from './port.ts'
import { scaledImage } from './training/classifierSamples.ts'
import { stackImages } from './training/samples.ts'
import { withStack } from './training/stack.ts'
import { checkImageSize } from './training/trainClassifier.ts'

/** As many at a time as fill a processor; small enough for any memory. */
const BATCH = 16

/**
 * Gives images the probabilities of their classes. Ends with `finished`, whose step is the number of images.
 * @throws AppError 'bad-input' for weights that cannot be used, or images of a size that they do not take
 */
export async function runClassification(job: ClassifyJob, device: Device, host: JobHost): Promise<void> {
  const { network: classifier, record, tensors } = await readModel(job.weights, classifierNetworks)
  checkImageSize(job.images, classifier)
  const total = job.samples.length
  const predictor = await device.createClassPredictor({ classifier, tensors, threads: job.threads })
  try {
    const probabilities = new Float32Array(total * classifier.classes)
    await withStack(job.images, async stack => {
      for (let start = 0; start < total && host.control.requested() !== 'stop'; start += BATCH) {
        const chunk = job.samples.slice(start, start + BATCH)
        const images = await Promise.all(chunk.map(sample => scaledImage(stack, sample, record.scaling)))
        probabilities.set(await predictor.classify(stackImages(images)), start * classifier.classes)
        host.emit({ type: 'classified', done: Math.min(start + BATCH, total), total })
      }
    })
    const reason = host.control.requested() === 'stop' ? 'stopped' : 'completed'
    if (reason === 'completed') {
      await writeFileAtomic(job.output, writeNpy({ shape: [total, classifier.classes], data: probabilities }))
    }
    host.emit({ type: 'finished', reason, step: total, peakMemoryBytes: peakMemoryBytes() })
  } finally {
    predictor.dispose()
  }
}
