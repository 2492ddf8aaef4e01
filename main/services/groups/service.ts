import type { RecipeRequest, SweepRequest } from '../../contract/groups.ts'
import type { Job } from '../../contract/jobs.ts'
import { AppError } from '../../domain/errors.ts'
import { findGroup, type GroupRecord, listLiveGroups, removeGroup, saveGroup } from '../../workspace/groups.ts'
import { liveStatuses } from '../../workspace/jobs.ts'
import { resolveClassifierRequest } from '../classifiers/start.ts'
import type { ServiceContext } from '../context.ts'
import { resolveRequest, type TrainingParts } from '../training/start.ts'
import { executeGroup } from './execute.ts'
import { recipeGroup, recipeOfRequest, requireGroup, sweepGroup, trialRecipe } from './record.ts'
import { stageRequest } from './stage.ts'

type Started = { job: Job; groupId: string }

/** A recipe on a dataset, all of its stages as one job. What cannot be trained is refused before anything begins. */
export async function startRecipe(parts: TrainingParts, request: RecipeRequest): Promise<Started> {
  const group = recipeGroup(parts.context, request, datasetName(parts, request))
  await resolveTrials(parts, group)
  return submitGroup(parts, group, request.ignoreMemory)
}

export async function startSweep(parts: TrainingParts, request: SweepRequest): Promise<Started> {
  const group = sweepGroup(parts.context, request, datasetName(parts, request))
  await resolveTrials(parts, group)
  return submitGroup(parts, group, request.ignoreMemory)
}

/** Goes on with what is not done. */
export function continueGroup(parts: TrainingParts, id: string, ignoreMemory?: boolean): Started {
  const group = requireGroup(parts.context.workspace, id)
  if (isLive(group)) throw new AppError('conflict', `"${group.name}" is ${group.status} already.`, { id })
  if (group.status === 'done') throw new AppError('conflict', `"${group.name}" has come to its end.`, { id })
  return submitGroup(parts, group, ignoreMemory)
}

export function forgetGroup({ workspace }: ServiceContext, id: string): { removed: boolean } {
  const group = findGroup(workspace.db, id)
  if (!group) return { removed: false }
  if (isLive(group)) throw new AppError('conflict', `"${group.name}" is ${group.status}. Stop it first.`, { id })
  removeGroup(workspace.db, id)
  return { removed: true }
}

/** Groups that a process which is gone left as running. */
export function interruptDeadGroups({ workspace }: ServiceContext): void {
  for (const group of listLiveGroups(workspace.db)) saveGroup(workspace.db, { ...group, status: 'interrupted' })
}

/** Each stage of a recipe as it would be trained on its dataset. */
export async function resolveStages(parts: TrainingParts, request: RecipeRequest) {
  const recipe = recipeOfRequest(request)
  const group = recipeGroup(parts.context, request, datasetName(parts, request))
  const [trial] = group.trials
  return Promise.all(
    trial.members.map(async ({ stage, datasetId, runId }) => {
      const title = recipe.stages.find(({ id }) => id === stage)?.title ?? stage
      const known = { stage, title, datasetId, runId }
      if (runId !== null) return { ...known, config: null, request: null, warnings: [], network: '' }
      const { kind, request: asked } = stageRequest(group, recipe, trial, stage)
      if (kind === 'classifier') {
        const { warnings, network } = await resolveClassifierRequest(parts, asked)
        return { ...known, config: null, request: null, warnings, network }
      }
      const { config, warnings, network } = await resolveRequest(parts, asked)
      return { ...known, config, request: asked, warnings, network }
    }),
  )
}

const isLive = ({ status }: GroupRecord): boolean => liveStatuses.some(live => live === status)

const datasetName = ({ datasets }: TrainingParts, { datasetId }: RecipeRequest): string =>
  datasets.detail(datasetId).name

/** Throws what a start of any stage would be refused for, as far as it is known before its forerunners are done. */
async function resolveTrials(parts: TrainingParts, group: GroupRecord): Promise<void> {
  for (const trial of group.trials) {
    const recipe = trialRecipe(group, trial)
    for (const { stage, runId } of trial.members) {
      if (runId !== null) continue
      const { kind, request } = stageRequest(group, recipe, trial, stage)
      await (kind === 'classifier' ? resolveClassifierRequest(parts, request) : resolveRequest(parts, request))
    }
  }
}

/** Writes the group down and begins it. */
export function submitGroup(parts: TrainingParts, group: GroupRecord, ignoreMemory = false): Started {
  const { context } = parts
  const { db } = context.workspace
  const change = (changes: Partial<GroupRecord>): void => {
    const now = findGroup(db, group.id)
    if (now) saveGroup(db, { ...now, ...changes })
  }
  saveGroup(db, { ...group, status: 'queued', error: null })
  const job = context.jobs.submit({
    kind: 'group',
    title: group.name,
    subjectId: group.id,
    lane: 'light',
    run: async control => {
      change({ status: 'running' })
      await executeGroup({ parts, groupId: group.id, ignoreMemory, control })
    },
    onEnd: ended => change({ status: ended.status, error: ended.error }),
  })
  change({ jobId: job.id })
  return { job, groupId: group.id }
}
