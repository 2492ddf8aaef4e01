import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { SubarcClient } from '../../../../main/contract/client.ts'
import type { Core } from '../../../../main/services/core.ts'
import { makeWorkspace } from '../../../bench/manyRuns.ts'
import { failure, openCore, temporaryFolder } from '../../../support/core.ts'

const folder = temporaryFolder('comparison')
let core: Core
let client: SubarcClient
/** Two seeds of one setting, and one of another. */
let ids: string[]

beforeAll(async () => {
  makeWorkspace(folder.path, { runs: 10, epochs: 40, imageScores: 600 })
  core = await openCore(folder.path)
  client = core.client
  const { rows } = await client.runTable.rows({ sort: [{ field: 'created', descending: false }] })
  ids = [rows[0], rows[1], rows[5]].map(({ run }) => run.id)
})
afterAll(async () => {
  await core.close()
  folder.remove()
})

describe('runs beside each other', () => {
  it('show only what is not the same', async () => {
    const seeds = await client.comparison.differences({ ids: ids.slice(0, 2) })
    expect(seeds.config.different).toEqual([{ name: 'settings.seed', values: [0, 1] }])
    expect([seeds.data.different, seeds.environment.different]).toEqual([[], []])
    expect(seeds.splits).toEqual([
      { runId: ids[1], shared: { train: 800, validation: 100, test: 100, testTrainedOn: 0, trainedOnTest: 0 } },
    ])

    const others = await client.comparison.differences({ ids })
    expect(others.config.different.map(({ name }) => name).toSorted()).toEqual([
      'network.blocks',
      'presetId',
      'settings.batchSize',
      'settings.learningRate',
      'settings.seed',
    ])
    expect(others.data.different.map(({ name }) => name)).toEqual(['dataset', 'datasetHash', 'splitHash'])
    expect(others.splits[1].shared).toBeNull()
  })

  it('have their curves over any axis, thinned', async () => {
    const [curve] = await client.comparison.curves({ ids, curve: 'psnr', axis: 'epoch' })
    expect(curve.x).toEqual(Array.from({ length: 40 }, (_, i) => i + 1))
    const [thinned, seed, other] = await client.comparison.curves({ ids, curve: 'loss', axis: 'images', points: 12 })
    expect(thinned.points).toBe(40)
    expect(thinned.x).toHaveLength(12)
    expect([thinned.x[0], thinned.x.at(-1)]).toEqual([400, 16_000])
    expect(seed.setup).toBe(thinned.setup)
    expect(other.setup).not.toBe(thinned.setup)
    // Their losses are no sums.
    expect(await client.comparison.lossTerms({ ids })).toEqual([])
    const [byTime] = await client.comparison.curves({ ids, curve: 'loss', axis: 'seconds' })
    expect(byTime.x.at(-1)).toBe(80)
    expect((await failure(client.comparison.curves({ ids: ['run-nothing'], curve: 'loss' }))).code).toBe('not-found')
  })

  it('are scored image by image against the first', async () => {
    const { others, problem, datasetId } = await client.comparison.scores({ ids })
    expect([problem, datasetId]).toEqual([null, 'ds-0'])
    const [seed, other] = others
    expect(seed.images).toHaveLength(30)
    expect(seed.difference?.n).toBe(30)
    const mean = seed.images.reduce((sum, { a, b }) => sum + b - a, 0) / 30
    expect(seed.difference?.mean).toBeCloseTo(mean, 10)
    expect(seed.difference?.wilcoxon?.n).toBe(30)
    expect(other).toMatchObject({ evaluationId: null, difference: null })
    expect(other.problem).toContain('was not evaluated on the test side')
    const none = await client.comparison.scores({ ids, side: 'validation' })
    expect(none.problem).toContain('Evaluate it first')
  })

  it('are two to twenty, each once', async () => {
    expect((await failure(client.comparison.differences({ ids: [ids[0]] }))).message).toContain('two runs or more')
    expect((await failure(client.comparison.differences({ ids: [ids[0], ids[0]] }))).message).toContain('each run once')
  })
})
