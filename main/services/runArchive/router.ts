import { implement } from '@orpc/server'
import { runArchiveContract } from '../../contract/runArchive.ts'
import type { ServiceContext } from '../context.ts'
import type { OfferFile } from '../writtenFiles.ts'
import { exportRun } from './exportRun.ts'
import { importRun } from './importRun.ts'

export function runArchiveRouter(context: ServiceContext, offer: OfferFile) {
  const os = implement(runArchiveContract)
  return os.router({
    export: os.export.handler(async ({ input }) => offer(await exportRun(context, input))),
    import: os.import.handler(({ input }) => importRun(context, input)),
  })
}
