import { spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, renameSync, symlinkSync, truncateSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { DatasetDetail, ImageSource } from '../../../../main/contract/datasets.ts'
import type { Job } from '../../../../main/contract/jobs.ts'
import type { Core } from '../../../../main/services/core.ts'
import {
  blob,
  failure,
  finished,
  openCore,
  pixels,
  temporaryFolder,
  writeStudyPairs,
  writeTestFile,
  writeTestImage,
} from '../../../support/core.ts'

let folder: ReturnType<typeof temporaryFolder>
let data: string
let core: Core

beforeEach(async () => {
  folder = temporaryFolder('bad-input')
  data = join(folder.path, 'data')
  mkdirSync(data)
  core = await openCore(join(folder.path, 'workspace'))
  await core.client.workspace.registerFolder({ path: data })
})
afterEach(async () => {
  await core.close()
  folder.remove()
})

const source = (): ImageSource => ({ kind: 'folder', path: data })

const importAll = async (options: object = {}): Promise<{ job: Job; datasetId: string }> => {
  const started = await core.client.datasets.import({ source: source(), name: 'Test', ...options })
  return { datasetId: started.datasetId, job: await finished(core.client, started.job) }
}

const imported = async (options: object = {}): Promise<DatasetDetail> => {
  const { job, datasetId } = await importAll(options)
  expect(job.error).toBeNull()
  return core.client.datasets.get({ id: datasetId })
}

const pair = (name: string): { lr: string; hr: string } => ({
  lr: join(data, 'LR', `${name}.npy`),
  hr: join(data, 'HR', `${name}.npy`),
})

describe('a folder', () => {
  it('that is empty is refused at once', async () => {
    const error = await failure(core.client.datasets.scan({ source: source() }))
    expect(error.code).toBe('bad-input')
    expect(error.message).toContain('is empty')
  })

  it('without an image says which files are images', async () => {
    writeTestFile(join(data, 'notes.txt'), 'text')
    const error = await failure(core.client.datasets.scan({ source: source() }))
    expect(error.message).toContain('.fits, .fits.gz, .npy')
  })

  it('that is gone is not found', async () => {
    const error = await failure(core.client.datasets.scan({ source: { kind: 'folder', path: join(data, 'gone') } }))
    expect(error.code).toBe('not-found')
  })

  it.skipIf(process.platform === 'win32')('without read permission is named, with the remedy', () => {
    const closed = join(data, 'closed')
    writeStudyPairs(closed, 2)
    chmodSync(closed, 0o000)
    chmodSync(folder.path, 0o755)
    const home = temporaryFolder('other-user')
    chmodSync(home.path, 0o777)
    const script = join(import.meta.dirname, 'scanAndPrint.ts')
    const { stdout, stderr } = spawnSync(process.execPath, [script, join(home.path, 'workspace'), closed], {
      encoding: 'utf8',
    })
    chmodSync(closed, 0o755)
    home.remove()
    expect(stderr).toBe('')
    expect(JSON.parse(stdout)).toMatchObject({
      code: 'forbidden',
      message: expect.stringContaining('No permission to read'),
    })
  })
})

describe('images without a partner', () => {
  it('are listed with the reason, and the pairs are imported', async () => {
    writeStudyPairs(data, 5)
    writeTestImage(pair('sample9').lr, 16, blob(16))
    const dataset = await imported()
    expect(dataset.samples).toBe(5)
    expect(dataset.unpaired).toEqual([
      { file: pair('sample9').lr, reason: 'There is no HR image of the name "sample9".' },
    ])
  })
})

describe('a damaged or unfit image is left out with its reason, and the others are imported:', () => {
  const nan = new Float32Array(256).fill(Number.NaN)
  const replaced = (content: Buffer | string) => () => writeFileSync(pair('sample2').lr, content)
  const cases: [string, () => void, RegExp][] = [
    ['truncated', () => truncateSync(pair('sample2').hr, 1000), /cut short/],
    ['0 bytes', replaced(''), /empty \(0 bytes\)/],
    ['no image at all', replaced('a,b,c\n1,2,3\n'), /no FITS, NPY, NPZ, HDF5 or TIFF/],
    ['Python objects', replaced(npyOf("'|O'", '(1, 16, 16)', 2048)), /Python objects/],
    ['not numbers', replaced(npyOf("'<U4'", '(16, 16)', 4096)), /text strings/],
    ['claiming a petabyte', replaced(npyOf("'<f4'", '(1, 16777216, 16777216)', 1024)), /cut short/],
    ['NaN throughout', () => writeTestImage(pair('sample2').lr, 16, nan), /no finite pixel/],
    ['another size', () => writeTestImage(pair('sample2').lr, 20, blob(20)), /20 x 20 pixels where .* 16 x 16/],
    ['one axis', () => writeTestImage(pair('sample2').lr, 16, blob(16), [256]), /has no two axes/],
    ['too many axes', () => writeTestImage(pair('sample2').lr, 16, blob(16), [2, 2, 8, 8]), /too many axes/],
  ]
  for (const [what, damage, reason] of cases) {
    it(what, async () => {
      writeStudyPairs(data, 4)
      damage()
      const dataset = await imported()
      expect(dataset.samples).toBe(3)
      expect(dataset.unpaired.map(({ reason }) => reason)).toEqual([expect.stringMatching(reason)])
    })
  }

  it('and where none is left, the import fails with the first reason and leaves nothing behind', async () => {
    writeStudyPairs(data, 2)
    for (const name of ['sample1', 'sample2']) truncateSync(pair(name).hr, 1000)
    const error = await failure(core.client.datasets.import({ source: source(), name: 'Test' }))
    expect(error.message).toContain('cut short')
    expect(await core.client.datasets.list()).toEqual([])
  })
})

describe('a scale that does not divide', () => {
  it('fails the import with both sizes', async () => {
    for (const name of ['sample1', 'sample2']) {
      writeTestImage(pair(name).lr, 15, blob(15))
      writeTestImage(pair(name).hr, 32, blob(32))
    }
    const { job } = await importAll()
    expect(job.status).toBe('failed')
    expect(job.error?.message).toContain('32 x 32 pixels are no whole multiple of LR images of 15 x 15')
    expect(await core.client.datasets.list()).toEqual([])
  })

  it('of HR images that cannot be binned names the factor', async () => {
    writeTestImage(join(data, 'HR', 'a.npy'), 31, blob(31))
    writeTestImage(join(data, 'HR', 'b.npy'), 31, blob(31, 1))
    const degradation = { factor: 2, hrPsfFwhmPixels: 0, lrPsfFwhmPixels: 2, noiseSigma: 0, seed: 0 }
    const { job } = await importAll({ degradation })
    expect(job.error?.message).toContain('cannot be binned by 2')
  })

  it('a PSF that would have to be sharpened is refused at once', async () => {
    writeTestImage(join(data, 'HR', 'a.npy'), 32, blob(32))
    const degradation = { factor: 2, hrPsfFwhmPixels: 3, lrPsfFwhmPixels: 2, noiseSigma: 0, seed: 0 }
    const error = await failure(core.client.datasets.import({ source: source(), name: 'Test', degradation }))
    expect(error.message).toContain('no convolution sharpens')
  })
})

describe('the health report', () => {
  it('tells of NaN, constant and duplicate images, and fills single NaN for training alone', async () => {
    writeStudyPairs(data, 8)
    const holed = blob(16, 3)
    holed[100] = Number.NaN
    writeTestImage(pair('sample3').lr, 16, holed)
    writeTestImage(pair('sample4').lr, 16, new Float32Array(256).fill(2))
    writeTestImage(pair('sample6').lr, 16, blob(16, 5))
    writeTestImage(pair('sample5').lr, 16, blob(16, 5))
    const dataset = await imported()
    const kinds = dataset.health.map(({ kind, sample }) => `${kind} ${sample}`)
    expect(kinds).toEqual(expect.arrayContaining(['nan 2', 'constant 3', 'duplicate 5']))
    expect(dataset.health.find(({ kind }) => kind === 'duplicate')?.message).toContain('same image as in sample5')

    const shown = await core.fetch(new Request(`http://subarc/pixels/dataset/${dataset.id}/2/lr`))
    expect(new Float32Array(await shown.arrayBuffer())[100]).toBeNaN()
    const { counts } = await core.client.datasets.histogram({ id: dataset.id, role: 'lr', sample: 2 })
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(255)
  })
})

describe('files that change after the import', () => {
  it('are noticed by content: changed, missing, or only copied again', async () => {
    writeStudyPairs(data, 4)
    const dataset = await imported()
    const verify = () => core.client.datasets.verify({ id: dataset.id })
    expect(await verify()).toEqual({ state: 'ok', changed: [], missing: [] })

    utimesSync(pair('sample1').lr, new Date(), new Date(Date.now() + 60_000))
    expect(await verify()).toEqual({ state: 'ok', changed: [], missing: [] })

    renameSync(pair('sample3').hr, join(data, 'elsewhere.npy'))
    expect(await verify()).toEqual({ state: 'missing', changed: [], missing: [pair('sample3').hr] })

    writeTestImage(pair('sample2').lr, 16, blob(16, 4))
    utimesSync(pair('sample2').lr, new Date(), new Date(Date.now() + 60_000))
    expect(await verify()).toMatchObject({ state: 'changed', changed: [pair('sample2').lr] })
    expect((await core.client.datasets.get({ id: dataset.id })).state).toBe('changed')
  })
})

describe('a path outside of the registered folders', () => {
  it('is refused: by .., by a link, and whether or not anything is there', async () => {
    const secret = join(folder.path, 'secret')
    writeStudyPairs(secret, 2)
    symlinkSync(secret, join(data, 'link'))
    const outside = [`${data}/../secret`, join(data, 'link'), join(data, 'link', 'LR'), '/nowhere/at/all', `${data}2`]
    for (const path of outside) {
      const error = await failure(core.client.datasets.scan({ source: { kind: 'folder', path } }))
      expect([path, error.code]).toEqual([path, 'forbidden'])
    }
    const paths = [join(secret, 'LR', 'sample1.npy')]
    expect((await failure(core.client.datasets.scan({ source: { kind: 'files', paths } }))).code).toBe('forbidden')
    expect((await failure(core.client.workspace.browse({ path: '/etc' }))).code).toBe('forbidden')
  })

  it('is not reached by a link among the images', async () => {
    const secret = join(folder.path, 'secret')
    writeStudyPairs(secret, 1)
    writeStudyPairs(data, 1)
    symlinkSync(join(secret, 'LR', 'sample1.npy'), join(data, 'LR', 'sample2.npy'))
    expect((await core.client.datasets.scan({ source: source() })).pairs.map(({ name }) => name)).toEqual(['sample1'])
  })

  it('is no longer read when its folder has been forgotten', async () => {
    writeStudyPairs(data, 1)
    expect(await core.client.workspace.forgetFolder({ path: data })).toEqual({ removed: true })
    expect((await failure(core.client.datasets.scan({ source: source() }))).code).toBe('forbidden')
  })
})

describe('a group pattern', () => {
  it('that is no pattern, has no group, or never ends is refused', async () => {
    const name = `${'a'.repeat(40)}b`
    writeTestImage(
      pair(name).lr,
      16,
      pixels(16, 16, x => x),
    )
    writeTestImage(
      pair(name).hr,
      32,
      pixels(32, 32, x => x),
    )
    for (const groupPattern of ['([', 'sample', '^(a+)+$']) {
      const error = await failure(core.client.datasets.import({ source: source(), name: 'Test', groupPattern }))
      expect([groupPattern, error.code]).toEqual([groupPattern, 'bad-input'])
    }
  })
})

/** A NPY file of any claimed dtype and shape with so many bytes of data. */
function npyOf(descr: string, shape: string, dataBytes: number): Buffer {
  const fields = `{'descr': ${descr}, 'fortran_order': False, 'shape': ${shape}, }`.padEnd(117)
  return Buffer.concat([Buffer.from(`\x93NUMPY\x01\x00\x76\x00${fields}\n`, 'latin1'), Buffer.alloc(dataBytes)])
}
