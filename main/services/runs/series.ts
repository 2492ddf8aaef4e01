import type { RunSeries } from '../../contract/runs.ts'
import { listValidations, thinnedSteps } from '../../workspace/runSeries.ts'
import type { Workspace } from '../../workspace/workspace.ts'

/** A run's numbers as columns, as charts take them: at most `points` steps, all validations. */
export function runSeries({ db }: Workspace, runId: string, points: number): RunSeries {
  const steps = thinnedSteps(db, runId, points)
  const validations = listValidations(db, runId)
  return {
    step: steps.map(p => p.step),
    epoch: steps.map(p => p.epoch),
    loss: steps.map(p => p.loss),
    gradientNorm: steps.map(p => p.gradientNorm),
    learningRate: steps.map(p => p.learningRate),
    imagesPerSecond: steps.map(p => p.imagesPerSecond),
    validation: {
      step: validations.map(p => p.step),
      epoch: validations.map(p => p.epoch),
      mse: validations.map(p => p.mse),
      psnr: validations.map(p => p.psnr),
      ssim: validations.map(p => p.ssim),
    },
  }
}
