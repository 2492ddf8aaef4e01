import type { FloatImage } from '../../domain/image.ts'
import { psnr as decibels, mse, ssim } from '../../domain/metrics.ts'
import { mean } from '../../domain/stats.ts'
import type { Trainer } from '../devices/device.ts'
import { OutputGuard } from './divergence.ts'
import type { SampleReader } from './samples.ts'

/** Means of the images' own values over the pixels that count, in the HR file's units; PSNR in dB. */
export interface ValidationScores {
  readonly mse: number
  readonly psnr: number
  readonly ssim: number
}

/** Beyond what float32 images can hold; keeps the score of a perfect prediction a finite number. */
const HIGHEST_PSNR = 200

/**
 * Scores the network in evaluation mode on the samples, whole images, in file units.
 * @returns undefined when `interrupted` became true on the way
 * @throws AppError 'diverged' when the outputs are not finite or have all become constant
 */
export async function validate(
  trainer: Pick<Trainer, 'predict'>,
  samples: SampleReader,
  indices: readonly number[],
  options: { readonly batchSize: number; readonly peak: number; readonly step: number; interrupted(): boolean },
): Promise<ValidationScores | undefined> {
  const scores: ValidationScores[] = []
  const guard = new OutputGuard(options.step)
  for (let start = 0; start < indices.length; start += options.batchSize) {
    if (options.interrupted()) return undefined
    const chunk = indices.slice(start, start + options.batchSize)
    for (const [i, prediction] of (await predictSamples(trainer, samples, chunk)).entries()) {
      const truth = await samples.truth(chunk[i])
      guard.add(prediction.data, truth.data)
      scores.push(scoreOne(prediction, truth, options.peak))
    }
  }
  guard.finish()
  return {
    mse: mean(scores.map(score => score.mse)),
    psnr: mean(scores.map(score => score.psnr)),
    ssim: mean(scores.map(score => score.ssim)),
  }
}

/** The network's images of these samples, in the HR file's units. */
export async function predictSamples(
  trainer: Pick<Trainer, 'predict'>,
  samples: SampleReader,
  indices: readonly number[],
): Promise<FloatImage[]> {
  const output = await trainer.predict(await samples.inputs(indices))
  const size = output.height * output.width
  return Promise.all(
    indices.map(async (sample, i) => ({
      width: output.width,
      height: output.height,
      data: await samples.toFileUnits(sample, output.data.subarray(i * size, (i + 1) * size)),
    })),
  )
}

function scoreOne(prediction: FloatImage, truth: FloatImage, peak: number): ValidationScores {
  const error = mse(prediction, truth)
  return {
    mse: error,
    psnr: Math.min(HIGHEST_PSNR, decibels(error, peak)),
    ssim: ssim(prediction, truth, { window: 'uniform', peak }),
  }
}
