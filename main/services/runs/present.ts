import { type ClassifierConfig, classifierConfigSchema } from '../../contract/classifiers.ts'
import type { TrainedNetwork } from '../../contract/networks.ts'
import { type RunConfig, type RunSummary, runConfigSchema } from '../../contract/runs.ts'
import { AppError } from '../../domain/errors.ts'
import { findRun, type RunRecord } from '../../workspace/runs.ts'
import type { Workspace } from '../../workspace/workspace.ts'

/** The line of a run in the table. */
export function runSummary(run: RunRecord): RunSummary {
  const { id, name, status, jobId, origin, datasetId, datasetName, presetId, network, parameters, device, seed } = run
  const { createdAt, durationSeconds, epoch, epochs, step, best, notes, tags, groupId } = run
  return {
    ...{ id, name, status, jobId, origin, datasetId, datasetName, presetId, network, parameters, device, seed },
    ...{ createdAt, durationSeconds, epoch, epochs, step, best, notes, tags, groupId },
    kind: isClassifier(run) ? 'classifier' : 'images',
    bestClass: run.bestClass ?? null,
  }
}

/** The run; `not-found` where there is none, `conflict` where it lies in the trash. */
export function requireRun(workspace: Workspace, id: string): RunRecord {
  const found = findRun(workspace.db, id)
  if (!found) throw new AppError('not-found', `There is no run ${id}. It may belong to another workspace.`, { id })
  if (found.removedAt !== null) {
    throw new AppError('conflict', `The run "${found.run.name}" lies in the trash. Restore it first.`, { id })
  }
  return found.run
}

export const isClassifier = (run: RunRecord): boolean => run.config.task === 'classify'

/** The configuration that a classifier was started with; `conflict` for a run that trained none. */
export function classifierConfig(run: RunRecord): ClassifierConfig {
  if (isClassifier(run)) return classifierConfigSchema.parse(run.config)
  throw new AppError('conflict', `"${run.name}" is no classifier, but ${run.network}. Choose a classifier's run.`, {
    runId: run.id,
  })
}

/** As `requireRun`; `conflict` for a classifier, which makes no images. */
export function requireImageRun(workspace: Workspace, id: string): RunRecord {
  const run = requireRun(workspace, id)
  refuseClassifier(run)
  return run
}

function refuseClassifier(run: RunRecord): void {
  if (!isClassifier(run)) return
  const message = `"${run.name}" is a classifier: it makes no images. Choose a super-resolution network's run.`
  throw new AppError('conflict', message, { runId: run.id })
}

/** The configuration that the run was started with; `conflict` for a classifier, which makes no images. */
export function runConfig(run: RunRecord): RunConfig {
  refuseClassifier(run)
  return runConfigSchema.parse(run.config)
}

/**
 * What the run was trained on and how. `conflict` for a network that was brought along: it has neither here, so there is
 * nothing to `what` (to go on with, to score it on).
 */
export function requireTrainedHere(
  run: RunRecord,
  what: string,
): { datasetId: string; settings: NonNullable<RunConfig['settings']>; network: TrainedNetwork } {
  const { settings, network } = runConfig(run)
  if (run.datasetId !== null && settings !== null && network.kind !== 'onnx') {
    return { datasetId: run.datasetId, settings, network }
  }
  throw new AppError('conflict', `"${run.name}" was not trained in this workspace: there is ${what}.`, { id: run.id })
}
