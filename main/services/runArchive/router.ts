import { implement } from '@orpc/server'
import { runArchiveContract } from '../../contract/runArchive.ts'
import type { ServiceContext } from '../context.ts'
import { exportRun } from './exportRun.ts'
import { importRun } from './importRun.ts'

export function runArchiveRouter(context: ServiceContext) {
  const os = implement(runArchiveContract)
  return os.router({
    export: os.export.handler(({ input }) => exportRun(context, input)),
    import: os.import.handler(({ input }) => importRun(context, input)),
  })
}
