import { implement } from '@orpc/server'
import { recipesContract } from '../../contract/recipes.ts'
import { recipeById, recipes } from './recipes.ts'

export function recipesRouter() {
  const os = implement(recipesContract)
  return os.router({
    list: os.list.handler(() => [...recipes]),
    get: os.get.handler(({ input }) => recipeById(input.id)),
  })
}
