import { mean } from '../../domain/stats.ts'
import type { AdversarialRates, AdversarialTrainer, ImageBatch } from '../devices/device.ts'
import type { EngineEvent, TrainAdversarialJob } from '../port.ts'
import { imageTask } from './imageTask.ts'
import type { LoopTask, Place } from './loopTask.ts'
import type { SampleReader } from './samples.ts'

/** A generator against a discriminator: scored as any network of images, and by what each of the two is able to do. */
export function adversarialTask(
  job: TrainAdversarialJob,
  samples: SampleReader,
  trainer: AdversarialTrainer,
): LoopTask {
  const { data, settings } = job
  const { trained, discriminatorFirstEpochs, discriminatorRate } = settings.adversarial

  /** The discriminator's rate follows the generator's schedule. */
  const ratesAt = (rate: number, { epoch }: Place): AdversarialRates => ({
    generator: trained === 'discriminator' || epoch <= discriminatorFirstEpochs ? null : rate,
    discriminator: trained === 'generator' ? null : (discriminatorRate * rate) / settings.learningRate,
  })

  const task = imageTask({
    job,
    samples,
    trainer,
    step: async (batch, rate, place) => {
      const rates = ratesAt(rate, place)
      const result = await trainer.step(batch, rates)
      return { ...result, ofAnother: rates.generator === null }
    },
    alsoValidate: async place => [await validateBoth(place)],
  })
  // By PSNR the best generator is the one that the discriminator has taught nothing yet (docs/decisions/0006).
  return { ...task, keepsLatest: true }

  async function validateBoth(place: Place): Promise<EngineEvent> {
    const [real, generated, fluxErrors]: [number[], number[], number[]] = [[], [], []]
    for (let start = 0; start < data.validation.length; start += settings.batchSize) {
      const chunk = data.validation.slice(start, start + settings.batchSize)
      const { lr, hr, mask } = await samples.batch(chunk.map(sample => ({ sample, symmetry: 0 })))
      const sr = await trainer.predict(lr)
      real.push(...(await trainer.judge(masked(hr, mask))))
      generated.push(...(await trainer.judge(masked(sr, mask))))
      fluxErrors.push(...(await fluxErrorsOf(chunk, sr)))
    }
    const share = (logits: readonly number[]) => logits.filter(logit => logit > 0).length / logits.length
    const foolingRate = share(generated)
    return {
      type: 'adversarial-validation',
      ...place,
      discriminatorAccuracy: (share(real) + 1 - foolingRate) / 2,
      foolingRate,
      fluxError: mean(fluxErrors),
    }
  }

  /** |SR flux / HR flux - 1| of each image, over the pixels that count, in file units. */
  async function fluxErrorsOf(indices: readonly number[], sr: ImageBatch): Promise<number[]> {
    const size = sr.height * sr.width
    return Promise.all(
      indices.map(async (sample, i) => {
        const truth = (await samples.truth(sample)).data
        const made = await samples.toFileUnits(sample, sr.data.subarray(i * size, (i + 1) * size))
        const sum = (values: Float32Array) =>
          values.reduce((total, value, pixel) => (Number.isFinite(truth[pixel]) ? total + value : total), 0)
        return Math.abs(sum(made) / sum(truth) - 1)
      }),
    )
  }
}

/** As the discriminator's own steps show images to it. */
function masked(images: ImageBatch, mask: ImageBatch | undefined): ImageBatch {
  return mask === undefined ? images : { ...images, data: images.data.map((value, i) => value * mask.data[i]) }
}
