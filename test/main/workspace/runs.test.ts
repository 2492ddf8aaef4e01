import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findEvaluation } from '../../../main/workspace/evaluations.ts'
import { curvePoints, readCurve, recordedTerms } from '../../../main/workspace/runCurves.ts'
import {
  addSteps,
  addValidation,
  listSteps,
  listValidations,
  thinnedSteps,
  trimSeries,
} from '../../../main/workspace/runSeries.ts'
import {
  listChangedRuns,
  listRuns,
  markRunArchived,
  type RunQuery,
  type RunRecord,
  saveRun,
} from '../../../main/workspace/runs.ts'
import { openWorkspace, type Workspace } from '../../../main/workspace/workspace.ts'
import { temporaryFolder } from '../../support/trainingCore.ts'

const folder = temporaryFolder()
let workspace: Workspace

beforeAll(() => {
  workspace = openWorkspace(folder.path)
})
afterAll(() => {
  workspace.close()
  folder.remove()
})

function run(id: string, changes: Partial<RunRecord> = {}): RunRecord {
  return {
    version: 1,
    id,
    name: id,
    status: 'done',
    jobId: null,
    origin: null,
    datasetId: 'ds-1',
    datasetName: 'Lenses',
    presetId: 'quick',
    network: 'ResnetSISR 3 x 32, x2',
    parameters: 1,
    device: 'onnx:cpu',
    seed: 0,
    createdAt: `2026-03-14T00:00:0${id.length}Z`,
    durationSeconds: 1,
    epoch: 1,
    epochs: 1,
    step: 1,
    best: null,
    notes: '',
    tags: [],
    config: {},
    data: {},
    environment: {},
    peakMemoryBytes: null,
    datasetHash: '',
    splitHash: '',
    checkpoints: [],
    parents: [],
    groupId: null,
    error: null,
    ...changes,
  }
}

const query: RunQuery = { search: '', sort: 'createdAt', descending: true, offset: 0, limit: 100 }
const best = (psnr: number) => ({ psnr, ssim: psnr / 100, epoch: 1, step: 1 })

describe('the table of runs', () => {
  beforeAll(() => {
    saveRun(workspace.db, run('a', { name: 'Zeta', best: best(30), durationSeconds: 5 }))
    saveRun(workspace.db, run('bb', { name: 'alpha', best: best(40), status: 'failed', tags: ['50%_off'] }))
    saveRun(workspace.db, run('ccc', { name: 'Beta', datasetId: 'ds-2', datasetName: 'Rings' }))
  })
  const ids = (changes: Partial<RunQuery>) => listRuns(workspace.db, { ...query, ...changes }).runs.map(r => r.id)

  it('is sorted by any column, in either direction, what has no value last', () => {
    expect(ids({})).toEqual(['ccc', 'bb', 'a'])
    expect(ids({ sort: 'name', descending: false })).toEqual(['bb', 'ccc', 'a'])
    expect(ids({ sort: 'psnr' })).toEqual(['bb', 'a', 'ccc'])
    expect(ids({ sort: 'psnr', descending: false })).toEqual(['a', 'bb', 'ccc'])
    expect(ids({ sort: 'duration' })[0]).toBe('a')
  })

  it('is filtered and searched, and signs have no special meaning', () => {
    expect(ids({ status: 'failed' })).toEqual(['bb'])
    expect(ids({ datasetId: 'ds-2' })).toEqual(['ccc'])
    expect(ids({ search: 'RINGS bet' })).toEqual(['ccc'])
    expect(ids({ search: '50%_' })).toEqual(['bb'])
    expect(ids({ search: "' OR 1=1 --" })).toEqual([])
  })

  it('comes page by page', () => {
    const page = listRuns(workspace.db, { ...query, offset: 1, limit: 1 })
    expect([page.total, page.runs.map(r => r.id)]).toEqual([3, ['bb']])
  })
})

describe('the numbers of a run', () => {
  const steps = (losses: readonly number[]) =>
    losses.map((loss, i) => ({ step: i + 1, epoch: 1, loss, gradientNorm: 1, learningRate: 1, imagesPerSecond: 1 }))

  it('are thinned to the points asked for, without losing an extreme or an end', () => {
    const losses = fc.array(fc.double({ min: 0, max: 10, noNaN: true }), { minLength: 1, maxLength: 300 })
    fc.assert(
      fc.property(losses, fc.integer({ min: 10, max: 60 }), (values, points) => {
        saveRun(workspace.db, run('series'))
        trimSeries(workspace.db, 'series', 0)
        addSteps(workspace.db, 'series', steps(values))
        const kept = thinnedSteps(workspace.db, 'series', points)
        const kepts = kept.map(point => point.loss)
        expect(kept.length).toBeLessThanOrEqual(points)
        expect([Math.min(...kepts), Math.max(...kepts)]).toEqual([Math.min(...values), Math.max(...values)])
        expect([kept[0].step, kept.at(-1)?.step]).toEqual([1, values.length])
        expect(kept.map(point => point.step)).toEqual(kept.map(point => point.step).toSorted((a, b) => a - b))
      }),
      { numRuns: 50 },
    )
  })

  it('have the terms of a loss as series of their own, where it is a sum', () => {
    saveRun(workspace.db, run('terms'))
    const [first, second, third] = steps([3, 2, 1])
    const terms = { l1: 0.5, adversarial: Number.NaN }
    addSteps(workspace.db, 'terms', [first, { ...second, terms }, { ...third, terms: { l1: 0.25, adversarial: 7 } }])
    expect(listSteps(workspace.db, 'terms').map(point => point.terms)).toEqual([
      undefined,
      terms,
      { l1: 0.25, adversarial: 7 },
    ])
    expect(recordedTerms(workspace.db, 'terms')).toEqual(['loss.l1', 'loss.adversarial'])
    expect([...readCurve(workspace.db, 'terms', 'loss.l1').y]).toEqual([0.5, 0.25])
    expect(readCurve(workspace.db, 'terms', 'loss.adversarial')).toMatchObject({
      step: Float64Array.of(3),
      y: Float64Array.of(7),
    })
    expect(curvePoints(workspace.db, 'loss.l1')('terms', 2)).toEqual({ value: 0.5, step: 2 })
    expect(curvePoints(workspace.db, 'loss.ssim')('terms', 9)).toBeNull()
  })

  it('after a checkpoint are forgotten when a run goes on from it', () => {
    saveRun(workspace.db, run('resumed'))
    addSteps(workspace.db, 'resumed', steps([3, 2, 1, Number.NaN]))
    addValidation(workspace.db, 'resumed', { step: 2, epoch: 1, mse: 1, psnr: 20, ssim: 0.5 })
    addValidation(workspace.db, 'resumed', { step: 4, epoch: 2, mse: 1, psnr: 21, ssim: 0.5 })
    trimSeries(workspace.db, 'resumed', 2)
    expect(thinnedSteps(workspace.db, 'resumed', 100).map(point => point.step)).toEqual([1, 2])
    expect(listValidations(workspace.db, 'resumed').map(point => point.step)).toEqual([2])
  })
})

describe('a workspace of format 3, from before scores of images were rows of their own', () => {
  const kept = temporaryFolder()
  let opened: Workspace

  beforeAll(() => {
    const db = new DatabaseSync(join(kept.path, 'subarc.db'))
    db.exec(readFileSync(join(import.meta.dirname, '../../fixtures/workspaceFormat3/subarc.sql'), 'utf8'))
    db.close()
    opened = openWorkspace(kept.path)
  })
  afterAll(() => {
    opened.close()
    kept.remove()
  })

  it('is opened with its curves, whose steps have no terms of their losses', () => {
    const { id } = listRuns(opened.db, query).runs[0]
    expect(readCurve(opened.db, id, 'loss.l1').y).toHaveLength(0)
    addSteps(opened.db, id, [
      { step: 10_000, epoch: 9, loss: 1, terms: { l1: 2 }, gradientNorm: 1, learningRate: 1, imagesPerSecond: 1 },
    ])
    expect([...readCurve(opened.db, id, 'loss.l1').y]).toEqual([2])
    trimSeries(opened.db, id, 9_999)
  })

  it('is opened with all of its scores', () => {
    const evaluation = findEvaluation(opened.db, 'eval-20260301-00000001')
    expect(evaluation).toMatchObject({ version: 2, runId: 'run-20260301-00000001', peak: 1 })
    expect(evaluation?.images.map(({ method, sample, psnr }) => [method, sample, psnr])).toEqual([
      ['bicubic', 3, 29.3],
      ['bicubic', 5, 29.5],
      ['network', 3, 30.3],
      ['network', 5, 30.5],
    ])
    expect(evaluation?.images[2]).toMatchObject({ name: 'c', lensPsnr: 25.5, lensSsim: null })
    expect(evaluation?.images[3].lensPsnr).toBeNull()
  })

  it('has its runs and their points, whose time is not known', () => {
    const changed = listChangedRuns(opened.db, 0)
    expect(changed.map(({ run: { name }, archived, removed }) => [name, archived, removed])).toEqual([
      ['First', false, false],
      ['Second', false, false],
    ])
    const curve = readCurve(opened.db, 'run-20260302-00000002', 'loss')
    expect([[...curve.step], [...curve.y], [...curve.seconds]]).toEqual([
      [1, 2, 3, 4],
      [1, 1 / 2, 1 / 3, 1 / 4],
      [Number.NaN, Number.NaN, Number.NaN, Number.NaN],
    ])
  })

  it('tells what changes from now on', () => {
    const seen = listChangedRuns(opened.db, 0).at(-1)?.revision ?? 0
    expect(listChangedRuns(opened.db, seen)).toEqual([])
    markRunArchived(opened.db, 'run-20260301-00000001', '2026-03-14T00:00:00Z')
    expect(listChangedRuns(opened.db, seen).map(({ run, archived }) => [run.name, archived])).toEqual([['First', true]])
  })
})
