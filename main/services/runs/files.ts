import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { AppError } from '../../domain/errors.ts'
import type { RunCheckpoint, RunRecord } from '../../workspace/runs.ts'
import type { Workspace } from '../../workspace/workspace.ts'

export type Which = RunCheckpoint['which']

/** Where a run's files lie. */
export const runFolder = (workspace: Workspace, runId: string) => join(workspace.path, 'runs', runId)

export const checkpointFile = (workspace: Workspace, runId: string, which: Which) =>
  join(runFolder(workspace, runId), 'checkpoints', `${which}.safetensors`)

/** Preview images are named by the engine; where the run's folder moved, only the name counts. */
export const previewFile = (workspace: Workspace, runId: string, name: string) =>
  join(runFolder(workspace, runId), 'previews', name)

/**
 * The checkpoint asked for, with its file. `not-found`, saying what there is, where the run has none such or the file
 * is gone.
 */
export function requireCheckpoint(
  workspace: Workspace,
  run: RunRecord,
  which: Which,
): { checkpoint: RunCheckpoint; file: string } {
  const checkpoint = run.checkpoints.find(c => c.which === which)
  if (!checkpoint) {
    const kept = run.checkpoints.map(c => c.which)
    const remedy =
      kept.length > 0 ? `Use the checkpoint "${kept.join('" or "')}".` : 'Let it train until its first validation.'
    throw new AppError('not-found', `The run "${run.name}" has no "${which}" checkpoint yet. ${remedy}`, {
      runId: run.id,
      which,
    })
  }
  const file = checkpointFile(workspace, run.id, which)
  if (!existsSync(file)) {
    throw new AppError(
      'not-found',
      `The weights of "${run.name}" are missing from ${file}. Restore the workspace from a backup, or train again.`,
      { file },
    )
  }
  return { checkpoint, file }
}
