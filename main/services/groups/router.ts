import { implement } from '@orpc/server'
import { groupsContract } from '../../contract/groups.ts'
import { listGroups } from '../../workspace/groups.ts'
import type { TrainingParts } from '../training/start.ts'
import { groupDetail, groupSummary } from './present.ts'
import { planOfSweep, requireGroup } from './record.ts'
import { continueGroup, forgetGroup, interruptDeadGroups, resolveStages, startRecipe, startSweep } from './service.ts'

export function groupsRouter(parts: TrainingParts) {
  const { context } = parts
  interruptDeadGroups(context)
  const os = implement(groupsContract)
  return os.router({
    list: os.list.handler(() => listGroups(context.workspace.db).map(group => groupSummary(context.workspace, group))),
    get: os.get.handler(({ input }) => groupDetail(context.workspace, requireGroup(context.workspace, input.id))),
    resolve: os.resolve.handler(({ input }) => resolveStages(parts, input)),
    startRecipe: os.startRecipe.handler(({ input }) => startRecipe(parts, input)),
    planSweep: os.planSweep.handler(({ input }) => planOfSweep(input)),
    startSweep: os.startSweep.handler(({ input }) => startSweep(parts, input)),
    continue: os.continue.handler(({ input }) => continueGroup(parts, input.id, input.ignoreMemory)),
    remove: os.remove.handler(({ input }) => forgetGroup(context, input.id)),
  })
}
