import { appendFileSync, existsSync, mkdirSync, readdirSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { HEIGHT_HEADER, viewImageRef, WIDTH_HEADER } from '../../../../main/contract/images.ts'
import type { PlaneRef, PyramidState } from '../../../../main/contract/views.ts'
import type { FloatImage } from '../../../../main/domain/image.ts'
import { levelCount, levelSize, tileGrid, tileRect } from '../../../../main/domain/pyramid.ts'
import { writeFitsImage } from '../../../../main/formats/fits/write.ts'
import { writeNpy } from '../../../../main/formats/npy.ts'
import { writeNpz } from '../../../../main/formats/npz.ts'
import type { Core } from '../../../../main/services/core.ts'
import { failure, openCore, pixels, temporaryFolder } from '../../../support/core.ts'

/** More than MAX_WHOLE_PIXELS, more than one band of rows, and no side a multiple of a tile's. */
const SIZE = { width: 2051, height: 2303 }

/** A gradient, detail, and holes: some pixels of every level up to the third cover nothing finite. */
const data = pixels(SIZE.width, SIZE.height, (x, y) => {
  if (x % 97 === 0 || (x > 700 && x < 800 && y > 1000 && y < 1100)) return Number.NaN
  return x * 0.01 - y * 0.003 + ((x * 7 + y * 13) % 29)
})

const folder = temporaryFolder('views')
const workspace = join(folder.path, 'workspace')
const files = join(folder.path, 'files')
const plain = join(files, 'large image.npy')
const packed = join(files, 'large.fits.gz')
let core: Core

beforeAll(async () => {
  mkdirSync(files)
  writeFileSync(plain, writeNpy({ shape: [SIZE.height, SIZE.width], data }))
  writeFileSync(packed, gzipSync(writeFitsImage({ image: { ...SIZE, data } }), { level: 1 }))
  core = await openCore(workspace)
  await core.client.workspace.registerFolder({ path: files })
})
afterAll(async () => {
  await core.close()
  folder.remove()
})

async function planeOf(path: string, image = 0, plane = 0): Promise<PlaneRef> {
  const { key } = await core.client.views.open({ path })
  return { path, key, image, plane }
}

const get = (ref: PlaneRef, part: string, headers: Record<string, string> = {}) =>
  core.fetch(new Request(`http://subarc/pixels/${viewImageRef(ref, part)}`, { headers }))

async function read(ref: PlaneRef, part: string): Promise<FloatImage> {
  const response = await get(ref, part)
  if (!response.ok) throw new Error(await response.text())
  const width = Number(response.headers.get(WIDTH_HEADER))
  const height = Number(response.headers.get(HEIGHT_HEADER))
  return { width, height, data: new Float32Array(await response.arrayBuffer()) }
}

async function statesOf(ref: PlaneRef): Promise<PyramidState[]> {
  const states: PyramidState[] = []
  for await (const state of await core.client.views.pyramid(ref)) states.push(state)
  return states
}

/** The mean of the finite pixels under a pixel of a level, by its definition. */
function meanUnder(level: number, x: number, y: number): number {
  let sum = 0
  let count = 0
  const side = 2 ** level
  for (let v = y * side; v < Math.min(SIZE.height, (y + 1) * side); v++)
    for (let u = x * side; u < Math.min(SIZE.width, (x + 1) * side); u++) {
      const value = data[v * SIZE.width + u]
      if (!Number.isFinite(value)) continue
      sum += value
      count++
    }
  return Math.fround(sum / count)
}

/** Pixels of the tiles of all levels that are not what the definition says. */
async function wrongTilePixels(ref: PlaneRef): Promise<string[]> {
  const wrong: string[] = []
  for (let level = 0; level < levelCount(SIZE); level++) {
    const { columns, rows } = tileGrid(SIZE, level)
    for (let row = 0; row < rows; row++)
      for (let column = 0; column < columns; column++) {
        const rect = tileRect(SIZE, { level, column, row })
        const tile = await read(ref, `tile/${level}/${column}/${row}`)
        if (tile.width !== rect?.width || tile.height !== rect.height) throw new Error('a tile of another size')
        for (let i = 0; i < tile.data.length; i++) {
          const x = rect.x + (i % rect.width)
          const y = rect.y + Math.floor(i / rect.width)
          const expected = level === 0 ? data[y * SIZE.width + x] : meanUnder(level, x, y)
          const off = Math.abs(tile.data[i] - expected)
          if (!Object.is(tile.data[i], expected) && !(off <= 1e-6 * Math.abs(expected)))
            wrong.push(`level ${level} (${x}, ${y}): ${tile.data[i]}, not ${expected}`)
        }
      }
  }
  return wrong.slice(0, 5)
}

describe('a large image', () => {
  for (const [what, path] of [
    ['of a file that is read in parts', plain],
    ['of a packed file', packed],
  ] as const) {
    it(`${what} is a pyramid of tiles, each pixel the mean of the finite ones below it`, async () => {
      const ref = await planeOf(path)
      const states = await statesOf(ref)
      expect(states.at(-1)).toEqual({ rowsReady: SIZE.height, height: SIZE.height, done: true, error: null })
      expect(levelSize(SIZE, levelCount(SIZE) - 1)).toEqual({ width: 257, height: 288 })
      expect(await wrongTilePixels(ref)).toEqual([])
    })
  }

  it('is described with its size and that it comes in tiles', async () => {
    expect(await core.client.views.open({ path: plain })).toMatchObject({
      name: 'large image.npy',
      format: 'npy',
      suggested: 0,
      images: [{ index: 0, dtype: 'float32', size: SIZE, planes: 1, tiled: true }],
    })
  })

  it('gives a tile before its pyramid was asked for, and any part of its own values', async () => {
    const ref = await planeOf(plain)
    const cut = await read(ref, 'cut/690/998/30/10')
    const expected = Array.from(
      { length: 300 },
      (_, i) => data[(998 + Math.floor(i / 30)) * SIZE.width + 690 + (i % 30)],
    )
    expect([...cut.data]).toEqual(expected)
    expect((await get(ref, 'cut/2040/0/30/10')).status).toBe(400)
    expect((await get(ref, 'tile/0/5/0')).status).toBe(404)
    expect((await get(ref, 'tile/9/0/0')).status).toBe(404)
  })

  it('has a preview of its own pixels, and a sample in order with the extremes of the whole', async () => {
    const ref = await planeOf(plain)
    const preview = await read(ref, 'preview')
    expect([preview.width, preview.height]).toEqual([684, 768])
    expect(preview.data[10 * 684 + 20]).toBe(data[31 * SIZE.width + 61])
    const finite = data.filter(Number.isFinite).sort()
    const whole = (await read(ref, 'sample/full')).data
    expect([whole[0], whole.at(-1)]).toEqual([finite[0], finite.at(-1)])
    expect(whole.every((v, i) => i === 0 || v >= whole[i - 1])).toBe(true)
    const median = whole[whole.length >> 1]
    expect(Math.abs(median - finite[finite.length >> 1])).toBeLessThan(0.1)
  })

  it('may be kept by the browser for ever, and is told apart once its file has changed', async () => {
    const ref = await planeOf(plain)
    const response = await get(ref, 'tile/1/0/0')
    expect(response.headers.get('cache-control')).toContain('immutable')
    const etag = response.headers.get('etag') ?? ''
    expect((await get(ref, 'tile/1/0/0', { 'if-none-match': etag })).status).toBe(304)
    const later = new Date(Date.now() + 60_000)
    utimesSync(plain, later, later)
    expect((await get(ref, 'tile/1/0/0')).status).toBe(409)
    expect((await planeOf(plain)).key).not.toBe(ref.key)
  })

  it('keeps its pyramid over a restart, and nothing of one that was not finished', async () => {
    const ref = await planeOf(plain)
    await statesOf(ref)
    await core.close()
    const cache = join(workspace, 'cache', 'views')
    const kept = readdirSync(cache).sort()
    mkdirSync(join(cache, 'half.part'))
    core = await openCore(workspace)
    expect(readdirSync(cache).sort()).toEqual(kept)
    // None is made again: there is nothing between nothing known and everything there.
    expect((await statesOf(ref)).map(({ rowsReady }) => rowsReady).filter(Boolean)).toEqual([SIZE.height])
  })
})

describe('any file', () => {
  it('is opened only inside of the folders that may be read', async () => {
    const outside = join(folder.path, 'secret.npy')
    writeFileSync(outside, writeNpy({ shape: [2, 2], data: Float32Array.of(1, 2, 3, 4) }))
    expect((await failure(core.client.views.open({ path: outside }))).code).toBe('forbidden')
    const ref = { ...(await planeOf(plain)), path: outside }
    expect((await get(ref, 'whole')).status).toBe(403)
    expect((await get({ ...ref, path: join(files, '..', 'secret.npy') }, 'whole')).status).toBe(403)
  })

  it('of arrays lists each, with the ones that are no images', async () => {
    const path = join(files, 'arrays.npz')
    const cube = Float32Array.from({ length: 24 }, (_, i) => i)
    writeFileSync(path, writeNpz({ flux: { shape: [2, 3, 4], data: cube }, redshift: { shape: [24], data: cube } }))
    const { images, suggested } = await core.client.views.open({ path })
    expect(suggested).toBe(0)
    expect(images).toMatchObject([
      { name: 'flux', size: { width: 4, height: 3 }, planes: 2 },
      { name: 'redshift', size: null, planes: 0 },
    ])
    expect([...(await read(await planeOf(path, 0, 1), 'whole')).data]).toEqual([...cube.subarray(12)])
    expect((await get(await planeOf(path, 0, 2), 'whole')).status).toBe(404)
    expect((await get(await planeOf(path, 1, 0), 'whole')).status).toBe(404)
  })

  it('that is damaged is refused with its name and the reason', async () => {
    const path = join(files, 'cut.fits')
    writeFileSync(path, 'SIMPLE  =                    T')
    const error = await failure(core.client.views.open({ path }))
    expect(error.code).toBe('bad-input')
    expect(error.message).toContain('no END card')
  })

  it('is remembered, the latest first, as long as it is there', async () => {
    await planeOf(packed)
    await planeOf(plain)
    const recent = await core.client.views.recent()
    expect(recent.slice(0, 2).map(({ name }) => name)).toEqual(['large image.npy', 'large.fits.gz'])
    expect(recent.every(({ path }) => existsSync(path))).toBe(true)
  })

  it('of a folder or a drop is listed if it may be an image', async () => {
    appendFileSync(join(files, 'notes.txt'), 'seeing 0.8')
    const { paths, truncated } = await core.client.views.files({ source: { kind: 'folder', path: files } })
    expect(paths.map(path => path.slice(files.length + 1))).toEqual([
      'arrays.npz',
      'cut.fits',
      'large image.npy',
      'large.fits.gz',
    ])
    expect(truncated).toBe(false)
  })
})
