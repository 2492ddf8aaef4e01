import type { FloatImage } from '../../main/domain/image.ts'
import type { SimulationConfig } from '../../main/lensing/config.ts'
import { type SimulationTruth, simulateSample } from '../../main/lensing/simulate.ts'

/** A simulated pair of LR and HR. */
export function simulatedPair(
  config: SimulationConfig,
  index: number,
  seed = 1,
): { lr: FloatImage; hr: FloatImage; truth: SimulationTruth } {
  const { lr, hr, truth } = simulateSample(config, seed, index)
  if (lr === null) throw new Error('This configuration makes single images.')
  return { lr, hr, truth }
}
