import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { ClassEvaluation, Judgement } from '../../../../main/contract/classifiers.ts'
import { errorFromCall } from '../../../../main/contract/client.ts'
import type { RunDetail } from '../../../../main/contract/runs.ts'
import { binMean } from '../../../../main/domain/resample.ts'
import { launchEngine } from '../../../../main/engine/launch.ts'
import { writeNpy } from '../../../../main/formats/npy.ts'
import { endOf, openTestCore, type TestCore, temporaryFolder, tinyTraining } from '../../../support/trainingCore.ts'
import { classes, labelledImages, side } from '../../engine/support/labelled.ts'

vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 })

const COUNT = 90
let folder: ReturnType<typeof temporaryFolder>
let core: TestCore
let datasetId: string
let free = Number.MAX_SAFE_INTEGER

/** lenses/<class>/LR/<n>.npy and HR beside it: noisy arcs of 23 and 46 pixels. */
function writeLenses(root: string): void {
  const images = labelledImages(COUNT, 6)
  const size = side * side
  for (let i = 0; i < COUNT; i++) {
    const place = join(root, classes[i % 3] ?? '')
    for (const name of ['LR', 'HR']) mkdirSync(join(place, name), { recursive: true })
    const hr = { width: side, height: side, data: images.slice(i * size, (i + 1) * size) }
    for (const [name, image] of [
      ['HR', hr],
      ['LR', binMean(hr, 2)],
    ] as const) {
      const bytes = writeNpy({ shape: [image.height, image.width], data: image.data })
      writeFileSync(join(place, name, `lens_${i}.npy`), bytes)
    }
  }
}

beforeAll(async () => {
  folder = temporaryFolder()
  core = await openTestCore(join(folder.path, 'workspace'), launchEngine, () => free)
  const root = join(folder.path, 'lenses')
  writeLenses(root)
  const started = await core.client.datasets.import({ source: { kind: 'folder', path: root }, name: 'Classes' })
  await endOf(core.client, started.job)
  datasetId = started.datasetId
})
afterAll(async () => {
  await core.close()
  folder.remove()
})

describe('the classes of a dataset', () => {
  const counts = classes.map(label => ({ label, count: COUNT / 3 }))

  it('are read from the folders of its images, first only to look', async () => {
    const look = await core.client.datasets.label({ id: datasetId, from: { kind: 'folders' }, dryRun: true })
    expect(look).toEqual({ classes: expect.arrayContaining(counts), unlabelled: 0, examples: [], unmatched: [] })
    expect((await core.client.datasets.get({ id: datasetId })).classes).toEqual([])
    await core.client.datasets.label({ id: datasetId, from: { kind: 'folders' } })
    expect((await core.client.datasets.get({ id: datasetId })).classes).toEqual(expect.arrayContaining(counts))
  })

  it('are read from a table, which may leave some out and name others', async () => {
    const path = join(folder.path, 'index.csv')
    const rows = Array.from({ length: COUNT - 2 }, (_, i) => `data/lens_${i}.fits;${i % 2 === 0 ? 'a' : '"b; c"'}`)
    writeFileSync(path, `file;z;type\n${rows.join('\n').replaceAll('.fits;', '.fits;0.5;')}\nlens_999.fits;1;a\n`)
    const from = { kind: 'csv' as const, path }
    expect(await core.client.datasets.label({ id: datasetId, from, dryRun: true })).toEqual({
      classes: [
        { label: 'a', count: (COUNT - 2) / 2 },
        { label: 'b; c', count: (COUNT - 2) / 2 },
      ],
      unlabelled: 2,
      examples: [expect.stringContaining('lens_88'), expect.stringContaining('lens_89')],
      unmatched: ['lens_999'],
    })
    const wrong = { ...from, labelColumn: 'class' }
    await expect(core.client.datasets.label({ id: datasetId, from: wrong })).rejects.toThrow(
      /no column "class".*file, z, type/,
    )
  })

  it('are read from file names, and refused where there is but one, or none', async () => {
    const label = (pattern: string) =>
      core.client.datasets.label({ id: datasetId, from: { kind: 'names', pattern }, dryRun: true })
    expect((await label('_(\\d)')).classes.length).toBe(10)
    await expect(label('^([a-z]+)_')).rejects.toThrow(/all samples would be of one class, "lens"/)
    await expect(label('^([A-Z]+)_')).rejects.toThrow(/no sample gets a class/)
  })

  it('are changed sample by sample', async () => {
    const { samples } = await core.client.datasets.samples({ id: datasetId, limit: 1 })
    const before = samples[0]?.label ?? ''
    const changed = await core.client.datasets.setLabels({ id: datasetId, labels: [{ sample: 0, label: 'odd' }] })
    expect(changed.classes).toContainEqual({ label: 'odd', count: 1 })
    await core.client.datasets.setLabels({ id: datasetId, labels: [{ sample: 0, label: before }] })
    expect((await core.client.datasets.get({ id: datasetId })).classes).toHaveLength(3)
  })
})

describe('a classifier trained on it', () => {
  let run: RunDetail
  let evaluation: ClassEvaluation
  beforeAll(async () => {
    await core.client.datasets.label({ id: datasetId, from: { kind: 'folders' } })
    await core.client.datasets.split({ id: datasetId, ratios: { train: 60, validation: 20, test: 20 }, seed: 1 })
    const request = {
      datasetId,
      device: 'onnx:cpu',
      classifier: { kind: 'resnet-simple' as const, channels: 4 },
      settings: { epochs: 12, batchSize: 8, learningRate: 3e-3, validateEveryEpochs: 4 },
    }
    const resolved = await core.client.classifiers.resolve(request)
    expect(resolved.config).toMatchObject({ images: 'hr', classes, classifier: { side, classes: 3 } })
    expect(resolved.reasons).toEqual({})
    // Where nobody chose the epochs, few images are shown until 1000 steps are made.
    const { settings, ...unset } = request
    const raised = await core.client.classifiers.resolve({ ...unset, settings: { batchSize: settings.batchSize } })
    expect(raised.config.settings).toMatchObject({ epochs: 143, validateEveryEpochs: 3 })
    expect(raised.reasons.epochs).toMatch(/^Raised from 60: with 54 training images it takes 143 epochs to make 1000 /)
    const { job, runId } = await core.client.classifiers.start(request)
    await endOf(core.client, job)
    run = await core.client.runs.get({ id: runId })
    const started = await core.client.classifiers.evaluate({ runId })
    await endOf(core.client, started.job)
    evaluation = await core.client.classifiers.evaluation({ id: started.evaluationId })
  })

  it('is measured beforehand, and refused with the batch that fits where memory is short', async () => {
    const request = {
      datasetId,
      device: 'onnx:cpu',
      classifier: { channels: 4 },
      settings: { batchSize: 16, epochs: 2 },
    }
    const measured = await core.client.classifiers.estimate(request)
    expect(measured).toMatchObject({ fits: true, microBatch: null })
    // 54 images twice, and two validations of 18 that cost a third.
    expect(measured.totalSeconds).toBeCloseTo((measured.secondsPerStep / 16) * (108 + 12), 6)
    const runs = async () => (await core.client.runs.list({})).total
    const before = await runs()
    const refused = {
      code: 'no-memory',
      message: expect.stringMatching(/would take .* at a batch of 16, and .* free\. No batch of this network/),
    }
    const failure = () => new Error('It was not refused.')
    try {
      // Less than an engine takes with nothing to train.
      free = 2 ** 27
      expect(await core.client.classifiers.start(request).then(failure, errorFromCall)).toMatchObject(refused)
      expect(await core.client.classifiers.estimate(request).then(failure, errorFromCall)).toMatchObject(refused)
      expect(await runs()).toBe(before)
      const insisted = await core.client.classifiers.start({ ...request, ignoreMemory: true })
      await endOf(core.client, insisted.job)
    } finally {
      free = Number.MAX_SAFE_INTEGER
    }
  })

  it('is a run like others, with its validations beside it', async () => {
    expect(run).toMatchObject({ status: 'done', kind: 'classifier', config: null, best: null })
    expect(run.classifier?.classes).toEqual(classes)
    const columns = await core.client.classifiers.validations({ runId: run.id })
    expect(columns.epoch).toEqual([4, 8, 12])
    expect(run.bestClass?.crossEntropy).toBe(Math.min(...columns.crossEntropy))
    expect(run.checkpoints.map(({ which }) => which)).toEqual(['best', 'last'])
  })

  it('is trained again as it was, to the same weights to the last bit', async () => {
    const { job, runId } = await core.client.training.again({ runId: run.id })
    await endOf(core.client, job)
    const again = await core.client.runs.get({ id: runId })
    expect(again.classifier).toEqual({ ...run.classifier, name: `${run.name}, again` })
    expect(again.bestClass).toEqual(run.bestClass)
    const { repeats } = await core.client.provenance.get({ id: runId })
    expect(repeats).toMatchObject({ of: { id: run.id }, verdict: 'same', weightsEqual: true, differences: [] })
  })

  it('is scored on held-out images: ROC curves with bands, confusion, calibration', () => {
    const { scores, images, heldOut } = evaluation
    expect(heldOut).toBe(true)
    expect(images).toHaveLength(18)
    expect(scores.accuracy).toBeGreaterThan(0.8)
    expect(scores.meanAuc).toBeGreaterThan(0.9)
    expect(scores.confusion.flat().reduce((a, b) => a + b)).toBe(18)
    for (const curve of scores.curves) {
      if (curve === null) continue
      expect(curve.band.auc.low).toBeLessThanOrEqual(curve.auc)
      expect(curve.band.falsePositiveRate).toHaveLength(curve.band.low.length)
    }
    expect(scores.calibration.bins.reduce((sum, bin) => sum + bin.count, 0)).toBe(18)
    for (const { probabilities } of images) expect(probabilities.reduce((a, b) => a + b)).toBeCloseTo(1, 5)
  })

  it('judges a super-resolution network: LR interpolated, SR and HR side by side', async () => {
    const training = await core.client.training.start({
      ...tinyTraining,
      datasetId,
      settings: { ...tinyTraining.settings, epochs: 1 },
    })
    await endOf(core.client, training.job)
    const evaluated = await core.client.evaluations.start({ runId: training.runId })
    await endOf(core.client, evaluated.job)
    const { job, judgementId } = await core.client.classifiers.judge({
      evaluationId: evaluated.evaluationId,
      classifierRunId: run.id,
    })
    await endOf(core.client, job)
    const judgement: Judgement = await core.client.classifiers.judgement({ id: judgementId })
    expect(judgement.kinds.map(({ id }) => id)).toEqual(['lr-bicubic', 'sr', 'hr'])
    const [lr, , hr] = judgement.kinds
    // On HR images it is what the evaluation of the classifier itself says.
    expect(hr?.scores).toEqual(evaluation.scores)
    expect(lr?.scores).not.toEqual(hr?.scores)
    expect(judgement.warnings).toEqual([])
    expect(await core.client.classifiers.judgements({ runId: training.runId })).toEqual([judgement])
  })

  it('is refused where images are wanted, in words', async () => {
    const refusal = /is a classifier: it makes no images/
    await expect(core.client.evaluations.start({ runId: run.id })).rejects.toThrow(refusal)
    await expect(core.client.runs.exportOnnx({ id: run.id })).rejects.toThrow(refusal)
    await expect(core.client.training.continue({ runId: run.id })).rejects.toThrow(/has come to its end/)
  })
})
