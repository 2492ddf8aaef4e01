import { statSync } from 'node:fs'
import type { EngineEvent } from '../../engine/port.ts'
import type { RunCheckpoint, RunRecord } from '../../workspace/runs.ts'

/** The best score so far, where this validation is it. */
export function withValidation(event: Extract<EngineEvent, { type: 'validation' }>): Partial<RunRecord> {
  const { psnr, ssim, step, epoch } = event
  return event.best ? { epoch, best: { psnr, ssim, epoch, step } } : { epoch }
}

/** The same, of a classifier. */
export function withClassValidation(event: Extract<EngineEvent, { type: 'class-validation' }>): Partial<RunRecord> {
  const { crossEntropy, accuracy, auc, step, epoch } = event
  return event.best ? { epoch, bestClass: { crossEntropy, accuracy, auc, epoch, step } } : { epoch }
}

/** The list with the checkpoint that was written last in the place of its forerunner. */
export function withCheckpoint(
  checkpoints: readonly RunCheckpoint[],
  event: Extract<EngineEvent, { type: 'checkpoint' }>,
): RunCheckpoint[] {
  const { which, step, epoch, sha256, file } = event
  const bytes = statSync(file, { throwIfNoEntry: false })?.size ?? 0
  const others = checkpoints.filter(checkpoint => checkpoint.which !== which)
  return [...others, { which, step, epoch, sha256, bytes }].sort((a, b) => a.which.localeCompare(b.which))
}
