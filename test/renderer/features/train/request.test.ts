import { describe, expect, it } from 'vitest'
import { classifierRequestSchema } from '../../../../main/contract/classifiers.ts'
import type { DatasetSummary } from '../../../../main/contract/datasets.ts'
import { recipeRequestSchema } from '../../../../main/contract/groups.ts'
import { networkChangesSchema, networkSchema } from '../../../../main/contract/networks.ts'
import type { Recipe } from '../../../../main/contract/recipes.ts'
import { trainingRequestSchema } from '../../../../main/contract/training.ts'
import { trainingSettingsSchema } from '../../../../main/contract/trainingSettings.ts'
import { recipeById } from '../../../../main/services/recipes/recipes.ts'
import { NETWORK_FIELDS, networkFields, SETTING_FIELDS } from '../../../../renderer/features/train/fields.ts'
import {
  draftIsUsable,
  editsOf,
  emptyDraft,
  recipeRequest,
  stageStart,
  type TrainingDraft,
  withEdits,
  withKind,
  withRecipe,
} from '../../../../renderer/features/train/request.ts'
import { hasItsData, stagesWithoutData, withSuitable } from '../../../../renderer/features/train/suitable.ts'

const quick = recipeById('quick')
const denoised = recipeById('denoised-sisr-1')
const dataset = (id: string, facts: Partial<DatasetSummary>) =>
  ({ id, name: id, state: 'ok', paired: false, classes: [], ...facts }) as DatasetSummary
/** The request for a stage that makes images; null while there is none. */
function imagesStart(draft: TrainingDraft, recipe: Recipe) {
  const start = stageStart(draft, recipe)
  if (start?.kind === 'classifier') throw new Error('a classifier')
  return start === null ? null : start.request
}
const edited = (changes: Record<string, number | boolean | string | null>, stage = 'sr') =>
  withEdits(emptyDraft('d1'), stage, { changes, schedule: null })

describe('the request of a training', () => {
  it('names only what was chosen or changed; the rest is the recipe', () => {
    expect(imagesStart(emptyDraft('d1'), quick)).toMatchObject({
      datasetId: 'd1',
      presetId: 'quick',
      network: {},
      settings: {},
    })
    const draft = {
      ...withEdits(emptyDraft('d1'), 'sr', {
        changes: { blocks: 10, epochs: 5, augmentSymmetries: false, loss: 'l1' },
        schedule: { kind: 'constant' as const },
      }),
      name: ' deep ',
      device: 'onnx:cpu',
    }
    const request = imagesStart(draft, quick)
    expect(request).toMatchObject({
      name: 'deep',
      device: 'onnx:cpu',
      network: { blocks: 10 },
      settings: { epochs: 5, augmentSymmetries: false, loss: 'l1', schedule: { kind: 'constant' } },
    })
    expect(request).not.toHaveProperty('stage')
    expect(trainingRequestSchema.safeParse(request).success).toBe(true)
  })

  it('is not made without a dataset, nor started with a number that makes no sense', () => {
    expect(imagesStart(emptyDraft(null), quick)).toBeNull()
    expect(recipeRequest(emptyDraft(null), denoised)).toBeNull()
    const wrong: Record<string, number | null>[] = [
      { epochs: Number.NaN },
      { epochs: 0 },
      { batchSize: 1.5 },
      { learningRate: 2 },
      { seed: null },
    ]
    for (const changes of wrong) {
      expect(draftIsUsable(edited(changes), quick), JSON.stringify(changes)).toBe(false)
      expect(imagesStart(edited(changes), quick)?.settings).toEqual({})
    }
    expect(draftIsUsable(edited({ earlyStopPatience: null }), quick)).toBe(true)
  })

  it('of several stages has each stage’s changes and dataset', () => {
    const draft = {
      ...withEdits(edited({ blocks: 2 }), 'denoiser', { changes: { epochs: 3 }, schedule: null }),
      datasets: { denoiser: 'd2' },
    }
    const request = recipeRequest(draft, denoised)
    expect(request).toMatchObject({
      datasetId: 'd1',
      datasets: { denoiser: 'd2' },
      changes: { 'denoiser.settings.epochs': 3, 'sr.network.blocks': 2 },
    })
    expect(recipeRequestSchema.safeParse(request).success).toBe(true)
    expect(imagesStart({ ...draft, stage: 'denoiser' }, denoised)).toMatchObject({
      datasetId: 'd2',
      stage: 'denoiser',
      settings: { epochs: 3 },
    })
  })
})

describe('a classifier in the form', () => {
  const best = recipeById('best-classifier')
  const [{ id }] = best.stages

  it('is asked for with the values of its recipe and what was changed', () => {
    const start = stageStart(edited({ channels: 4, dropout: 0.1, batchSize: 8, blocks: 3 }, id), best)
    expect(start).toMatchObject({
      kind: 'classifier',
      request: {
        datasetId: 'd1',
        presetId: 'best-classifier',
        classifier: { kind: 'resnet-simple', channels: 4, dropout: 0.1 },
        settings: { batchSize: 8 },
        leastSteps: expect.any(Number),
      },
    })
    expect(classifierRequestSchema.parse(start?.request).classifier).not.toHaveProperty('blocks')
    // Whoever says how many epochs there are to be gets those.
    expect(stageStart(edited({ epochs: 3 }, id), best)?.request).not.toHaveProperty('leastSteps')
    expect(draftIsUsable(edited({ dropout: 1 }, id), best)).toBe(false)
  })

  it('is a stage among others, each on images that suit it', () => {
    const gan = recipeById('srgan')
    const pairs = dataset('pairs', { paired: true })
    const labelled = dataset('labelled', { classes: ['no', 'sphere'].map(label => ({ label, count: 9 })) })
    const draft = withSuitable(emptyDraft(null), gan, [labelled, pairs])
    expect(draft).toMatchObject({ datasetId: 'pairs', datasets: { classifier: 'labelled' } })
    expect(hasItsData(draft, gan, [labelled, pairs])).toBe(true)
    expect(hasItsData(draft, gan, [pairs])).toBe(false)
    expect(stagesWithoutData(gan, [pairs]).map(stage => stage.id)).toEqual(['classifier'])
    const changed = withEdits(draft, 'classifier', { changes: { channels: 4, epochs: 1 }, schedule: null })
    expect(recipeRequest(changed, gan)?.changes).toEqual({
      'classifier.classifier.channels': 4,
      'classifier.settings.epochs': 1,
    })
    expect(withSuitable({ ...draft, datasets: { classifier: 'other' } }, gan, [labelled, pairs]).datasets).toEqual({
      classifier: 'other',
    })
  })
})

describe('another network', () => {
  const changed = edited({ kind: 'rcan', groups: 4, blocks: 2, epochs: 5 })

  it('is asked for by its kind, and begins from its own values', () => {
    expect(imagesStart(changed, quick)?.network).toEqual({ kind: 'rcan', groups: 4, blocks: 2 })
    const again = withEdits(changed, 'sr', withKind(editsOf(changed, 'sr'), 'edsr'))
    expect(imagesStart(again, quick)).toMatchObject({ network: { kind: 'edsr' }, settings: { epochs: 5 } })
  })

  it('comes with another recipe, while the changes of the training stay', () => {
    const request = imagesStart(withRecipe(changed, 'best-simulated'), recipeById('best-simulated'))
    expect(request).toMatchObject({ presetId: 'best-simulated', network: {}, settings: { epochs: 5 } })
  })
})

describe('all settings', () => {
  it('show every field of the configuration, and of a network those that it has', () => {
    for (const option of networkSchema.options) {
      const [kind] = option.shape.kind.values
      const shown = networkFields(kind).map(field => field.key)
      expect(shown.sort()).toEqual(Object.keys(option.shape).sort())
    }
    const records = ['schedule', 'optimiser']
    const settings = Object.keys(trainingSettingsSchema.shape).filter(key => !records.includes(key))
    expect(NETWORK_FIELDS.map(field => field.key).sort()).toEqual(Object.keys(networkChangesSchema.shape).sort())
    expect(SETTING_FIELDS.map(field => field.key).sort()).toEqual(settings.sort())
  })

  it('have the limits and the names of the contract', () => {
    const field = (key: string) => [...NETWORK_FIELDS, ...SETTING_FIELDS].find(f => f.key === key)
    expect(field('batchSize')).toEqual({
      key: 'batchSize',
      label: 'Batch size',
      kind: 'number',
      unit: 'images',
      min: 2,
      max: 512,
      integer: true,
    })
    expect(field('clipNorm')).toMatchObject({ min: 1e-9, optional: true })
    expect(field('outputRelu')).toMatchObject({ kind: 'switch', label: 'No negative pixels (ReLU at the output)' })
  })
})
