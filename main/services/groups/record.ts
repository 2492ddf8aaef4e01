import type { RecipeRequest, SweepRequest } from '../../contract/groups.ts'
import { type Recipe, recipeSchema } from '../../contract/recipes.ts'
import { AppError } from '../../domain/errors.ts'
import { findGroup, type GroupRecord, type GroupTrial } from '../../workspace/groups.ts'
import { newId } from '../../workspace/ids.ts'
import type { Workspace } from '../../workspace/workspace.ts'
import type { ServiceContext } from '../context.ts'
import { stageChanges } from '../recipes/changes.ts'
import { recipeById } from '../recipes/recipes.ts'
import { inSentence } from '../training/resolve.ts'
import { planSweep } from './sweep.ts'

export const recipeOfRequest = ({ recipe, presetId }: RecipeRequest): Recipe => recipe ?? recipeById(presetId)

/** The group; `not-found` where there is none. */
export function requireGroup(workspace: Workspace, id: string): GroupRecord {
  const group = findGroup(workspace.db, id)
  if (group) return group
  throw new AppError('not-found', `There is no group of runs ${id}. It may belong to another workspace.`, { id })
}

/** The recipe of a trial, as it was when the group began. */
export function trialRecipe(group: GroupRecord, trial: GroupTrial): Recipe {
  return recipeSchema.parse(group.recipes[trial.recipe])
}

/** One trial: every stage of the recipe, those that a run stands for with that run. */
export function newTrial(
  recipe: Recipe,
  request: Pick<RecipeRequest, 'datasetId' | 'datasets' | 'parents'>,
  changes: Readonly<Record<string, unknown>>,
  seed: number,
): GroupTrial {
  checkStages(recipe, request)
  return {
    recipe: recipe.id,
    changes: { ...changes },
    seed,
    members: recipe.stages.map(({ id }) => ({
      stage: id,
      datasetId: request.datasets[id] ?? request.datasetId,
      runId: request.parents[id] ?? null,
    })),
  }
}

function checkStages(recipe: Recipe, { datasets, parents }: Pick<RecipeRequest, 'datasets' | 'parents'>): void {
  const unknown = [...Object.keys(datasets), ...Object.keys(parents)].find(
    id => !recipe.stages.some(stage => stage.id === id),
  )
  if (unknown === undefined) return
  const known = recipe.stages.map(({ id }) => id).join(', ')
  throw new AppError('bad-input', `The recipe "${recipe.id}" has no stage "${unknown}"; it has: ${known}.`, { unknown })
}

/** A seed is a setting like others in a recipe, and a place of its own in a group. */
export function takeSeed(recipe: Recipe, changes: Readonly<Record<string, unknown>>) {
  const { seed, ...others } = changes
  // A wrong value, and a wrong field, are named before anything begins.
  const first = recipe.stages[0]
  const own = stageChanges(recipe, changes).get(first.id)?.settings.seed ?? first.settings.seed
  return { seed: Number(own), others }
}

/** A recipe on a dataset, as one trial. */
export function recipeGroup(context: ServiceContext, request: RecipeRequest, datasetName: string): GroupRecord {
  const recipe = recipeOfRequest(request)
  const { seed, others } = takeSeed(recipe, request.changes)
  return newGroup(context, request, datasetName, {
    kind: 'recipe',
    title: recipe.title,
    recipes: [recipe],
    fields: [],
    trials: [newTrial(recipe, request, others, seed)],
  })
}

/** The combinations of a sweep, each with all of its seeds, as trials. */
export function sweepGroup(context: ServiceContext, request: SweepRequest, datasetName: string): GroupRecord {
  const recipe = recipeOfRequest(request)
  const { others } = takeSeed(recipe, request.changes)
  const { combinations, seeds } = planOfSweep(request)
  return newGroup(context, request, datasetName, {
    kind: 'sweep',
    title: `sweep of ${recipe.title}`,
    recipes: [recipe],
    fields: request.axes.map(({ field }) => field),
    trials: combinations.flatMap(combination =>
      seeds.map(s => newTrial(recipe, request, { ...others, ...combination }, s)),
    ),
  })
}

/** The combinations that a sweep would try, checked against the recipe's fields. */
export function planOfSweep(request: SweepRequest) {
  const recipe = recipeOfRequest(request)
  const { combinations, seeds } = planSweep(request, takeSeed(recipe, request.changes).seed)
  for (const combination of combinations) stageChanges(recipe, combination)
  const runs = combinations.length * seeds.length * recipe.stages.length
  return { runs, combinations: [...combinations], seeds: [...seeds] }
}

interface GroupContent {
  readonly kind: GroupRecord['kind']
  readonly title: string
  readonly recipes: readonly Recipe[]
  readonly fields: readonly string[]
  readonly trials: readonly GroupTrial[]
}

/** A group that has not begun. */
export function newGroup(
  context: ServiceContext,
  request: Pick<RecipeRequest, 'name' | 'device' | 'datasetId' | 'evaluate'>,
  datasetName: string,
  { kind, title, recipes, fields, trials }: GroupContent,
): GroupRecord {
  return {
    version: 1,
    id: newId('group', context.now()),
    kind,
    name: request.name ?? `${datasetName}, ${inSentence(title)}`.slice(0, 120),
    status: 'queued',
    jobId: null,
    datasetId: request.datasetId,
    datasetName,
    createdAt: context.now().toISOString(),
    device: request.device ?? null,
    evaluate: request.evaluate,
    recipes: Object.fromEntries(recipes.map(recipe => [recipe.id, recipe])),
    fields: [...fields],
    trials: [...trials],
    error: null,
  }
}
