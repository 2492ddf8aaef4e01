import type { StepResult, Trainer } from '../devices/device.ts'
import type { EngineEvent, TrainingData, TrainingSettings } from '../port.ts'
import type { BatchEntry } from './batches.ts'
import type { LoopTask, Place, Validated } from './loopTask.ts'
import { writePreview } from './previews.ts'
import type { SampleReader, TrainingBatch } from './samples.ts'
import { predictSamples, validate } from './validation.ts'

/** What a training of images works on. */
export interface ImageTaskParts {
  readonly job: {
    readonly data: TrainingData
    readonly settings: TrainingSettings
    readonly folder: string
    readonly microBatch?: number
  }
  readonly samples: SampleReader
  readonly trainer: Pick<Trainer, 'predict'>
  step(batch: TrainingBatch, learningRate: number, place: Place): Promise<StepResult>
  /** What else is told of a validation. */
  alsoValidate?(place: Place): Promise<readonly EngineEvent[]>
}

/** Networks from images to images: scored by PSNR on whole images, in file units. */
export function imageTask({ job, samples, trainer, step, alsoValidate }: ImageTaskParts): LoopTask {
  const { data, settings, folder, microBatch } = job
  return {
    train: data.train,
    symmetries: settings.augmentSymmetries && data.lr.height === data.lr.width,
    validationImages: data.validation.length,
    step: async (entries: readonly BatchEntry[], learningRate, place) =>
      step(await samples.batch(entries, place.epoch), learningRate, place),
    validate: async (place, interrupted) => {
      if (data.validation.length === 0) return nothingValidated
      const options = { batchSize: microBatch ?? settings.batchSize, peak: data.peak, step: place.step, interrupted }
      const scores = await validate(trainer, samples, data.validation, options)
      if (!scores) return undefined
      const also = (await alsoValidate?.(place)) ?? []
      return {
        score: scores.psnr,
        psnr: scores.psnr,
        events: best => [{ type: 'validation', ...place, ...scores, best }, ...also],
      }
    },
    previews: place =>
      data.preview.map(sample => async () => {
        const [image] = await predictSamples(trainer, samples, [sample])
        return { type: 'preview', ...place, sample, file: await writePreview(folder, place.step, sample, image) }
      }),
  }
}

const nothingValidated: Validated = { score: null, psnr: null, events: () => [] }
