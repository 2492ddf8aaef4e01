import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { voTable } from '../../../main/services/samp/voTable.ts'
import { parquetTable } from '../../../main/services/tables/parquet.ts'
import type { Table } from '../../../main/services/tables/table.ts'
import { noPython, runPython } from '../../support/python.ts'
import { ODD_NAME, type TrainedWorkspace, trainedWorkspace } from '../../support/trainedWorkspace.ts'
import { temporaryFolder } from '../../support/trainingCore.ts'

vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 })

const noReaders = noPython('pyarrow', 'astropy')
const noMlflow = noPython('mlflow')
const noTensorboard = noPython('tensorboard')

const folder = temporaryFolder()
const out = (name: string) => join(folder.path, name)
let made: TrainedWorkspace
beforeAll(async () => {
  made = await trainedWorkspace(folder.path)
  const { reports } = made.core.client
  for (const program of ['mlflow', 'tensorboard'] as const) {
    await reports.exportTo({ runs: [...made.runs], program, folder: out(program) })
  }
})
afterAll(async () => {
  await made.core.close()
  folder.remove()
})

const nasty = `=1+1, "a" & <b> 50 % of $x_1$ \\input{y} ~^#{}\nnext`
const text = { type: 'text', unit: null } as const
const table: Table = {
  name: 'scores',
  caption: 'Scores & more',
  columns: [
    { name: 'name', title: 'Name', ...text },
    { name: 'count', title: 'Count', type: 'integer', unit: null },
    { name: 'psnr_dB', title: 'PSNR', type: 'number', unit: 'dB', digits: 2 },
    { name: 'hidden', title: 'Hidden', ...text, wide: true },
  ],
  rows: [
    [nasty, 3, 31.123456789012344, 'x'],
    ['Cosmic Horseshoe 星', 2 ** 40, null, null],
    ['tiny', null, 1.25e-7, ''],
  ],
}

describe('tables read by other programs', () => {
  it.skipIf(noReaders !== '')(`have the same names, types, units and values in pyarrow and astropy${noReaders}`, () => {
    const place = out('written')
    mkdirSync(place)
    writeFileSync(join(place, 't.parquet'), parquetTable(table, 'Subarc test'))
    writeFileSync(join(place, 't.vot'), voTable(table.name, table.columns, table.rows))
    const read = runPython('read_tables.py', [place]) as Record<
      string,
      { columns: object; units: object; rows: object[] }
    >
    expect(read['t.parquet']).toMatchObject({
      columns: { name: 'string', count: 'int64', psnr_dB: 'double', hidden: 'string' },
      units: { psnr_dB: 'dB' },
    })
    expect(read['t.parquet'].rows[0]).toEqual({ name: nasty, count: 3, psnr_dB: 31.123456789012344, hidden: 'x' })
    expect(read['t.vot'].units).toEqual({ psnr_dB: 'dB' })
    expect(read['t.vot'].rows).toEqual([
      { name: nasty, count: 3, psnr_dB: 31.123456789012344, hidden: 'x' },
      { name: 'Cosmic Horseshoe 星', count: 2 ** 40, psnr_dB: null, hidden: '' },
      { name: 'tiny', count: null, psnr_dB: 1.25e-7, hidden: '' },
    ])
  })

  it.skipIf(noReaders !== '')(`of runs have their numbers${noReaders}`, async () => {
    mkdirSync(out('tables'))
    for (const what of ['runs', 'scores'] as const) {
      for (const [format, ending] of [
        ['parquet', 'parquet'],
        ['votable', 'vot'],
      ] as const) {
        const file = join(out('tables'), `${what}.${ending}`)
        await made.core.client.reports.table({ runs: [...made.runs], what, format, file })
      }
    }
    const read = runPython('read_tables.py', [out('tables')]) as Record<string, { rows: Record<string, unknown>[] }>
    for (const id of made.runs) {
      const run = await made.core.client.runs.get({ id })
      const { methods } = await made.core.client.evaluations.get({ id: run.evaluations[0].id })
      for (const file of ['runs.parquet', 'runs.vot']) {
        const row = read[file].rows.find(one => one.run === id)
        expect(row).toMatchObject({ name: run.name, validation_psnr_dB: run.best?.psnr, seed: run.seed })
        expect(row?.['settings.learningRate']).toBe(run.config?.settings?.learningRate)
      }
      for (const file of ['scores.parquet', 'scores.vot']) {
        const own = read[file].rows.filter(row => row.run === id)
        expect(own.map(row => row.psnr_dB)).toEqual(methods.map(method => method.whole.psnr.mean))
      }
    }
  })
})

describe('runs in the files of other programs', () => {
  it.skipIf(noMlflow !== '')(`are read by MLflow: parameters, tags, curves, artifacts${noMlflow}`, async () => {
    const read = runPython('read_mlflow.py', [out('mlflow')], { MLFLOW_ALLOW_FILE_STORE: 'true' }) as {
      name: string
      status: string
      params: Record<string, string>
      tags: Record<string, string>
      history: Record<string, [number, number, number][]>
      artifacts: string[]
    }[]
    expect(read.map(run => run.name).toSorted()).toEqual([ODD_NAME, 'Plain'].toSorted())
    for (const id of made.runs) {
      const run = await made.core.client.runs.get({ id })
      const { validation } = await made.core.client.runs.series({ id })
      const found = read.find(one => one.name === run.name)
      expect(found).toMatchObject({
        status: 'FINISHED',
        params: { 'settings.seed': String(run.seed), 'network.kind': run.config?.network.kind },
        tags: { 'subarc.run': id, 'subarc.dataset_sha256': run.datasetHash },
      })
      expect(found?.history['validation/psnr_dB'].map(([step, value]) => [step, value])).toEqual(
        validation.step.map((step, at) => [step, validation.psnr[at]]),
      )
      expect(found?.artifacts).toEqual(expect.arrayContaining(['config.json', 'weights/best.safetensors']))
    }
  })

  it.skipIf(noTensorboard !== '')(`are read by TensorBoard: curves, previews, settings${noTensorboard}`, async () => {
    const read = runPython('read_tensorboard.py', [out('tensorboard')]) as Record<
      string,
      {
        scalars: Record<string, [number, number, number][]>
        images: Record<string, [number, number, number, string][]>
        texts: Record<string, string[]>
      }
    >
    for (const id of made.runs) {
      const run = await made.core.client.runs.get({ id })
      const { validation } = await made.core.client.runs.series({ id })
      const [, found] = Object.entries(read).find(([name]) => name.endsWith(id)) ?? []
      expect(found?.scalars['validation/ssim'].map(([step, value]) => [step, value])).toEqual(
        validation.step.map((step, at) => [step, Math.fround(validation.ssim[at])]),
      )
      const [images] = Object.values(found?.images ?? {})
      expect(images.map(([step]) => step)).toEqual([...new Set(run.previews.map(preview => preview.step))])
      expect(images.every(([, width, , png]) => width === 32 && png === '89504e47')).toBe(true)
      expect(found?.texts.settings[0]).toContain(`"seed": ${run.seed}`)
    }
  })
})
