import type { Recipe } from '../../contract/recipes.ts'
import { type TrainingRequest, trainingRequestSchema } from '../../contract/training.ts'
import type { GroupRecord, GroupTrial } from '../../workspace/groups.ts'
import { noChanges, stageChanges } from '../recipes/changes.ts'

/** What changed, in short: 'blocks 2, learningRate 0.001, seed 1'. */
export function trialTitle(trial: GroupTrial): string {
  const changed = Object.entries(trial.changes).map(
    ([field, value]) => `${field} ${typeof value === 'string' ? value : JSON.stringify(value)}`,
  )
  return [...changed, `seed ${trial.seed}`].join(', ')
}

/** The training of one stage of a trial; runs of its earlier stages are its parents. */
export function stageRequest(
  group: Pick<GroupRecord, 'name' | 'device' | 'trials'>,
  recipe: Recipe,
  trial: GroupTrial,
  stage: string,
): TrainingRequest {
  const member = trial.members.find(m => m.stage === stage)
  const { network, settings, adversarial, discriminator } = stageChanges(recipe, trial.changes).get(stage) ?? noChanges
  const uses = recipe.stages.find(({ id }) => id === stage)?.from ?? []
  const earlier = trial.members.filter(({ stage: id, runId }) => runId !== null && uses.some(use => use.stage === id))
  const name = [
    group.name,
    ...(group.trials.length > 1 ? [trialTitle(trial)] : []),
    ...(recipe.stages.length > 1 ? [stage] : []),
  ].join(': ')
  return trainingRequestSchema.parse({
    datasetId: member?.datasetId,
    presetId: recipe.id,
    recipe,
    stage,
    parents: Object.fromEntries(earlier.map(({ stage: id, runId }) => [id, runId])),
    name: name.slice(0, 120),
    ...(group.device !== null && { device: group.device }),
    network,
    settings: { ...settings, seed: trial.seed },
    adversarial,
    discriminator,
  })
}
