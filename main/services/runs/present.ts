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

/** The configuration that the run was started with. */
export function runConfig(run: RunRecord): RunConfig {
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
