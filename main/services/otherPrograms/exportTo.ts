import { join } from 'node:path'
import type { ServiceContext } from '../context.ts'
import { outputFolder } from '../export/outputFolder.ts'
import { requireRun } from '../runs/present.ts'
import { writeMlflowRun } from './mlflow.ts'
import { writeTensorboardRun } from './tensorboard.ts'

export interface ProgramExport {
  readonly runs: readonly string[]
  readonly program: 'mlflow' | 'tensorboard'
  readonly folder?: string | undefined
}

/**
 * Writes runs in the files of another program for tracking experiments. A run that is there already is written anew.
 * Errors: `not-found`, `conflict` (a run in the trash), and those of writing; nothing is written where a run is unknown.
 */
export async function exportTo(
  context: ServiceContext,
  { runs: ids, program, folder: asked }: ProgramExport,
): Promise<{ folder: string; runs: number }> {
  const runs = ids.map(id => requireRun(context.workspace, id))
  const folder = await outputFolder(context, asked, join('other-programs', program))
  const write = { mlflow: writeMlflowRun, tensorboard: writeTensorboardRun }[program]
  for (const run of runs) await write(context, folder, run)
  return { folder, runs: runs.length }
}
