import type { Job } from '../../contract/jobs.ts'
import { continueClassifier, repeatClassifier } from '../classifiers/start.ts'
import { isClassifier, requireRun } from '../runs/present.ts'
import { continueTraining, type TrainingParts, trainAgain } from './start.ts'

/** Queues a run that did not come to its end, whatever it trains. */
export function continueRun(
  parts: TrainingParts,
  runId: string,
  ignoreMemory?: boolean,
): Promise<{ job: Job; runId: string }> {
  const run = requireRun(parts.context.workspace, runId)
  return isClassifier(run) ? continueClassifier(parts, run, ignoreMemory) : continueTraining(parts, runId, ignoreMemory)
}

/** Queues a run once more as it was started, whatever it trains. */
export function repeatRun(
  parts: TrainingParts,
  runId: string,
  ignoreMemory?: boolean,
): Promise<{ job: Job; runId: string }> {
  const run = requireRun(parts.context.workspace, runId)
  const name = againName(run.name)
  return isClassifier(run)
    ? repeatClassifier(parts, run, name, ignoreMemory)
    : trainAgain(parts, run, name, ignoreMemory)
}

/** 'Horseshoe', 'Horseshoe, again', 'Horseshoe, again (2)'. */
function againName(name: string): string {
  const found = /^(.*), again(?: \((\d+)\))?$/.exec(name)
  const suffix = found ? `, again (${Number(found[2] ?? 1) + 1})` : ', again'
  return `${(found?.[1] ?? name).slice(0, 120 - suffix.length)}${suffix}`
}
