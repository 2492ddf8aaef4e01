import { mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { DatasetDetail } from '../../../../main/contract/datasets.ts'
import { datasetPlaneRef } from '../../../../main/contract/images.ts'
import type { Core } from '../../../../main/services/core.ts'
import {
  blob,
  finished,
  openCore,
  pixels,
  temporaryFolder,
  writeTestFile,
  writeTestImage,
} from '../../../support/core.ts'
import { multiExtensionFits } from '../../../support/multiExtension.ts'
import { noTestData, testData, testDataPath } from '../../../support/testData.ts'

let folder: ReturnType<typeof temporaryFolder>
let data: string
let core: Core

beforeEach(async () => {
  folder = temporaryFolder('planes')
  data = join(folder.path, 'data')
  mkdirSync(data)
  core = await openCore(join(folder.path, 'workspace'), 'cli')
})
afterEach(async () => {
  await core.close()
  folder.remove()
})

async function imported(options: object = {}, path = data): Promise<DatasetDetail> {
  const source = { kind: 'folder', path } as const
  const { job, datasetId } = await core.client.datasets.import({ source, name: 'Test', ...options })
  expect((await finished(core.client, job)).error).toBeNull()
  return core.client.datasets.get({ id: datasetId })
}

const get = (ref: string) => core.fetch(new Request(`http://subarc/pixels/${ref}`))

async function plane(id: string, sample: number, role: 'lr' | 'hr', name: 'error' | 'mask' | 'psf') {
  const response = await get(datasetPlaneRef(id, sample, role, name))
  expect(response.status).toBe(200)
  return new Float32Array(await response.arrayBuffer())
}

/** SCI, ERR and DQ of one image; the pixels at `flags` are flagged, with value `flag`. */
function archiveFile(side: number, seed: number, flags: readonly number[], flag = 4): Buffer {
  const dq = new Int32Array(side * side)
  for (const i of flags) dq[i] = flag
  return multiExtensionFits([
    { name: 'SCI', width: side, data: blob(side, seed) },
    { name: 'ERR', width: side, data: new Float32Array(side * side).fill(0.5 + seed) },
    { name: 'DQ', width: side, data: dq },
  ])
}

describe('the extensions of a file', () => {
  beforeEach(() => {
    for (const i of [0, 1, 2]) {
      writeTestFile(join(data, 'lr', `l${i}.fits`), archiveFile(16, i, i === 1 ? [5, 6] : []))
      writeTestFile(join(data, 'hr', `l${i}.fits`), archiveFile(32, i, i === 2 ? [100] : []))
    }
  })

  it('become the error map and the mask of their image', async () => {
    const { id, planes, samples, kinds } = await imported()
    expect(samples).toBe(3)
    expect(kinds.map(({ kind, role }) => `${kind} ${role}`)).toEqual([
      'l0 science',
      'l1 science',
      'l2 science',
      '[SCI] science',
      '[ERR] error',
      '[DQ] quality',
    ])
    expect(planes).toEqual({
      error: { lr: 3, hr: 3 },
      masked: { lr: 1, hr: 1 },
      psf: { lr: 0, hr: 0 },
      maskedShare: { lr: 2 / (3 * 256), hr: 1 / (3 * 1024) },
    })
    expect(await plane(id, 1, 'lr', 'error')).toEqual(new Float32Array(256).fill(1.5))
    expect(await plane(id, 1, 'lr', 'mask')).toEqual(
      pixels(16, 16, (x, y) => (y === 0 && (x === 5 || x === 6) ? 0 : 1)),
    )
    // An HR pixel does not count either where the LR pixel that it lies in does not.
    expect(await plane(id, 1, 'hr', 'mask')).toEqual(pixels(32, 32, (x, y) => (y < 2 && x >= 10 && x < 14 ? 0 : 1)))
    expect(await plane(id, 0, 'lr', 'mask')).toEqual(new Float32Array(256).fill(1))
    expect((await get(datasetPlaneRef(id, 0, 'lr', 'psf'))).status).toBe(404)
    expect((await get(`dataset/${id}/0/lr/other`)).status).toBe(404)
    const { samples: listed } = await core.client.datasets.samples({ id })
    expect(listed[2].hrPlanes).toEqual({
      error: `${join(data, 'hr', 'l2.fits')}[ERR]`,
      masked: 1,
      maskFrom: [`${join(data, 'hr', 'l2.fits')}[DQ]`],
      psf: null,
    })
  })

  it('are shown by the scan with what each is taken as, and may be given other roles', async () => {
    const source = { kind: 'folder', path: data } as const
    const scan = await core.client.datasets.scan({ source })
    expect(scan.kinds.filter(({ isPart }) => isPart)).toEqual([
      {
        kind: '[SCI]',
        role: 'science',
        reason: '"sci" in its name',
        example: expect.any(String),
        count: 1,
        isPart: true,
      },
      {
        kind: '[ERR]',
        role: 'error',
        reason: '"err" in its name',
        example: expect.any(String),
        count: 1,
        isPart: true,
      },
      {
        kind: '[DQ]',
        role: 'quality',
        reason: '"dq" in its name',
        example: expect.any(String),
        count: 1,
        isPart: true,
      },
    ])
    const roles = { '[DQ]': 'ignore', '[ERR]': 'weight' } as const
    expect((await core.client.datasets.scan({ source, roles })).kinds.slice(-2)).toMatchObject([
      { kind: '[ERR]', role: 'weight', reason: 'chosen' },
      { kind: '[DQ]', role: 'ignore', reason: 'chosen' },
    ])
    const { id, planes } = await imported({ roles })
    expect(planes).toMatchObject({ masked: { lr: 0, hr: 0 }, error: { lr: 3, hr: 3 } })
    // A weight of 1.5 is an error of 1 / sqrt(1.5).
    expect((await plane(id, 1, 'lr', 'error'))[0]).toBeCloseTo(1 / Math.sqrt(1.5), 6)
  })

  it('flag pixels by the bits that were chosen, of all 32', async () => {
    const flagged = (value: number) => archiveFile(16, 0, [7], value)
    writeTestFile(join(data, 'lr', 'l0.fits'), flagged(0x4000_0001))
    expect((await imported({ qualityBits: 1 })).planes.masked.lr).toBe(1)
    expect((await imported({ qualityBits: 4 })).planes.masked.lr).toBe(1)
    expect((await imported({ qualityBits: 8 })).planes.masked.lr).toBe(0)
  })

  it('that are changed later are noticed', async () => {
    const { id } = await imported()
    writeTestFile(join(data, 'hr', 'l2.fits'), archiveFile(32, 2, [101, 102]))
    expect(await core.client.datasets.verify({ id })).toMatchObject({ changed: [join(data, 'hr', 'l2.fits')] })
  })
})

describe('files beside an image', () => {
  const write = (name: string, side: number, values: Float32Array) => writeTestImage(join(data, name), side, values)

  beforeEach(() => {
    for (const i of [0, 1, 2, 3]) {
      write(`lr/l${i}.npy`, 16, blob(16, i))
      write(`hr/l${i}.npy`, 32, blob(32, i))
    }
  })

  it('are its weights: no weight, no data', async () => {
    write(
      'hr/l2_wht.npy',
      32,
      pixels(32, 32, (x, y) => (x < 3 && y < 2 ? 0 : 4)),
    )
    const { id, planes, samples } = await imported()
    expect(samples).toBe(4)
    expect(planes).toMatchObject({ error: { lr: 0, hr: 1 }, masked: { lr: 0, hr: 1 } })
    expect(await plane(id, 2, 'hr', 'error')).toEqual(pixels(32, 32, (x, y) => (x < 3 && y < 2 ? Number.NaN : 0.5)))
    expect((await plane(id, 2, 'hr', 'mask')).filter(value => value === 0)).toHaveLength(6)
  })

  it('are one PSF for all, kept once', async () => {
    const psf = pixels(5, 5, (x, y) => Math.exp(-((x - 2) ** 2) - (y - 2) ** 2))
    write('psf_lr.npy', 5, psf)
    const { id, planes } = await imported()
    expect(planes.psf).toEqual({ lr: 4, hr: 0 })
    expect(await plane(id, 3, 'lr', 'psf')).toEqual(psf)
    expect(readdirSync(join(folder.path, 'workspace', 'datasets', id, 'psf'))).toHaveLength(1)
  })

  it('that cannot be what they are called are left out with the reason', async () => {
    write('lr/l0_err.npy', 16, new Float32Array(256).fill(-1))
    write('lr/l1_err.npy', 8, new Float32Array(64).fill(1))
    write('lr/l2_psf.npy', 5, new Float32Array(25))
    const { planes, health, samples } = await imported()
    expect(samples).toBe(4)
    expect(planes).toMatchObject({ error: { lr: 0, hr: 0 }, psf: { lr: 0, hr: 0 } })
    expect(health.filter(({ kind }) => kind === 'plane').map(({ message }) => message)).toEqual([
      expect.stringMatching(/l0: The noise map l0_err.npy is not used: it has negative values/),
      expect.stringMatching(/l1: l1_err.npy is not used: it has 8 x 8 pixels, the image 16 x 16/),
      expect.stringMatching(/l2: The PSF l2_psf.npy is not used/),
    ])
  })

  it('mask what the statistics, the peak and the thumbnails are made of', async () => {
    const hot = blob(32, 1)
    hot[700] = 1e6
    write('hr/l1.npy', 32, hot)
    const before = await imported()
    const bright = async (id: string) => (await core.client.datasets.samples({ id })).samples[1].hrStats?.max
    const thumbnail = async (id: string) => {
      const response = await core.fetch(new Request(`http://subarc/thumbnail/dataset/${id}/1/hr?size=32`))
      return Buffer.from(await response.arrayBuffer())
    }
    expect(await bright(before.id)).toBe(1e6)
    write(
      'hr/l1_mask.npy',
      32,
      hot.map(value => (value > 10 ? 1 : 0)),
    )
    const after = await imported()
    expect(await bright(after.id)).toBeLessThan(4)
    expect(after.hash).not.toBe(before.hash)
    expect(await thumbnail(after.id)).not.toEqual(await thumbnail(before.id))
  })

  it('that leave too little of an image leave it out', async () => {
    write('lr/l0_mask.npy', 16, new Float32Array(256).fill(1))
    write(
      'hr/l1_mask.npy',
      32,
      pixels(32, 32, (x, y) => (x % 6 === 0 || y % 6 === 0 ? 1 : 0)),
    )
    const { samples, unpaired } = await imported()
    expect(samples).toBe(2)
    expect(unpaired.map(({ reason }) => reason)).toEqual([
      'LR has no pixel that counts: its masks leave none.',
      'Its masks leave no square of 7 x 7 HR pixels that all count.',
    ])
  })
})

describe('a mask of the HR images', () => {
  it('moves with them when they are registered', async () => {
    const at = (side: number, dx: number) =>
      pixels(
        side,
        side,
        (x, y) => 5 * Math.exp(-(((x + 0.5) / side - 0.5 - dx) ** 2 + ((y + 0.5) / side - 0.48) ** 2) / 0.02),
      )
    for (let i = 0; i < 3; i++) {
      writeTestImage(join(data, 'lr', `${i}.npy`), 32, at(32, 0))
      writeTestImage(join(data, 'hr', `${i}.npy`), 64, at(64, 2 / 64))
    }
    const flagged = 30 * 64 + 40
    writeTestImage(
      join(data, 'hr', '1_dq.npy'),
      64,
      pixels(64, 64, (x, y) => (y * 64 + x === flagged ? 1 : 0)),
    )
    const { id, calibration, scalingKind, offset } = await imported()
    expect(offset?.dx).toBeCloseTo(2, 1)
    expect([...(await plane(id, 1, 'hr', 'mask')).keys()].filter(i => i === flagged)).toHaveLength(1)
    await core.client.datasets.calibrate({ id, calibration, scalingKind, register: true })
    const moved = await plane(id, 1, 'hr', 'mask')
    const masked = [...moved.entries()].flatMap(([i, value]) => (value === 0 ? [[i % 64, Math.floor(i / 64)]] : []))
    // What was at 40 is at 38 now, and within Lanczos-3's reach of it a value is not its own.
    expect(Math.min(...masked.map(([x]) => x))).toBeGreaterThanOrEqual(35)
    expect(Math.max(...masked.map(([x]) => x))).toBeLessThanOrEqual(41)
    expect(masked).toContainEqual([38, 30])
  })
})

describe('HR images alone', () => {
  it('give the LR images that are made of them their masks', async () => {
    for (let i = 0; i < 3; i++) writeTestImage(join(data, `${i}.npy`), 32, blob(32, i))
    const holed = blob(32, 1)
    holed[33] = Number.NaN
    writeTestImage(join(data, '1.npy'), 32, holed)
    const degradation = { factor: 2, hrPsfFwhmPixels: 0, lrPsfFwhmPixels: 0, noiseSigma: 0, seed: 0 }
    const { id, planes } = await imported({ degradation })
    expect(planes.masked).toEqual({ lr: 1, hr: 1 })
    expect(await plane(id, 1, 'lr', 'mask')).toEqual(pixels(16, 16, (x, y) => (x === 0 && y === 0 ? 0 : 1)))
  })
})

describe('real lenses', () => {
  it.skipIf(testData === undefined)(
    `SLACS 0946+1006 is one image with its noise map, mask and PSF${noTestData}`,
    async () => {
      const dataset = await imported({}, testDataPath('fits-lenses', 'slacs0946+1006_HST'))
      expect(dataset).toMatchObject({
        samples: 1,
        lrSize: { width: 281, height: 281 },
        unpaired: [],
        planes: { error: { lr: 1, hr: 0 }, masked: { lr: 1, hr: 0 }, psf: { lr: 1, hr: 0 } },
      })
      expect(dataset.kinds.map(({ kind, role }) => `${kind} ${role}`).sort()).toEqual([
        'data science',
        'mask quality',
        'noise_map error',
        'psf psf',
      ])
      const error = await plane(dataset.id, 0, 'lr', 'error')
      expect([Math.min(...error), Math.max(...error)]).toEqual([
        Math.fround(0.009927134775957937),
        Math.fround(0.052458657336238466),
      ])
      expect(await plane(dataset.id, 0, 'lr', 'psf')).toHaveLength(21 * 21)
    },
  )

  it.skipIf(testData === undefined)(
    `the noise map of the COOLEST mock has negative values and is refused${noTestData}`,
    async () => {
      const dataset = await imported({}, testDataPath('fits-lenses', 'coolest_mock'))
      expect(dataset.samples).toBe(1)
      expect(dataset.planes.error.lr).toBe(0)
      expect(dataset.health.map(({ message }) => message).join()).toMatch(/noise_map.fits is not used: it has negative/)
    },
  )

  it.skipIf(testData === undefined)(`the bands of a survey stay images${noTestData}`, async () => {
    const dataset = await imported({}, testDataPath('fits-lenses', 'KiDS_test'))
    expect(dataset).toMatchObject({ samples: 3, unpaired: [], planes: { error: { lr: 0, hr: 0 } } })
  })

  it.skipIf(testData === undefined)(`PS1's missing pixels are its mask${noTestData}`, async () => {
    const { id, planes } = await imported({}, testDataPath('fits-lenses', 'PS1_test'))
    expect(planes.masked).toEqual({ lr: 1, hr: 0 })
    const { samples } = await core.client.datasets.samples({ id })
    expect(samples.map(({ lrPlanes }) => lrPlanes.masked)).toEqual([0, 0, 822])
  })
})
