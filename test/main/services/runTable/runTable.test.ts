import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { SubarcClient } from '../../../../main/contract/client.ts'
import type { Core } from '../../../../main/services/core.ts'
import { makeWorkspace } from '../../../bench/manyRuns.ts'
import { failure, openCore, temporaryFolder } from '../../../support/core.ts'

const folder = temporaryFolder('table')
let core: Core
let client: SubarcClient

beforeAll(async () => {
  makeWorkspace(folder.path, { runs: 60, epochs: 10, imageScores: 1200 })
  core = await openCore(folder.path)
  client = core.client
})
afterAll(async () => {
  await core.close()
  folder.remove()
})

const rows = (input: Parameters<SubarcClient['runTable']['rows']>[0]) => client.runTable.rows(input)

describe('the table of runs', () => {
  it('is filtered by an expression, sorted by any column, and comes in pages', async () => {
    const where = 'recipe = "quick" and blocks >= 6 and seed in (0, 1)'
    const all = await rows({ where, sort: [{ field: 'psnr', descending: true }], columns: ['psnr', 'blocks', 'seed'] })
    expect(all.where).toBe('recipe = "quick" and network.blocks >= 6 and seed in (0, 1)')
    expect(all.columns).toEqual(['psnr@best', 'network.blocks', 'seed'])
    expect(all.total).toBe(2)
    const psnr = all.rows.map(row => Number(row.cells[0].value))
    expect(psnr).toEqual(psnr.toSorted((a, b) => b - a))
    for (const { run, cells } of all.rows) {
      expect(run.presetId).toBe('quick')
      expect(Number(cells[1].value)).toBeGreaterThanOrEqual(6)
    }
    const page = await rows({ where, sort: [{ field: 'psnr', descending: true }], offset: 1, limit: 1 })
    expect([page.total, page.rows.map(({ run }) => run.id)]).toEqual([2, [all.rows[1].run.id]])
  })

  it('is empty before the first run, whatever columns and order are asked for', async () => {
    const other = temporaryFolder('no-runs')
    const none = await openCore(other.path)
    const sort = [{ field: 'status', descending: false }]
    expect(await none.client.runTable.rows({ sort, columns: ['psnr', 'blocks'] })).toMatchObject({ total: 0, rows: [] })
    expect(await none.client.runTable.groups({ by: ['recipe'], columns: ['psnr'] })).toMatchObject({ groups: [] })
    await none.close()
    other.remove()
  })

  it('reads a series at its best, at its end and at a step, and says the step', async () => {
    const { rows: found } = await rows({ columns: ['psnr', 'psnr@last', 'psnr@450', 'loss@50', 'loss'], limit: 1 })
    expect(found[0].cells.map(cell => cell.step)).toEqual([800, 1000, 400, null, 800])
    expect(found[0].cells[3].value).toBeNull()
    expect(found[0].cells.slice(0, 3).every(cell => Number(cell.value) > 25)).toBe(true)
  })

  it('puts what has no value last, whichever way it is sorted', async () => {
    for (const descending of [true, false]) {
      const { rows: found } = await rows({
        sort: [{ field: 'error', descending }, { field: 'name' }],
        columns: ['error'],
      })
      expect(found.map(({ run }) => run.name)).toHaveLength(60)
      expect(found.every(({ cells }) => cells[0].value === null)).toBe(true)
    }
    const { rows: byName } = await rows({ sort: [{ field: 'name' }], limit: 60 })
    // As people sort numbers: 2 before 10.
    const at = (name: string) => byName.findIndex(({ run }) => run.name === name)
    expect(at('best 2, seed 0')).toBeLessThan(at('best 10, seed 0'))
  })

  it('sends the baseline along, whatever the filter says', async () => {
    const [{ run }] = (await rows({ where: 'seed = 4', limit: 1 })).rows
    const table = await rows({ where: 'seed = 0', columns: ['seed'], baseline: run.id })
    expect(table.baseline).toMatchObject({ run: { id: run.id }, cells: [{ value: 4 }] })
    expect((await failure(rows({ baseline: 'run-nothing' }))).code).toBe('not-found')
  })

  it('says where a filter is wrong', async () => {
    const error = await failure(rows({ where: 'psnr > 3 and blcks = 2' }))
    expect(error).toMatchObject({ code: 'bad-input', details: { from: 13, to: 18 } })
    expect(error.message).toBe('There is no field "blcks". Did you mean network.blocks?')
    expect((await failure(rows({ sort: [{ field: 'nothing', descending: true }] }))).message).toContain('no field')
  })

  it('sees at once what has changed: notes, the trash, the archive', async () => {
    const [{ run }] = (await rows({ limit: 1 })).rows
    await client.runs.update({ id: run.id, notes: 'a find', tags: ['new'] })
    expect((await rows({ where: 'tags = "new"' })).rows.map(row => row.run.id)).toEqual([run.id])
    expect((await rows({ search: 'FIND' })).total).toBe(1)

    await client.runTable.archive({ ids: [run.id], archived: true })
    expect((await rows({})).total).toBe(59)
    expect((await rows({ archived: 'only' })).rows).toMatchObject([{ archived: true, run: { id: run.id } }])
    expect((await rows({ archived: 'show', where: 'archived' })).total).toBe(1)
    await client.runTable.archive({ ids: [run.id], archived: false })

    await client.runs.remove({ id: run.id })
    expect((await rows({ archived: 'show' })).total).toBe(59)
    await client.runs.restore({ id: run.id })
    expect((await rows({})).total).toBe(60)
  })

  it('knows its fields, with what runs have in them', async () => {
    const fields = await client.runTable.fields()
    const named = (name: string) => fields.find(field => field.name === name)
    expect(named('psnr')).toMatchObject({ title: 'Validation PSNR', unit: 'dB', isSeries: true })
    expect(named('recipe')?.values.toSorted()).toEqual(['balanced', 'best', 'denoised-sisr', 'quick'])
    expect(named('settings.learningRate')).toMatchObject({ type: 'number' })
    expect(named('data.test')).toMatchObject({ type: 'number', values: ['100'] })
    expect(named('test.psnr')).toMatchObject({ title: 'Test: PSNR', unit: 'dB', values: [] })
    expect(named('created')?.type).toBe('moment')
    expect(named('settings.seed')).toBeUndefined()
  })
})

describe('groups of runs', () => {
  it('by setup have the mean and the spread over the seeds', async () => {
    const { groups, total } = await client.runTable.groups({ by: ['setup'], columns: ['psnr', 'recipe', 'seed'] })
    expect(total).toBe(12)
    for (const group of groups) {
      expect(group.runs).toBe(5)
      const { rows: own } = await rows({ where: group.where, columns: ['psnr'] })
      const values = own.map(({ cells }) => Number(cells[0].value))
      const mean = values.reduce((a, b) => a + b) / 5
      const std = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 4)
      const [psnr, recipe] = group.cells
      if (psnr.kind !== 'numbers') throw new Error('no numbers')
      expect([psnr.n, psnr.min, psnr.max]).toEqual([5, Math.min(...values), Math.max(...values)])
      expect(psnr.mean).toBeCloseTo(mean, 10)
      expect(psnr.std).toBeCloseTo(std, 10)
      expect(recipe.kind).toBe('same')
      expect(own.map(({ run }) => run.id).toSorted()).toEqual([...group.ids].toSorted())
    }
  })

  it('by several fields are sorted by the mean of a number', async () => {
    const { groups, by } = await client.runTable.groups({
      by: ['dataset', 'recipe'],
      columns: ['psnr'],
      sort: [{ field: 'psnr', descending: true }],
    })
    expect(by).toEqual(['dataset', 'recipe'])
    const means = groups.map(({ cells: [cell] }) => (cell.kind === 'numbers' ? cell.mean : Number.NaN))
    expect(means).toEqual(means.toSorted((a, b) => b - a))
    const error = await failure(client.runTable.groups({ by: ['recipe'], sort: [{ field: 'name', descending: true }] }))
    expect(error.message).toContain('sorted by a number')
  })
})
