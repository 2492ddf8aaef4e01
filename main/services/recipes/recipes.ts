import { type Recipe, type RecipeStage, recipeSchema } from '../../contract/recipes.ts'
import { AppError } from '../../domain/errors.ts'
import { bestClassifier, classifierRecipes } from './classifiers.ts'
import { denoisedSisrRecipes, denoiserRecipes } from './denoisers.ts'
import { everydayRecipes } from './everyday.ts'
import { sisrRecipes } from './sisr.ts'
import { srganRecipes } from './srgan.ts'

/** The recipes on offer, the default first. */
export const recipes: readonly Recipe[] = [
  ...everydayRecipes,
  bestClassifier,
  ...sisrRecipes,
  ...denoiserRecipes,
  ...denoisedSisrRecipes,
  ...srganRecipes,
  ...classifierRecipes,
].map(recipe => recipeSchema.parse(recipe))

/** Names under which runs of earlier versions knew them. */
const formerIds: Readonly<Record<string, string>> = {
  standard: 'resnet-sisr',
  best: 'best-simulated',
  published: 'resnet-sisr-published',
}

export function recipeById(id: string): Recipe {
  const recipe = recipes.find(r => r.id === (formerIds[id] ?? id))
  if (recipe) return recipe
  const known = recipes.map(r => r.id).join(', ')
  throw new AppError('not-found', `There is no recipe "${id}"; there are: ${known}.`, { id })
}

/** The stage of that id, or the last one. */
export function stageOf(recipe: Recipe, id: string | undefined): RecipeStage {
  const stage = id === undefined ? recipe.stages.at(-1) : recipe.stages.find(s => s.id === id)
  if (stage) return stage
  const known = recipe.stages.map(s => s.id).join(', ')
  throw new AppError('not-found', `The recipe "${recipe.id}" has no stage "${id}"; it has: ${known}.`, { id })
}
