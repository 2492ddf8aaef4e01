import { join } from 'node:path'
import type { Workspace } from '../../workspace/workspace.ts'

/** Where an evaluation's files lie: the network's images, and the recipe for all others. */
export const evaluationFolder = (workspace: Workspace, id: string) => join(workspace.path, 'evaluations', id)
export const networkImageFile = (folder: string, sample: number) => join(folder, 'network', `${sample}.npy`)
export const recipeFile = (folder: string) => join(folder, 'recipe.json')
