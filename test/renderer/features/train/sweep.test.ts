import { describe, expect, it } from 'vitest'
import { sweepRequestSchema } from '../../../../main/contract/groups.ts'
import { stageChanges } from '../../../../main/services/recipes/changes.ts'
import { recipes } from '../../../../main/services/recipes/recipes.ts'
import { emptyDraft, recipeRequest } from '../../../../renderer/features/train/request.ts'
import { emptySweep, sweepFields, sweepRequest } from '../../../../renderer/features/train/sweep.ts'

const request = recipeRequest(emptyDraft('d1'), recipes[0])

describe('the form of a sweep', () => {
  it('offers fields that the recipe has', () => {
    for (const recipe of recipes) {
      const fields = sweepFields(recipe)
      expect(fields.length).toBeGreaterThan(3)
      const value = (path: string) =>
        path.endsWith('loss') ? 'mse' : /augment|Relu|Skip/.test(path) ? true : undefined
      for (const { path } of fields) {
        const possible = [value(path), 0.5, 8].find(one => {
          try {
            return one !== undefined && stageChanges(recipe, { [path]: one }).size > 0
          } catch {
            return false
          }
        })
        expect(possible, `${recipe.id}: ${path}`).toBeDefined()
      }
    }
  })

  it('reads lists and ranges, and waits for what is not filled in', () => {
    if (request === null) throw new Error('There is a dataset.')
    const draft = {
      axes: [
        { field: 'blocks', text: '2, 4' },
        { field: 'loss', text: 'mse, l1' },
        { field: 'learningRate', text: '1e-5 to 1e-2' },
        { field: '', text: '' },
      ],
      seeds: 3,
      random: 10,
    }
    const sweep = sweepRequest(request, draft)
    expect(sweep).toMatchObject({
      seeds: 3,
      random: 10,
      axes: [
        { field: 'blocks', values: [2, 4] },
        { field: 'loss', values: ['mse', 'l1'] },
        { field: 'learningRate', low: 1e-5, high: 1e-2, scale: 'log', integer: false },
      ],
    })
    expect(sweepRequestSchema.safeParse(sweep).success).toBe(true)
    expect(sweepRequest(request, emptySweep)).toBeNull()
    expect(sweepRequest(request, { ...emptySweep, seeds: 2 })).toMatchObject({ axes: [], seeds: 2 })
    expect(sweepRequest(request, { ...draft, axes: [{ field: 'blocks', text: '2,' }] })).toBeNull()
    expect(sweepRequest(request, { ...draft, seeds: null })).toBeNull()
  })
})
