import { existsSync, utimesSync } from 'node:fs'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createPyramidCache, sweepPyramids } from '../../../../main/services/views/pyramidCache.ts'
import { levelsBytes } from '../../../../main/services/views/pyramidFile.ts'
import { openWorkspace, type Workspace } from '../../../../main/workspace/workspace.ts'
import { temporaryFolder } from '../../../support/core.ts'

const SIZE = { width: 2000, height: 2500 }
const FACTS = { version: 1, ...SIZE, unpacked: false, min: -1, max: 7.5 } as const

let folder: ReturnType<typeof temporaryFolder>
let workspace: Workspace
beforeEach(() => {
  folder = temporaryFolder('pyramids')
  workspace = openWorkspace(folder.path)
})
afterEach(() => {
  workspace.close()
  folder.remove()
})

it('a pyramid is there when it is whole, and not before', async () => {
  const cache = createPyramidCache(workspace)
  await cache.begin('a', SIZE)
  expect(await cache.find('a')).toBeUndefined()
  await cache.finish('a', FACTS)
  expect(await cache.find('a')).toEqual(FACTS)
})

it('beyond the limit those go that were looked at longest ago', async () => {
  const cache = createPyramidCache(workspace, 2.5 * levelsBytes(SIZE))
  for (const [age, id] of ['a', 'b'].entries()) {
    await cache.begin(id, SIZE)
    await cache.finish(id, FACTS)
    utimesSync(cache.folder(id), age + 1, age + 1)
  }
  // Looking at the older one makes the other the oldest.
  await cache.find('a')
  await cache.begin('c', SIZE)
  await cache.finish('c', FACTS)
  expect(['a', 'b', 'c'].map(id => existsSync(cache.folder(id)))).toEqual([true, false, true])
})

it('what was not finished is swept when the workspace is opened again', async () => {
  const cache = createPyramidCache(workspace)
  const unfinished = await cache.begin('a', SIZE)
  await sweepPyramids(workspace)
  expect(existsSync(unfinished)).toBe(false)
})
