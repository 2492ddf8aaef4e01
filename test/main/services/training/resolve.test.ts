import { describe, expect, it } from 'vitest'
import type { DatasetDetail } from '../../../../main/contract/datasets.ts'
import { trainablePart } from '../../../../main/contract/networks.ts'
import { recipeSchema } from '../../../../main/contract/recipes.ts'
import { trainingConfigSchema, trainingRequestSchema } from '../../../../main/contract/training.ts'
import { recipeById, recipes } from '../../../../main/services/recipes/recipes.ts'
import { networkTitle } from '../../../../main/services/training/network.ts'
import { networkDefaults } from '../../../../main/services/training/networkDefaults.ts'
import { resolveTraining } from '../../../../main/services/training/resolve.ts'

const range = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i)

function dataset(train: number, changes: Partial<DatasetDetail> = {}): DatasetDetail {
  return {
    id: 'ds-1',
    name: 'Lenses',
    kind: 'imported',
    createdAt: '2026-03-14T00:00:00Z',
    samples: train + 20,
    paired: true,
    lrSize: { width: 64, height: 64 },
    hrSize: { width: 128, height: 128 },
    factor: 2,
    hash: 'abc',
    calibration: {
      calibrated: true,
      pixelScaleArcsec: 0.168,
      unit: 'ct/s',
      fluxConvention: 'mean',
      lrPsfFwhmArcsec: 0.7,
      hrPsfFwhmArcsec: 0.17,
      lrNoiseSigma: 0.01,
      peak: null,
    },
    peak: 1,
    state: 'ok',
    findings: { errors: 0, warnings: 0 },
    source: '/data',
    layout: 'parallel-folders',
    unpaired: [],
    kinds: [],
    qualityBits: null,
    classes: [],
    planes: {
      error: { lr: 0, hr: 0 },
      masked: { lr: 0, hr: 0 },
      psf: { lr: 0, hr: 0 },
      maskedShare: { lr: 0, hr: 0 },
    },
    health: [],
    split: {
      seed: 0,
      ratios: { train: 80, validation: 10, test: 10 },
      train: range(0, train),
      validation: range(train, train + 10),
      test: range(train + 10, train + 20),
      hash: 'def',
      warnings: [],
    },
    scalingKind: 'linear',
    offset: { dx: 0, dy: 0, scatter: 0 },
    register: false,
    symmetries: { allowed: true, reason: '' },
    simulation: null,
    ...changes,
  }
}

const request = (changes: Record<string, unknown> = {}) =>
  trainingRequestSchema.parse({ datasetId: 'ds-1', ...changes })
const resolve = (from: DatasetDetail, changes: Record<string, unknown> = {}) =>
  resolveTraining(request(changes), from, 'onnx:cpu')

const imageStages = recipes.flatMap(recipe =>
  recipe.stages.flatMap(stage => (stage.task === 'classify' ? [] : [{ recipe, stage }])),
)

describe('recipes', () => {
  it.each(imageStages)('give a reason for every field of the network: $recipe.id, $stage.id', ({ stage }) => {
    const own = ['magnification', 'magnifications'] // these follow from the data
    expect(Object.keys(stage.network).filter(field => !own.includes(field) && !(field in stage.reasons))).toEqual([])
  })

  it.each(imageStages.filter(({ recipe }) => recipe.form === 'published'))(
    'resolve to the published numbers, unchanged: $recipe.id, $stage.id',
    ({ recipe, stage }) => {
      const train = stage.data === 'dataset_1' ? 900 : 270
      const { config, warnings } = resolve(dataset(train), { presetId: recipe.id, stage: stage.id })
      const own = config.network.kind === 'denoised-sisr' ? config.network.sr : config.network
      expect(own).toEqual(stage.network)
      expect(config.settings).toEqual(stage.settings)
      expect(config.task).toBe(stage.task)
      expect(warnings.join(' ')).toContain(`"${recipe.counterpart}" is the corrected form of it`)
    },
  )

  it('that count steps take as many epochs as make them', () => {
    const [stage] = recipes[0].stages
    const counted = recipeSchema.parse({ ...recipes[0], stages: [{ ...stage, steps: 3000 }] })
    const { config, reasons } = resolve(dataset(120), { recipe: counted })
    expect(config.settings).toMatchObject({ epochs: 200, validateEveryEpochs: 4 })
    expect(reasons.epochs).toBe('The recipe takes 3000 steps: 200 epochs of the 120 training images.')
  })

  it('of several stages put the frozen network of the earlier one before the later', () => {
    const { config } = resolve(dataset(270), { presetId: 'denoised-sisr-1', network: { blocks: 3 } })
    expect(config).toMatchObject({ stage: 'sr', task: 'super-resolve', network: { kind: 'denoised-sisr' } })
    expect(networkTitle(config.network)).toBe('Denoiser 10 x 64, then ResnetSISR 3 x 64, x2')
    const denoiser = resolve(dataset(270), { presetId: 'denoised-sisr-1', stage: 'denoiser' }).config
    expect(denoiser).toMatchObject({ task: 'denoise', network: { magnifications: 0 }, settings: { inputNoise: 0.1 } })
    const refused = { presetId: 'denoised-sisr-1', stage: 'denoiser', network: { magnifications: 1 } }
    expect(() => resolve(dataset(270), refused)).toThrow(/a denoiser keeps the size/)
  })
})

describe('a recorded configuration', () => {
  it('of a version that knew one network, and no global skip, reads as it was meant', () => {
    const { config } = resolve(dataset(120))
    const { globalSkip: _, ...network } = trainablePart(config.network)
    expect(trainingConfigSchema.parse({ ...config, network })).toEqual(config)
  })
})

describe('the name of a network', () => {
  it('tells kinds, sizes and magnification apart', () => {
    const { 'resnet-sisr': resnet, edsr, rcan } = networkDefaults
    const titles = [resnet, { network: { ...resnet.network, magnifications: 0 } }, edsr, rcan].map(d =>
      networkTitle(d.network),
    )
    expect(titles).toEqual(['ResnetSISR 3 x 32, x2', 'Denoiser 3 x 32', 'EDSR 8 x 32, x2', 'RCAN 2 x 4 x 32, x2'])
  })
})

describe('resolving a start', () => {
  it('takes the recipe, the chosen device, and what the user set', () => {
    const { config, warnings } = resolve(dataset(120), { settings: { learningRate: 3e-4 }, name: 'Mine' })
    expect(config).toMatchObject({
      presetId: 'quick',
      device: 'onnx:cpu',
      name: 'Mine',
      settings: { learningRate: 3e-4 },
    })
    expect(config.settings.batchSize).toBe(recipes[0].stages[0].settings.batchSize)
    expect(warnings).toEqual([])
  })

  it('averages a generator against a discriminator, whatever its recipe forgot', () => {
    const recipe = structuredClone(recipeById('srgan'))
    const decay = () => resolve(dataset(120), { recipe, stage: 'gan' }).config.settings.averageDecay
    expect(decay()).toBe(0.995)
    delete recipe.stages[2].settings.averageDecay
    expect(decay()).toBe(0.995)
  })

  it('refuses epochs that a discriminator would spend alone, before the stages ahead of it are trained', () => {
    const stage = { presetId: 'srgan', stage: 'gan' }
    expect(() => resolve(dataset(120), { ...stage, settings: { epochs: 2 } })).toThrow(/first 2 of 2 epochs: raise/)
    expect(resolve(dataset(120), { ...stage, settings: { epochs: 3 } }).config.settings.epochs).toBe(3)
  })

  it('takes the magnification from the data', () => {
    const stages = (factor: number) => {
      const network = trainablePart(resolve(dataset(120, { factor })).config.network)
      return [network.magnification, network.magnifications]
    }
    expect([2, 3, 4, 8, 9].map(stages)).toEqual([
      [2, 1],
      [3, 1],
      [2, 2],
      [2, 3],
      [3, 2],
    ])
    expect(() => resolve(dataset(120, { factor: 5 }))).toThrow(/No network magnifies 5 times/)
  })

  it('takes another network than the recipe has, from its own values and with their reasons', () => {
    const { config, reasons } = resolve(dataset(120, { factor: 4 }), { network: { kind: 'rcan', groups: 3 } })
    expect(config.network).toEqual({
      ...networkDefaults.rcan.network,
      groups: 3,
      magnification: 2,
      magnifications: 2,
    })
    expect(reasons).toMatchObject({ reduction: networkDefaults.rcan.reasons.reduction })
    expect(() => resolve(dataset(9), { network: { kind: 'edsr', groups: 3 } })).toThrow(/Unrecognized key: "groups"/)
    expect(() => request({ network: { kind: 'swin' } })).toThrow()
  })

  it('shrinks the batch to a tiny training side, and shows it more often', () => {
    const { config, warnings, reasons } = resolve(dataset(3))
    expect(config.settings.batchSize).toBe(3)
    expect(config.settings.epochs).toBe(250)
    expect(config.settings.validateEveryEpochs).toBe(5)
    expect(reasons.epochs).toContain('250 epochs')
    expect(warnings.join(' ')).toContain('shrinks to the 3 training images')
    expect(resolve(dataset(3), { presetId: 'published' }).config.settings.epochs).toBe(200)
  })

  it('warms up for no more than a tenth of a run that the user made short', () => {
    const warmup = (settings: Record<string, unknown>) => resolve(dataset(120), { settings }).config.settings.schedule
    expect(warmup({})).toMatchObject({ kind: 'cosine', warmupSteps: 15 })
    expect(warmup({ epochs: 2 })).toMatchObject({ kind: 'cosine', warmupSteps: 3 })
    const own = { kind: 'cosine', warmupSteps: 100, finalFraction: 0 }
    expect(warmup({ epochs: 2, schedule: own })).toEqual(own)
  })

  it('uses symmetries only where the data allow them', () => {
    const offset = dataset(120, { symmetries: { allowed: false, reason: 'HR lies off the LR.' } })
    expect(resolve(offset).config.settings.augmentSymmetries).toBe(false)
    const forced = resolve(offset, { settings: { augmentSymmetries: true } })
    expect(forced.config.settings.augmentSymmetries).toBe(false)
    expect(forced.warnings.join(' ')).toContain('HR lies off the LR.')
  })

  it('says what is wrong with data that cannot be trained on', () => {
    expect(() => resolve(dataset(1))).toThrow(/1 image; batch norm needs at least 2/)
    expect(() => resolve(dataset(9, { split: null }))).toThrow(/not split yet/)
    expect(() => resolve(dataset(9, { paired: false, factor: null }))).toThrow(/no HR images/)
    expect(() => resolve(dataset(9, { state: 'changed' }))).toThrow(/changed since they were imported/)
  })

  it('refuses unknown recipes, unknown fields and absurd values', () => {
    expect(() => resolve(dataset(9), { presetId: 'magic' })).toThrow(/no recipe "magic"; there are: quick/)
    expect(() => request({ settings: { learningRate: -1 } })).toThrow()
    expect(() => request({ settings: { momentum: 1 } })).toThrow()
    expect(() => resolve(dataset(9), { network: { magnification: 3 } })).toThrow(/magnify 3 times, but the HR images/)
  })
})
