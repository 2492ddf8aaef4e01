import type { FloatImage } from '../../domain/image.ts'
import { finiteStats } from '../../domain/stats.ts'
import type { TrainedOn } from '../modelRecord.ts'

/** The ranges of the training images as the network sees them. Reads each once, which also finds what cannot be read. */
export async function measureTrainedOn(
  samples: { input(index: number): Promise<FloatImage> },
  train: readonly number[],
  size: { readonly height: number; readonly width: number },
): Promise<TrainedOn> {
  const means: number[] = []
  const stds: number[] = []
  const maxima: number[] = []
  for (const sample of train) {
    const { mean, std, max } = finiteStats(await samples.input(sample))
    means.push(mean)
    stds.push(std)
    maxima.push(max)
  }
  return {
    height: { low: size.height, high: size.height },
    width: { low: size.width, high: size.width },
    mean: rangeOf(means),
    std: rangeOf(stds),
    max: rangeOf(maxima),
  }
}

function rangeOf(values: readonly number[]): { low: number; high: number } {
  return { low: values.reduce((a, b) => Math.min(a, b)), high: values.reduce((a, b) => Math.max(a, b)) }
}
