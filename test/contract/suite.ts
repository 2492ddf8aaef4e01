import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { SubarcClient } from '../../main/contract/client.ts'
import { cutoutAddress, datasetImageRef, HEIGHT_HEADER, WIDTH_HEADER } from '../../main/contract/images.ts'
import type { Job } from '../../main/contract/jobs.ts'
import { writeFitsImage } from '../../main/formats/fits/write.ts'
import { readImageBytes } from '../../main/formats/readers.ts'
import { failure, finished, temporaryFolder, writeStudyPairs, writeTestFile } from '../support/core.ts'

/** A way to reach a core: what the suite needs of it. */
export interface Door {
  readonly client: SubarcClient
  /** Image bytes and uploads: a path below the origin. */
  fetch(path: string, init?: RequestInit): Promise<Response>
  close(): Promise<void>
}

/**
 * What every way to the core must do alike. `open` gets an empty folder for its workspace and opens it as a host
 * with registered folders ('web' or 'desktop') does.
 */
export function contractSuite(name: string, open: (workspacePath: string) => Promise<Door>): void {
  describe(`the contract, reached ${name}`, () => {
    const folder = temporaryFolder('contract')
    const data = join(folder.path, 'data')
    let door: Door
    let client: SubarcClient

    beforeAll(async () => {
      writeStudyPairs(data, 12)
      door = await open(join(folder.path, 'workspace'))
      client = door.client
    })
    afterAll(async () => {
      await door.close()
      folder.remove()
    })

    it('tells what it works on', async () => {
      const info = await client.workspace.info()
      expect(info.path).toBe(join(folder.path, 'workspace'))
      expect(info.freeBytes).toBeGreaterThan(0)
    })

    it('carries errors with their code, message and details', async () => {
      const error = await failure(client.datasets.get({ id: 'nothing' }))
      expect(error.code).toBe('not-found')
      expect(error.message).toContain('There is no dataset nothing.')
      expect(error.details).toEqual({ id: 'nothing' })
    })

    it('names the field that is wrong and what is allowed', async () => {
      const error = await failure(client.datasets.samples({ id: 'NOT AN ID', limit: 5000 }))
      expect(error.code).toBe('bad-input')
      expect(error.message).toContain('id: an id has lower-case letters')
      expect(error.details.fields).toMatchObject([{ field: 'id' }, { field: 'limit' }])
    })

    it('reads nothing outside of the registered folders', async () => {
      const error = await failure(client.datasets.scan({ source: { kind: 'folder', path: data } }))
      expect(error.code).toBe('forbidden')
      expect(error.message).toContain('Register')
    })

    it('imports, shows, splits and removes a dataset', async () => {
      await client.workspace.registerFolder({ path: data })
      const source = { kind: 'folder', path: data } as const
      const scan = await client.datasets.scan({ source })
      expect(scan).toMatchObject({ layout: 'study-simulated', lrSize: { width: 16, height: 16 }, unpaired: [] })
      expect(scan.pairs).toHaveLength(12)

      const { job, datasetId } = await client.datasets.import({ source, name: 'Blobs' })
      expect(await finished(client, job)).toMatchObject({ status: 'done', subjectId: datasetId, error: null })
      const dataset = await client.datasets.get({ id: datasetId })
      expect(dataset).toMatchObject({ name: 'Blobs', samples: 12, paired: true, factor: 2, state: 'ok' })

      const response = await door.fetch(`/pixels/${datasetImageRef(datasetId, 3, 'lr')}`)
      expect(response.status).toBe(200)
      expect([response.headers.get(WIDTH_HEADER), response.headers.get(HEIGHT_HEADER)]).toEqual(['16', '16'])
      const values = new Float32Array(await response.arrayBuffer())
      const { samples } = await client.datasets.samples({ id: datasetId, offset: 3, limit: 1 })
      expect(Math.max(...values)).toBeCloseTo(samples[0].lrStats.max ?? Number.NaN, 6)

      const split = await client.datasets.split({
        id: datasetId,
        ratios: { train: 4, validation: 1, test: 1 },
        seed: 7,
      })
      expect([split.train.length, split.validation.length, split.test.length]).toEqual([8, 2, 2])
      expect((await client.datasets.get({ id: datasetId })).split).toEqual(split)

      expect(await client.datasets.remove({ id: datasetId })).toEqual({ removed: true })
      expect(await client.datasets.remove({ id: datasetId })).toEqual({ removed: false })
      expect((await client.datasets.list()).map(({ id }) => id)).not.toContain(datasetId)
    })

    it('looks into FITS files of registered folders, and tells what is wrong with one', async () => {
      const path = join(data, 'two.fits')
      writeTestFile(path, writeFitsImage({ image: { width: 2, height: 1, data: Float32Array.of(1, Number.NaN) } }))
      const { hdus } = await client.fits.info({ path })
      expect(hdus).toMatchObject([{ shape: [1, 2], statistics: { min: 1, max: 1, mean: 1, first: [1, null] } }])
      expect((await client.fits.header({ path })).cards[0]).toMatch(/^SIMPLE {2}= {20}T/)
      expect(await client.fits.verify({ path })).toMatchObject({ valid: true, findings: [] })
      writeTestFile(path, 'a page of the web')
      expect((await client.fits.verify({ path })).valid).toBe(false)
      expect(await failure(client.fits.info({ path: '/etc/passwd' }))).toMatchObject({ code: 'forbidden' })
      rmSync(path)
    })

    it('takes the files that are dropped on a page', async () => {
      const { id } = await client.datasets.beginUpload()
      const bytes = new Uint8Array(readFileSync(join(data, 'HR', 'sample1.npy')))
      const upload = (path: string) => door.fetch(`/upload/${id}/${path}`, { method: 'POST', body: bytes })
      expect((await upload('HR/first%20lens.npy')).status).toBe(204)
      for (const path of ['..%2Fescape.npy', '%2Fetc%2Fpasswd', 'a/..%2F..%2Fb.npy', '.hidden', 'a%00b.npy']) {
        expect((await upload(path)).status).toBe(400)
      }
      const scan = await client.datasets.scan({ source: { kind: 'upload', id } })
      expect(scan.pairs.map(pair => pair.name)).toEqual(['first lens'])
    })

    it('streams the events of a job in order and ends with it', async () => {
      const [preset] = await client.simulate.presets()
      const simulation = {
        ...preset.simulation,
        hrPixels: 16,
        subsampling: 1,
        lr: { ...preset.simulation.lr, psf: { kind: 'gaussian' as const, fwhmArcsec: 0.2 } },
      }
      const { job, datasetId } = await client.simulate.start({ name: 'Small', simulation, count: 10, seed: 1 })
      const seen: { seq: number; status: Job['status'] }[] = []
      for await (const { seq, job: state } of await client.jobs.events({ id: job.id })) {
        seen.push({ seq, status: state.status })
      }
      expect(seen.map(({ seq }) => seq)).toEqual(seen.map((_, i) => i))
      expect(seen.at(-1)?.status).toBe('done')
      const rejoined: number[] = []
      for await (const { seq } of await client.jobs.events({ id: job.id, since: 0 })) rejoined.push(seq)
      expect(rejoined).toEqual(seen.slice(1).map(({ seq }) => seq))
      expect(await client.datasets.get({ id: datasetId })).toMatchObject({ kind: 'simulated', samples: 10 })
    })

    it('lets a client leave a stream that would never end', async () => {
      const controller = new AbortController()
      const stream = await client.jobs.watch(undefined, { signal: controller.signal })
      const waiting = stream.next().catch(() => ({ done: true }))
      controller.abort()
      expect((await waiting).done).toBe(true)
    })

    it('sends image bytes once and says afterwards that they are the same', async () => {
      const [{ id }] = await client.datasets.list()
      const path = `/thumbnail/${datasetImageRef(id, 0, 'hr')}?size=32`
      const first = await door.fetch(path)
      expect(first.headers.get('content-type')).toBe('image/png')
      expect((await first.arrayBuffer()).byteLength).toBeGreaterThan(100)
      const again = await door.fetch(path, { headers: { 'if-none-match': first.headers.get('etag') ?? '' } })
      expect(again.status).toBe(304)
    })

    it('cuts a part of an image out as FITS', async () => {
      const [{ id }] = await client.datasets.list()
      const response = await door.fetch(
        cutoutAddress(datasetImageRef(id, 0, 'hr'), { x: 3, y: 4, width: 5, height: 6 }),
      )
      expect(response.headers.get('content-type')).toBe('application/fits')
      const { image } = await readImageBytes(new Uint8Array(await response.arrayBuffer()), 'cutout.fits')
      expect([image.width, image.height]).toEqual([5, 6])
    })

    it('refuses what is malformed, too large, of the wrong kind or not there', async () => {
      const json = { 'content-type': 'application/json' }
      const status = async (path: string, init?: RequestInit) => (await door.fetch(path, init)).status
      expect(await status('/rpc/jobs/get', { method: 'POST', headers: json, body: '{' })).toBe(400)
      expect(await status('/rpc/jobs/get', { method: 'POST', headers: json, body: '7' })).toBe(400)
      expect(
        await status('/rpc/jobs/list', { method: 'POST', headers: { 'content-type': 'text/plain' }, body: '{}' }),
      ).toBe(415)
      expect(await status('/rpc/jobs/get', { method: 'POST', headers: json, body: `"${'x'.repeat(2 ** 20)}"` })).toBe(
        413,
      )
      expect(await status('/rpc/jobs/nothing', { method: 'POST', headers: json, body: '{}' })).toBe(404)
      expect(await status('/rpc/jobs/list')).toBe(405)
      expect(await status('/pixels/dataset/nothing/0/lr')).toBe(404)
      expect(await status('/pixels/nothing')).toBe(404)
      expect(await status('/pixels/x', { method: 'POST', body: '' })).toBe(405)
      expect(await status('/upload/nothing/a.npy', { method: 'POST', body: 'x' })).toBe(404)
    })
  })
}
