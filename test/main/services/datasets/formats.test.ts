import { cpSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { File as Hdf5File, ready } from 'h5wasm/node'
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { DatasetDetail } from '../../../../main/contract/datasets.ts'
import { writeNpz } from '../../../../main/formats/npz.ts'
import type { Core } from '../../../../main/services/core.ts'
import { blob, failure, finished, openCore, pixels, temporaryFolder, writeTestFile } from '../../../support/core.ts'

let folder: ReturnType<typeof temporaryFolder>
let data: string
let core: Core

beforeAll(async () => {
  await ready
})
beforeEach(async () => {
  folder = temporaryFolder('formats')
  data = join(folder.path, 'data')
  mkdirSync(data)
  core = await openCore(join(folder.path, 'workspace'), 'cli')
})
afterEach(async () => {
  await core.close()
  folder.remove()
})

const source = () => ({ kind: 'folder', path: data }) as const

async function imported(options: object = {}): Promise<DatasetDetail> {
  const { job, datasetId } = await core.client.datasets.import({ source: source(), name: 'Test', ...options })
  expect((await finished(core.client, job)).error).toBeNull()
  return core.client.datasets.get({ id: datasetId })
}

async function shown(ref: string): Promise<Float32Array> {
  const response = await core.fetch(new Request(`http://subarc/pixels/dataset/${ref}`))
  expect(response.status).toBe(200)
  return new Float32Array(await response.arrayBuffer())
}

const stackOf = (side: number, count: number) =>
  Float32Array.from(Array.from({ length: count }, (_, i) => [...blob(side, i)]).flat())

function writeHdf5(name: string, arrays: Record<string, { data: Float32Array | Int32Array; shape: number[] }>): void {
  const file = new Hdf5File(join(data, name), 'w')
  for (const group of new Set(Object.keys(arrays).flatMap(path => path.split('/').slice(0, -1))))
    file.create_group(group)
  for (const [path, { data: values, shape }] of Object.entries(arrays)) {
    const chunks = [1, ...shape.slice(-2)]
    file.create_dataset({ name: path, data: values, shape, chunks, compression: 'gzip' })
  }
  file.close()
}

describe('a HDF5 file of stacks', () => {
  it('is a dataset of pairs, each with its error and mask', async () => {
    const flags = new Int32Array(3 * 256)
    flags[256 + 7] = 1
    writeHdf5('lenses.h5', {
      'train/lr': { data: stackOf(16, 3), shape: [3, 16, 16] },
      'train/lr_err': { data: new Float32Array(3 * 256).fill(0.25), shape: [3, 16, 16] },
      'train/lr_mask': { data: flags, shape: [3, 16, 16] },
      'train/hr': { data: stackOf(32, 3), shape: [3, 32, 32] },
    })
    const { id, ...dataset } = await imported()
    expect(dataset).toMatchObject({
      layout: 'one-file',
      samples: 3,
      factor: 2,
      planes: { error: { lr: 3, hr: 0 }, masked: { lr: 1, hr: 0 } },
    })
    expect(await shown(`${id}/2/lr`)).toEqual(blob(16, 2))
    expect(await shown(`${id}/1/hr`)).toEqual(blob(32, 1))
    expect(await shown(`${id}/1/lr/mask`)).toEqual(pixels(16, 16, (x, y) => (x === 7 && y === 0 ? 0 : 1)))
    const thumbnail = await core.fetch(new Request(`http://subarc/thumbnail/dataset/${id}/0/hr`))
    expect(thumbnail.headers.get('content-type')).toBe('image/png')
    const { lr } = await core.client.datasets.metadata({ id, sample: 0 })
    expect(lr.values).toMatchObject({ format: 'hdf5', dtype: 'float32', planes: 3 })
  })

  it('whose arrays are named otherwise asks which is the image, and takes the answer', async () => {
    const array = { data: stackOf(16, 2), shape: [2, 16, 16] }
    writeHdf5('lenses.h5', { left: array, right: array })
    const error = await failure(core.client.datasets.scan({ source: source() }))
    expect(error.code).toBe('bad-input')
    expect(error.message).toMatch(/left, right.*\[left\]=science/)
    const { id, samples } = await imported({ roles: { '[right]': 'science' } })
    expect(samples).toBe(2)
    expect(await shown(`${id}/1/lr`)).toEqual(blob(16, 1))
  })
})

describe('a NPZ archive', () => {
  it('of LR and HR arrays is a dataset of pairs', async () => {
    const archive = writeNpz({
      lr: { shape: [4, 16, 16], data: stackOf(16, 4) },
      hr: { shape: [4, 32, 32], data: stackOf(32, 4) },
    })
    writeTestFile(join(data, 'pairs.npz'), archive)
    const { id, ...dataset } = await imported()
    expect(dataset).toMatchObject({ layout: 'one-file', samples: 4, factor: 2 })
    expect(await shown(`${id}/3/hr`)).toEqual(blob(32, 3))
    const onlyLr = await imported({ roles: { '[hr]': 'ignore' } })
    expect(onlyLr).toMatchObject({ layout: 'lr-only', samples: 4, paired: false })
  })
})

describe('TIFF images', () => {
  it('are imported with their top row up', async () => {
    const fixture = join(import.meta.dirname, '../../../fixtures/formats/float32.tif')
    for (const name of ['a', 'b']) cpSync(fixture, join(data, `${name}.tif`))
    const { id, samples, lrSize } = await imported()
    expect([samples, lrSize]).toEqual([2, { width: 7, height: 5 }])
    expect(await shown(`${id}/0/lr`)).toEqual(pixels(7, 5, (x, y) => x + 100 * y))
  })
})
