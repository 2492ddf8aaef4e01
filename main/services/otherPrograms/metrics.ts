import { LOSS_TERMS } from '../../domain/lossTermNames.ts'
import { listSteps, listValidations } from '../../workspace/runSeries.ts'
import type { RunRecord } from '../../workspace/runs.ts'
import type { Workspace } from '../../workspace/workspace.ts'
import { heldOutEvaluation } from '../tables/runTables.ts'

/** A quantity through the training, as other programs keep it. */
export interface Metric {
  /** Letters, digits and low lines; slashes make groups. */
  readonly name: string
  readonly points: readonly { readonly step: number; readonly value: number }[]
}

/** All curves of a run, and the scores of its latest held-out evaluation at its last step. Values that are not finite are left out. */
export function metricsOf(workspace: Workspace, run: RunRecord): Metric[] {
  const steps = listSteps(workspace.db, run.id)
  const validations = listValidations(workspace.db, run.id)
  const curve = <P extends { readonly step: number }>(
    name: string,
    points: readonly P[],
    value: (point: P) => number,
  ) => ({
    name,
    points: points.map(point => ({ step: point.step, value: value(point) })).filter(p => Number.isFinite(p.value)),
  })
  const network = heldOutEvaluation(workspace, run)?.methods.find(method => method.id === 'network')?.whole
  const scores = network ? { psnr_dB: network.psnr, ssim: network.ssim, mse: network.mse } : {}
  return [
    curve('training/loss', steps, p => p.loss),
    ...LOSS_TERMS.map(name => curve(`training/loss.${name}`, steps, p => p.terms?.[name] ?? Number.NaN)),
    curve('training/gradient_norm', steps, p => p.gradientNorm),
    curve('training/learning_rate', steps, p => p.learningRate),
    curve('training/images_per_second', steps, p => p.imagesPerSecond),
    curve('validation/psnr_dB', validations, p => p.psnr),
    curve('validation/ssim', validations, p => p.ssim),
    curve('validation/mse', validations, p => p.mse),
    ...Object.entries(scores).map(([name, { mean }]) => ({
      name: `heldout/${name}`,
      points: [{ step: run.step, value: mean }],
    })),
  ].filter(metric => metric.points.length > 0)
}

/**
 * Milliseconds since 1970 at which a step was made. The time of each step is not kept: steps are spread evenly over the time
 * that the run took.
 */
export function timeOf(run: RunRecord): (step: number) => number {
  const begun = Date.parse(run.createdAt)
  const total = Math.max(1, run.step)
  return step => Math.round(begun + (1000 * run.durationSeconds * Math.min(step, total)) / total)
}
