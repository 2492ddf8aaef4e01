import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { parseSafetensors } from '../../formats/safetensors.ts'
import { listSteps, listValidations } from '../../workspace/runSeries.ts'
import type { RunRecord } from '../../workspace/runs.ts'
import type { Workspace } from '../../workspace/workspace.ts'
import { checkpointFile } from '../runs/files.ts'
import type { TracedRun } from './sameness.ts'

export async function traceRun(workspace: Workspace, run: RunRecord): Promise<TracedRun> {
  return {
    run,
    steps: listSteps(workspace.db, run.id),
    validations: listValidations(workspace.db, run.id),
    weightsHash: await tensorsHash(checkpointFile(workspace, run.id, 'last')),
  }
}

/** Of names, shapes and bytes of all tensors, the optimizer's among them: what the file says of its run is not in it. */
async function tensorsHash(file: string): Promise<string | null> {
  const bytes = await readFile(file).catch(() => null)
  if (bytes === null) return null
  const hash = createHash('sha256')
  for (const { name, shape, data } of parseSafetensors(bytes).tensors.toSorted((a, b) =>
    a.name.localeCompare(b.name),
  )) {
    hash.update(`${name} ${shape.join('x')}\n`)
    hash.update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength))
  }
  return hash.digest('hex')
}
