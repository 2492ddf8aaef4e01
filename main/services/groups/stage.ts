import { classifierStart } from '../../contract/classifierStart.ts'
import { type ClassifierRequest, classifierRequestSchema } from '../../contract/classifiers.ts'
import { fieldsOf } from '../../contract/fields.ts'
import { networkChangesSchema } from '../../contract/networks.ts'
import type { Recipe } from '../../contract/recipes.ts'
import { type TrainingRequest, trainingRequestSchema } from '../../contract/training.ts'
import { trainingSettingsSchema } from '../../contract/trainingSettings.ts'
import type { GroupRecord, GroupTrial } from '../../workspace/groups.ts'
import { fieldOf, noChanges, stageChanges } from '../recipes/changes.ts'
import { stageOf } from '../recipes/recipes.ts'
import { inSentence } from '../training/resolve.ts'

/** What the fields are called in the forms. */
const FIELD_TITLES: ReadonlyMap<string, string> = new Map(
  [...fieldsOf(networkChangesSchema), ...fieldsOf(trainingSettingsSchema)].map(({ key, label }) => [key, label]),
)

/** 'denoiser.learningRate' is 'denoiser learning rate'. */
function fieldTitle(path: string): string {
  const names = path.split('.')
  const last = fieldOf(names.pop() ?? '')
  return [...names, inSentence(FIELD_TITLES.get(last) ?? last)].join(' ')
}

/** What tells a trial from the others, in short and in the words of the forms: 'residual blocks 2, learning rate 0.001, seed 1'. */
export function trialTitle(trial: GroupTrial, trials: readonly GroupTrial[]): string {
  const isShared = ([field, value]: [string, unknown]) =>
    trials.every(other => JSON.stringify(other.changes[field]) === JSON.stringify(value))
  const own = Object.entries(trial.changes).filter(change => !isShared(change))
  const changed = own.map(
    ([field, value]) => `${fieldTitle(field)} ${typeof value === 'string' ? value : JSON.stringify(value)}`,
  )
  // Of several recipes, as in the study, which one.
  const recipe = trials.some(other => other.recipe !== trial.recipe) ? [trial.recipe] : []
  return [...recipe, ...changed, `seed ${trial.seed}`].join(', ')
}

/** A stage's start: of a network that makes images, or of a classifier. */
export type StageRequest =
  | { readonly kind: 'images'; readonly request: TrainingRequest }
  | { readonly kind: 'classifier'; readonly request: ClassifierRequest }

/** The training of one stage of a trial; runs of its earlier stages are its parents. */
export function stageRequest(
  group: Pick<GroupRecord, 'name' | 'device' | 'trials'>,
  recipe: Recipe,
  trial: GroupTrial,
  stageId: string,
): StageRequest {
  const stage = stageOf(recipe, stageId)
  const member = trial.members.find(m => m.stage === stageId)
  const changes = stageChanges(recipe, trial.changes).get(stageId) ?? noChanges
  const name = [
    group.name,
    ...(group.trials.length > 1 ? [trialTitle(trial, group.trials)] : []),
    ...(recipe.stages.length > 1 ? [stageId] : []),
  ].join(': ')
  const alike = {
    datasetId: member?.datasetId,
    presetId: recipe.id,
    stage: stageId,
    name: name.slice(0, 120),
    ...(group.device !== null && { device: group.device }),
  }
  if (stage.task === 'classify') {
    const { settings, ...start } = classifierStart(stage, changes)
    const request = classifierRequestSchema.parse({ ...alike, ...start, settings: { ...settings, seed: trial.seed } })
    return { kind: 'classifier', request }
  }
  const earlier = trial.members.filter(
    ({ stage: id, runId }) => runId !== null && stage.from.some(use => use.stage === id),
  )
  const { network, settings, adversarial, discriminator } = changes
  const request = trainingRequestSchema.parse({
    ...alike,
    recipe,
    parents: Object.fromEntries(earlier.map(({ stage: id, runId }) => [id, runId])),
    network,
    settings: { ...settings, seed: trial.seed },
    adversarial,
    discriminator,
  })
  return { kind: 'images', request }
}
