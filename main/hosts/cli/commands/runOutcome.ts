import type { RunDetail } from '../../../contract/runs.ts'
import { fixed, formatSeconds } from '../output.ts'

/** A run's name, its best validation in the measures of what it trains, and its time, in a line. */
export function runOutcome({ name, id, kind, best, bestClass, durationSeconds }: RunDetail): string {
  const found =
    kind === 'classifier'
      ? bestClass &&
        `cross-entropy ${fixed(bestClass.crossEntropy, 4)}, accuracy ${fixed(bestClass.accuracy, 3)}, mean AUC ${fixed(bestClass.auc, 4)}`
      : best && `${fixed(best.psnr, 2)} dB, SSIM ${fixed(best.ssim, 4)}`
  return `${name} (${id}): ${found ? `best validation ${found}` : 'no validation'}, ${formatSeconds(durationSeconds)}`
}
