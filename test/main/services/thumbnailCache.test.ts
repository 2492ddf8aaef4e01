import { readdirSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createThumbnailCache } from '../../../main/services/thumbnailCache.ts'
import { openWorkspace, type Workspace } from '../../../main/workspace/workspace.ts'
import { temporaryFolder } from '../../support/core.ts'

let folder: ReturnType<typeof temporaryFolder>
let workspace: Workspace
beforeEach(() => {
  folder = temporaryFolder('thumbnails')
  workspace = openWorkspace(folder.path)
})
afterEach(() => {
  workspace.close()
  folder.remove()
})

const picture = (length: number) => async () => new Uint8Array(length).fill(7)
const files = () => join(folder.path, 'cache', 'thumbnails')

it('makes a picture once, also when the workspace is opened again', async () => {
  await createThumbnailCache(workspace).get('a/96', picture(10))
  const again = await createThumbnailCache(workspace).get('a/96', () => Promise.reject(new Error('made twice')))
  expect([...again]).toEqual(Array(10).fill(7))
})

it('keeps pictures of different pixels and sizes apart', async () => {
  const cache = createThumbnailCache(workspace)
  const lengths = await Promise.all(
    ['a/96', 'a/192', 'b/96'].map(async (name, i) => (await cache.get(name, picture(i + 1))).length),
  )
  expect(lengths).toEqual([1, 2, 3])
})

it('lets the oldest pictures go when there are too many', async () => {
  const old = createThumbnailCache(workspace)
  await old.get('old', picture(600))
  const [oldest] = readdirSync(files())
  utimesSync(join(files(), oldest), new Date(0), new Date(0))
  await createThumbnailCache(workspace, 1000).get('new', picture(600))
  expect(readdirSync(files())).not.toContain(oldest)
  expect(readdirSync(files())).toHaveLength(1)
})
