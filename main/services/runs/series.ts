import type { RunSeries } from '../../contract/runs.ts'
import { LOSS_TERMS } from '../../domain/lossTermNames.ts'
import { listValidations, type StepPoint, thinnedSteps } from '../../workspace/runSeries.ts'
import type { Workspace } from '../../workspace/workspace.ts'

/** A run's numbers as columns, as charts take them: at most `points` steps, all validations. */
export function runSeries({ db }: Workspace, runId: string, points: number): RunSeries {
  const steps = thinnedSteps(db, runId, points)
  const validations = listValidations(db, runId)
  return {
    step: steps.map(p => p.step),
    epoch: steps.map(p => p.epoch),
    loss: steps.map(p => p.loss),
    terms: termColumns(steps),
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

function termColumns(steps: readonly StepPoint[]): RunSeries['terms'] {
  const known = LOSS_TERMS.filter(name => steps.some(({ terms }) => terms?.[name] !== undefined))
  const valueAt = (name: string, { terms }: StepPoint) => {
    const value = terms?.[name]
    return value === undefined || !Number.isFinite(value) ? null : value
  }
  return Object.fromEntries(known.map(name => [name, steps.map(point => valueAt(name, point))]))
}
