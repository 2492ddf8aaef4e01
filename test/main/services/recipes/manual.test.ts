import { expect, test } from 'vitest'
import { recipeManual } from '../../../../main/services/recipes/manual.ts'
import { recipes } from '../../../../main/services/recipes/recipes.ts'

test('docs/recipes.md tells the recipes and their fields as they are now', async () => {
  await expect(recipeManual(recipes)).toMatchFileSnapshot('../../../../docs/recipes.md')
})
