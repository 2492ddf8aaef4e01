import { fork } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { ApplyRequest } from '../../../../main/contract/apply.ts'
import { applyImageRef } from '../../../../main/contract/images.ts'
import { bytesSource } from '../../../../main/formats/byteSource.ts'
import { verifyFits } from '../../../../main/formats/fits/verify/verify.ts'
import { readImageFile } from '../../../../main/formats/readers.ts'
import { applicationRecordSchema } from '../../../../main/workspace/applications.ts'
import { pixels, writeTestImage } from '../../../support/core.ts'
import {
  endOf,
  openTestCore,
  settled,
  simulateLenses,
  type TestCore,
  temporaryFolder,
  tinyTraining,
} from '../../../support/trainingCore.ts'

vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 })

const folder = temporaryFolder()
const workspace = join(folder.path, 'workspace')
const inputs = join(folder.path, 'inputs')
let core: TestCore
let runId: string
let datasetId: string

beforeAll(async () => {
  core = await openTestCore(workspace)
  datasetId = await simulateLenses(core.client, 12)
  const training = await core.client.training.start({ ...tinyTraining, datasetId, name: 'First try' })
  await endOf(core.client, training.job)
  runId = training.runId
  for (let i = 0; i < 3; i++) {
    const image = pixels(16, 16, (x, y) => 1 + i + Math.exp(-((x - 8) ** 2 + (y - 7) ** 2) / 9))
    writeTestImage(join(inputs, `lens${i}.npy`), 16, image)
  }
})
afterAll(async () => {
  await core.close()
  folder.remove()
})

const out = (name: string) => join(folder.path, name)

/** Applies the run to the three images; the record at the end. */
async function apply(name: string, request: Partial<ApplyRequest> = {}) {
  const { job, applyId } = await core.client.apply.start({
    runId,
    source: { kind: 'folder', path: inputs },
    folder: out(name),
    ...request,
  })
  await settled(core.client, job)
  return core.client.apply.get({ id: applyId })
}

const sumOf = (data: Float32Array): number => data.reduce((sum, value) => sum + value, 0)
const totalOf = async (file = ''): Promise<number> => sumOf((await readImageFile(file)).image.data)
const totalAt = async (ref: string): Promise<number> => {
  const response = await core.fetch(new Request(`http://subarc/pixels/${ref}`))
  return sumOf(new Float32Array(await response.arrayBuffer()))
}

const states = (items: readonly { status: string }[]) => items.map(({ status }) => status)

describe('a batch of images', () => {
  it('is named by a template', async () => {
    const { items } = await apply('named', { nameTemplate: '{index} {name} {run} x{factor}', formats: ['fits', 'png'] })
    expect(states(items)).toEqual(['done', 'done', 'done'])
    expect(readdirSync(out('named')).sort()).toEqual([
      '1 lens0 First-try x2.fits',
      '1 lens0 First-try x2.png',
      '2 lens1 First-try x2.fits',
      '2 lens1 First-try x2.png',
      '3 lens2 First-try x2.fits',
      '3 lens2 First-try x2.png',
    ])
    await expect(apply('named', { nameTemplate: '../{name}' })).rejects.toThrow(/none of the characters/)
  })

  it('has products without a fault, with the network and the device in their primary headers', async () => {
    const { items } = await apply('whole')
    const bytes = readFileSync(items[0].outputs.fits ?? '')
    expect((await verifyFits(bytesSource(bytes))).findings).toEqual([])
    const { hdus } = await core.client.fits.info({ path: items[0].outputs.fits ?? '' })
    expect(hdus.map(({ name, shape }) => [name, ...shape])).toEqual([[''], ['SCI', 32, 32], ['RESID', 16, 16]])
    const { image, hdu } = await readImageFile(items[0].outputs.fits ?? '')
    expect([image.width, hdu]).toEqual([32, 1])
    const { cards } = await core.client.fits.header({ path: items[0].outputs.fits ?? '' })
    expect(cards.join('\n')).toMatch(/SRDEVICE= 'onnx:cpu'[\s\S]*No ERR/)
    expect(cards.some(card => card.startsWith('SRRUN   ') && card.includes(runId))).toBe(true)
  })

  it('holds the total flux of its inputs within the error of the network, by either convention', async () => {
    const source = { kind: 'dataset', id: datasetId, side: 'test' } as const
    const [sum, mean] = [
      await apply('sum', { source, fluxConvention: 'sum' }),
      await apply('mean', { source, fluxConvention: 'mean' }),
    ]
    expect(sum.items.length).toBeGreaterThan(0)
    const { calibration } = await core.client.datasets.get({ id: datasetId })
    const truthPixels = calibration.fluxConvention === 'mean' ? 4 : 1
    for (const [i, { outputs, input }] of sum.items.entries()) {
      const sample = Number(input.split('/').at(-1))
      const totals = {
        lr: await totalAt(`dataset/${datasetId}/${sample}/lr`),
        hr: (await totalAt(`dataset/${datasetId}/${sample}/hr`)) / truthPixels,
        sum: await totalOf(outputs.fits),
        // The mean of an output pixel stands for a quarter of an input pixel.
        mean: (await totalOf(mean.items[i].outputs.fits)) / 4,
      }
      expect(totals.mean / totals.sum).toBeCloseTo(1, 5)
      // What the network misses of the truth it may miss of its input; the truth and the input agree but for noise.
      const [ofInput, ofTruth] = [totals.sum / totals.lr, totals.sum / totals.hr]
      expect(Math.abs(ofInput / ofTruth - 1)).toBeLessThan(0.1)
    }
  })

  it('leaves, renames or overwrites what exists, as it is told', async () => {
    await apply('existing')
    const original = readFileSync(join(out('existing'), 'lens1_sr.fits'))
    writeFileSync(join(out('existing'), 'lens1_sr.fits'), 'mine')
    // Another layout is other work: nothing of the first counts as done.
    const again = (existing: ApplyRequest['existing']) => apply('existing', { existing, fitsLayout: 'image' })
    expect(states((await again('refuse')).items)).toEqual(['failed', 'failed', 'failed'])
    const skipped = await again('skip')
    expect(states(skipped.items)).toEqual(['skipped', 'skipped', 'skipped'])
    expect(skipped.items[1].outputs.fits).toBe(join(out('existing'), 'lens1_sr.fits'))
    const renamed = await again('rename')
    expect(renamed.items.map(({ outputs }) => outputs.fits?.slice(-13))).toEqual(
      ['lens0_sr-2.fits', 'lens1_sr-2.fits', 'lens2_sr-2.fits'].map(name => name.slice(-13)),
    )
    expect(readFileSync(join(out('existing'), 'lens1_sr.fits'), 'utf8')).toBe('mine')
    await again('overwrite')
    expect(readFileSync(join(out('existing'), 'lens1_sr.fits')).length).toBeLessThan(original.length)
  })

  it('makes again what is not whole, and what was made of an input that has changed', async () => {
    const first = await apply('mended')
    const [a, b, c] = first.items.map(({ outputs }) => outputs.fits ?? '')
    const before = statSync(c).mtimeMs
    truncateSync(a, 2880 * 4)
    rmSync(b)
    const second = await apply('mended')
    expect(states(second.items)).toEqual(['done', 'done', 'done'])
    for (const file of [a, b]) expect((await readImageFile(file)).image.width).toBe(32)
    expect(statSync(c).mtimeMs).toBe(before)
    const pixelsOf = (layer: 'input' | 'output') =>
      core.fetch(new Request(`http://subarc/pixels/${applyImageRef(second.id, 2, layer)}`)).then(({ status }) => status)
    expect([await pixelsOf('input'), await pixelsOf('output')]).toEqual([200, 200])

    writeTestImage(
      join(inputs, 'lens2.npy'),
      16,
      pixels(16, 16, () => 3),
    )
    expect(states((await apply('mended')).items)).toEqual(['done', 'done', 'failed'])
    const third = await apply('mended', { existing: 'overwrite' })
    expect(states(third.items)).toEqual(['done', 'done', 'done'])
  })
})

describe('a batch whose application is killed', () => {
  it('goes on where it stopped: what is whole is not made again, nothing is in its own way', async () => {
    const many = join(folder.path, 'many')
    for (let i = 0; i < 40; i++) {
      const image = pixels(64, 64, (x, y) => Math.exp(-((x - 30) ** 2 + (y - i) ** 2) / 40))
      writeTestImage(join(many, `m${i}.npy`), 64, image)
    }
    await core.close()
    const program = new URL('./killedBatch.ts', import.meta.url)
    const child = fork(program, [workspace, runId, many, out('killed')], { execArgv: [] })
    const [applyId] = await once(child, 'message')
    child.kill('SIGKILL')
    await once(child, 'exit')

    core = await openTestCore(workspace)
    const broken = await core.client.apply.get({ id: String(applyId) })
    expect(broken.status).toBe('interrupted')
    const done = broken.items.filter(({ status }) => status === 'done')
    expect(done.length).toBeGreaterThan(0)
    const times = new Map(done.map(({ outputs }) => [outputs.fits ?? '', statSync(outputs.fits ?? '').mtimeMs]))

    const resumed = await core.client.apply.resume({ id: broken.id })
    await endOf(core.client, resumed.job)
    const record = await core.client.apply.get({ id: resumed.applyId })
    expect(record.folder).toBe(out('killed'))
    expect(states(record.items)).toEqual(Array(40).fill('done'))
    for (const [file, time] of times) expect(statSync(file).mtimeMs).toBe(time)
    expect(readdirSync(out('killed'))).toHaveLength(80)
    for (const { outputs } of record.items)
      expect((await verifyFits(bytesSource(readFileSync(outputs.fits ?? '')))).findings).toEqual([])
    await expect(core.client.apply.resume({ id: record.id })).rejects.toThrow(/is done: there is nothing to go on with/)
  })
})

it('a record of before requests and journals were kept is still read', () => {
  const item = {
    ...{ index: 0, name: 'lens', input: '/data/lens.fits', inputSize: null, outputSize: null },
    ...{ outputs: { fits: '/out/lens_sr.fits' }, warnings: [], error: null, status: 'done' },
  }
  const old = {
    ...{ version: 1, id: 'apply-1', runId: 'run-1', checkpoint: 'best', weightsSha256: 'a'.repeat(64) },
    ...{ createdAt: '2026-03-14T15:09:26.535Z', status: 'done', folder: '/out', items: [item] },
  }
  expect(applicationRecordSchema.parse(old)).toEqual({
    ...old,
    namedOn: '',
    request: null,
    items: [{ ...item, planned: {}, madeBy: null, stamp: '' }],
  })
})
