import { implement } from '@orpc/server'
import { type Provenance, provenanceContract } from '../../contract/provenance.ts'
import { findRun, listRepeats } from '../../workspace/runs.ts'
import type { ServiceContext } from '../context.ts'
import { requireRun } from '../runs/present.ts'
import { againCommand, fullCommand } from './commands.ts'
import { sameness } from './sameness.ts'
import { traceRun } from './traceRun.ts'

export function provenanceRouter(context: ServiceContext) {
  const os = implement(provenanceContract)
  return os.router({ get: os.get.handler(({ input }) => provenance(context, input.id)) })
}

/** What made a run and how it is made again; beside the run that it repeats, where it repeats one that is still there. */
async function provenance(context: ServiceContext, id: string): Promise<Provenance> {
  const { workspace } = context
  const run = requireRun(workspace, id)
  const origin = run.againOf === undefined ? undefined : findRun(workspace.db, run.againOf)?.run
  return {
    againCommand: againCommand(run),
    fullCommand: fullCommand(run),
    repeats: origin ? sameness(await traceRun(workspace, run), await traceRun(workspace, origin)) : null,
    repeatedBy: listRepeats(workspace.db, id).map(repeat => ({ id: repeat.id, name: repeat.name })),
  }
}
