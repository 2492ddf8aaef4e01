import { resolve } from 'node:path'
import { type Salvage, salvageDatabase } from '../../workspace/salvage.ts'

/** Makes the database of a workspace that nobody has open anew, from all that can be read of it. */
export const salvageWorkspace = (path: string): Salvage => salvageDatabase(resolve(path), new Date())
