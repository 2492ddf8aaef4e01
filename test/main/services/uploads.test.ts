import { mkdirSync, readdirSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { failure, finished, openCore, temporaryFolder, writeStudyPairs } from '../../support/core.ts'

let folder: ReturnType<typeof temporaryFolder>
beforeEach(() => {
  folder = temporaryFolder('uploads')
})
afterEach(() => folder.remove())

describe('an upload', () => {
  it('stays while a dataset is made of it, and goes in a day where none was', async () => {
    const core = await openCore(folder.path)
    const { id: used } = await core.client.datasets.beginUpload()
    const { id: unused } = await core.client.datasets.beginUpload()
    writeStudyPairs(join(folder.path, 'uploads', used), 2)
    const source = { kind: 'upload', id: used } as const
    const { job, datasetId } = await core.client.datasets.import({ source, name: 'Dropped' })
    expect(await finished(core.client, job)).toMatchObject({ status: 'done' })
    await core.close()
    const longAgo = new Date(Date.now() - 48 * 3600 * 1000)
    for (const id of [used, unused]) utimesSync(join(folder.path, 'uploads', id), longAgo, longAgo)
    const later = await openCore(folder.path)
    expect(readdirSync(join(folder.path, 'uploads'))).toEqual([used])
    expect(await later.client.datasets.verify({ id: datasetId })).toMatchObject({ state: 'ok' })
    await later.close()
  })

  it('of another name than its own is not found, whatever the name', async () => {
    const core = await openCore(folder.path)
    mkdirSync(join(folder.path, 'uploads'), { recursive: true })
    for (const id of ['upload-none', '..', '%2e%2e']) {
      const response = await core.fetch(new Request(`http://subarc/upload/${id}/a.npy`, { method: 'PUT', body: 'x' }))
      expect(response.status).toBe(404)
    }
    expect((await failure(core.client.datasets.scan({ source: { kind: 'upload', id: 'none' } }))).code).toBe(
      'not-found',
    )
    await core.close()
  })

  it('is replaced when a file of the same name comes again, never mixed', async () => {
    const core = await openCore(folder.path)
    const { id } = await core.client.datasets.beginUpload()
    const send = (body: string) =>
      core.fetch(new Request(`http://subarc/upload/${id}/a/b.npy`, { method: 'POST', body }))
    await Promise.all([send('first'), send('second')])
    expect(readdirSync(join(folder.path, 'uploads', id, 'a'))).toEqual(['b.npy'])
    await core.close()
  })
})
