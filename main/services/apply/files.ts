import { join } from 'node:path'
import type { Workspace } from '../../workspace/workspace.ts'

/** Inputs and outputs as the engine has them, kept for the viewer. */
export const applicationFolder = (workspace: Workspace, id: string) => join(workspace.path, 'applications', id)
export const itemFile = (folder: string, index: number, layer: 'input' | 'output') =>
  join(folder, `${index}-${layer}.npy`)
