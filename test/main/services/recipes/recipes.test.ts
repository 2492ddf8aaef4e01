import { describe, expect, it } from 'vitest'
import { type Recipe, recipeSchema } from '../../../../main/contract/recipes.ts'
import { recipeById, recipes } from '../../../../main/services/recipes/recipes.ts'

/** The study's table of networks and the scores that it published, as its text and notebooks give them. */
const study = [
  // row, stages: blocks, magnifications, data, epochs, batch, Adam rate, noise; MSE, SSIM, PSNR
  ['ResnetSISR', [[10, 1, 'dataset_1', 200, 10, 5e-6]], [8.08e-5, 0.9715, 40.96]],
  ['ResnetSISR_sparse', [[10, 1, 'dataset_2', 500, 5, 1e-7]], [0.0011, 0.798, 33.604]],
  ['ResnetSISR_sparse_deep', [[16, 1, 'dataset_2', 500, 5, 1e-7]], [0.0014, 0.747, 32.403]],
  ['Denoiser 0.1', [[10, 0, 'dataset_1', 200, 10, 5e-6, 0.1]], null],
  ['Denoiser 0.2', [[10, 0, 'dataset_1', 200, 10, 5e-6, 0.2]], null],
  ['Denoiser 0.3', [[10, 0, 'dataset_1', 200, 10, 5e-6, 0.3]], null],
  ['Denoiser 0.4', [[10, 0, 'dataset_1', 200, 10, 5e-6, 0.4]], null],
  ...(
    [
      [0.1, [0.00105, 0.814, 34.115]],
      [0.2, [0.00117, 0.779, 33.056]],
      [0.3, [0.00119, 0.794, 33.006]],
      [0.4, [0.00123, 0.774, 32.784]],
    ] as const
  ).map(
    ([std, scores]) =>
      [
        `DenoisedSISR ${std}`,
        [
          [10, 0, 'dataset_1', 200, 10, 5e-6, std],
          [10, 1, 'dataset_2', 500, 10, 5e-7],
        ],
        scores,
      ] as const,
  ),
] as const

const ofRow = (row: string, form: Recipe['form']): Recipe => {
  const found = recipes.filter(recipe => recipe.row === row && recipe.form === form)
  expect(found, `${row}, ${form}`).toHaveLength(1)
  return found[0]
}

describe('a recipe as published', () => {
  it.each(study)('has the numbers of the study: %s', (row, stages, scores) => {
    const recipe = ofRow(row, 'published')
    expect(recipe.stages).toHaveLength(stages.length)
    for (const [i, [blocks, magnifications, data, epochs, batchSize, learningRate, inputNoise]] of stages.entries()) {
      const stage = recipe.stages[i]
      expect(stage).toMatchObject({
        task: magnifications === 0 ? 'denoise' : 'super-resolve',
        data,
        network: {
          kind: 'resnet-sisr',
          blocks,
          channels: 64,
          magnification: 2,
          magnifications,
          outputRelu: true,
          globalSkip: false,
        },
        settings: {
          epochs,
          batchSize,
          learningRate,
          schedule: { kind: 'constant' },
          loss: 'mse',
          augmentSymmetries: false,
        },
      })
      expect(stage.settings).not.toHaveProperty('clipNorm')
      expect(stage.settings).not.toHaveProperty('earlyStopPatience')
      expect('inputNoise' in stage.settings ? stage.settings.inputNoise : undefined).toBe(inputNoise)
    }
    expect(recipe.published).toEqual(scores === null ? null : { mse: scores[0], ssim: scores[1], psnr: scores[2] })
    expect(recipe.split).toEqual({ train: 90, validation: 10, test: 0 })
    expect(recipe.scaling).toBe('none')
  })
})

describe('SRGan', () => {
  it('as published is what moved the weights there: the features alone, after a generator of the sparse row', () => {
    const { stages, published, split } = ofRow('SRGan', 'published')
    expect(published).toEqual({ mse: 0.01387, ssim: 0.564, psnr: 19.259 })
    expect(split.test).toBe(0)
    expect(stages.map(({ id }) => id)).toEqual(['classifier', 'generator', 'gan'])
    const [classifier, generator, gan] = stages
    expect(classifier).toEqual(ofRow('Resnet_simple', 'published').stages[0])
    expect(generator).toEqual({ ...ofRow('ResnetSISR_sparse', 'published').stages[0], id: 'generator' })
    expect(gan).toMatchObject({
      task: 'super-resolve',
      data: 'dataset_2',
      from: [
        { stage: 'generator', as: 'start' },
        { stage: 'classifier', as: 'features' },
      ],
      network: { blocks: 10, outputRelu: true },
      settings: { epochs: 500, batchSize: 5, learningRate: 1e-6, loss: [{ kind: 'feature', weight: 1 }] },
    })
  })

  it('corrected is adversarial, with the published weight and a small pixel loss', () => {
    const corrected = ofRow('SRGan', 'corrected')
    const gan = corrected.stages[2]
    expect(gan).toMatchObject({
      task: 'adversarial',
      network: { outputRelu: false },
      adversarial: { form: 'standard', weight: 1e-3, trained: 'both' },
      discriminator: { channels: 64, layers: 7 },
    })
    const loss = gan.task === 'adversarial' && typeof gan.settings.loss !== 'string' ? gan.settings.loss : []
    const weights = Object.fromEntries(loss.map(({ kind, weight }) => [kind, weight]))
    expect(weights.feature).toBe(1)
    expect(weights.mse).toBeLessThan(weights.feature)
    expect(corrected.differs.map(({ flaw }) => flaw)).toContain(3)
  })
})

describe('a classifier', () => {
  it.each([
    [
      'Resnet_simple',
      { kind: 'resnet-simple', channels: 16, side: 150, dropout: 0.3 },
      64,
      [0.951, 0.999, 0.995, 0.982],
    ],
    ['ResNet18', { kind: 'resnet18', channels: 64 }, 15, [0.981, 1, 0.998, 0.993]],
  ])('has the numbers of the study: %s', (row, classifier, batchSize, [no, sphere, vort, mean]) => {
    const published = ofRow(row, 'published')
    expect(published.needs).toMatchObject({ images: 'classes', classes: ['no', 'sphere', 'vort'] })
    expect(published.published).toEqual({ 'auc no': no, 'auc sphere': sphere, 'auc vort': vort, 'auc mean': mean })
    expect(published.stages).toMatchObject([
      {
        task: 'classify',
        classifier: { ...classifier, classes: 3 },
        settings: {
          epochs: 200,
          batchSize,
          learningRate: 1e-4,
          schedule: { kind: 'constant' },
          augmentation: { rotation: true, scaling: { low: 0.8, high: 1.2 } },
        },
      },
    ])
    const corrected = ofRow(row, 'corrected')
    expect([corrected.counterpart, published.counterpart]).toEqual([published.id, corrected.id])
    expect(corrected.stages[0]).toMatchObject({ classifier: { ...classifier, classes: 3 } })
    expect(corrected.stages[0].settings.epochs).toBeLessThan(200)
    expect(corrected.stages[0]).toMatchObject({ leastSteps: 1000 })
    expect(published.stages[0]).not.toHaveProperty('leastSteps')
  })
})

describe('a corrected recipe', () => {
  it.each(study)('names its published form and departs from it as it says: %s', row => {
    const corrected = ofRow(row, 'corrected')
    const published = ofRow(row, 'published')
    expect([corrected.counterpart, published.counterpart]).toEqual([published.id, corrected.id])
    expect(corrected.differs.map(difference => difference.flaw)).toEqual(expect.arrayContaining([1, 2, 5, 6, 7]))
    for (const [i, stage] of corrected.stages.entries()) {
      const before = published.stages[i]
      if (stage.task === 'classify' || before.task === 'classify') continue
      expect(stage.network).toEqual({ ...before.network, outputRelu: false })
      expect(stage.settings.learningRate).toBeGreaterThanOrEqual(100 * before.settings.learningRate)
      expect(stage.settings.epochs).toBeLessThan(before.settings.epochs)
      expect(stage.from).toEqual(before.from)
      expect(stage.data).toEqual(before.data)
    }
  })
})

describe('the shipped recipes', () => {
  it('are told apart by their ids, are in JSON what they are here, and give a reason for each value', () => {
    expect(new Set(recipes.map(recipe => recipe.id)).size).toBe(recipes.length)
    for (const recipe of recipes) {
      expect(recipeSchema.parse(JSON.parse(JSON.stringify(recipe)))).toEqual(recipe)
      for (const stage of recipe.stages) {
        const fields = Object.entries(stage.settings).flatMap(([key, value]) => (value === undefined ? [] : [key]))
        expect(Object.keys(stage.reasons), `${recipe.id}, ${stage.id}`).toEqual(expect.arrayContaining(fields))
      }
    }
  })

  it('are found by the names that runs of earlier versions have, and others are refused', () => {
    expect(['quick', 'standard', 'best', 'published'].map(id => recipeById(id).id)).toEqual([
      'quick',
      'resnet-sisr',
      'best-simulated',
      'resnet-sisr-published',
    ])
    expect(() => recipeById('finest')).toThrow(/no recipe "finest"; there are: quick, best-simulated/)
  })

  it('freeze the denoiser of DenoisedSISR, whichever form', () => {
    for (const form of ['published', 'corrected'] as const) {
      expect(ofRow('DenoisedSISR 0.2', form).stages[1].from).toEqual([{ stage: 'denoiser', as: 'frozen-front' }])
    }
  })
})

describe('a recipe of the user', () => {
  it('is refused where a stage begins from one that does not come before it', () => {
    const recipe = recipeById('denoised-sisr-1')
    const turned = { ...recipe, stages: [...recipe.stages].reverse() }
    expect(recipeSchema.safeParse(turned).error?.issues[0].message).toBe('no earlier stage is named "denoiser"')
    const twice = { ...recipe, stages: [recipe.stages[0], { ...recipe.stages[1], id: 'denoiser', from: [] }] }
    expect(recipeSchema.safeParse(twice).error?.issues[0].message).toBe('two stages are named "denoiser"')
  })
})
