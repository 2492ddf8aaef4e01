import { describe, expect, it } from 'vitest'
import {
  type ClassifierConfig,
  classifierConfigSchema,
  classifierRequestSchema,
} from '../../../../main/contract/classifiers.ts'
import { type TrainingConfig, trainingRequestSchema } from '../../../../main/contract/training.ts'
import { recipeById } from '../../../../main/services/recipes/recipes.ts'
import { againDraft } from '../../../../renderer/features/train/againDraft.ts'
import { editsOf, stageStart } from '../../../../renderer/features/train/request.ts'

const recipe = recipeById('quick')
const stage = recipe.stages[0]
if (stage?.task !== 'super-resolve') throw new Error('the quick recipe has another stage than this test knows')
const { network, settings } = stage
const about = { datasetId: 'ds-1', presetId: recipe.id, name: 'Base', device: 'onnx:cpu', task: stage.task }
const base: TrainingConfig = { ...about, network, settings }

describe('the form of a run that is run again with changes', () => {
  it('counts as changed only what its recipe would not give', () => {
    const config = { ...base, network: { ...network, blocks: 9 }, settings: { ...settings, seed: 7 } }
    const draft = againDraft(config, recipe, base)
    expect(draft).toMatchObject({ datasetId: 'ds-1', presetId: recipe.id, device: 'onnx:cpu', stage: stage.id })
    expect(editsOf(draft, stage.id)).toEqual({ changes: { blocks: 9, seed: 7 }, schedule: null })
  })

  it('makes the request that the run was started with, also where its recipe is not known', () => {
    const start = stageStart(againDraft(base, recipe, undefined), recipe)
    expect(trainingRequestSchema.parse(start?.request)).toMatchObject({ network, settings })
  })

  it('is that of a classifier for a classifier', () => {
    const best = recipeById('best-classifier')
    const learns = best.stages[0]
    if (learns?.task !== 'classify') throw new Error('the recipe has another stage than this test knows')
    const { kind, channels } = learns.classifier
    const usual = classifierConfigSchema.parse({
      ...{ datasetId: 'ds-1', presetId: best.id, name: 'Classes', device: 'onnx:cpu', task: 'classify', images: 'hr' },
      ...{ classes: ['no', 'sphere'], classifier: { kind, channels, classes: 2, side: 64 }, settings: learns.settings },
    })
    const config: ClassifierConfig = { ...usual, settings: { ...usual.settings, seed: 7, epochs: 3 } }
    const draft = againDraft(config, best, usual)
    expect(editsOf(draft, learns.id)).toEqual({ changes: { seed: 7, epochs: 3 }, schedule: null })
    const request = classifierRequestSchema.parse(stageStart(draft, best)?.request)
    expect(request).toMatchObject({ classifier: { kind, channels }, settings: { seed: 7, epochs: 3 } })
    // Where the user chose when to end, nothing raises it.
    expect(request.leastSteps).toBeUndefined()
  })
})
