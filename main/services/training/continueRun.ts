import type { Job } from '../../contract/jobs.ts'
import { continueClassifier } from '../classifiers/start.ts'
import { isClassifier, requireRun } from '../runs/present.ts'
import { continueTraining, type TrainingParts } from './start.ts'

/** Queues a run that did not come to its end, whatever it trains. */
export function continueRun(
  parts: TrainingParts,
  runId: string,
  ignoreMemory?: boolean,
): Promise<{ job: Job; runId: string }> {
  const run = requireRun(parts.context.workspace, runId)
  return isClassifier(run) ? continueClassifier(parts, run, ignoreMemory) : continueTraining(parts, runId, ignoreMemory)
}
