import { afterAll, beforeAll, expect, test } from 'vitest'
import type { SubarcClient } from '../../../../main/contract/client.ts'
import type { Core } from '../../../../main/services/core.ts'
import { failure, openCore, temporaryFolder } from '../../../support/core.ts'

const folder = temporaryFolder('views')
let core: Core
let client: SubarcClient

beforeAll(async () => {
  core = await openCore(folder.path)
  client = core.client
})
afterAll(async () => {
  await core.close()
  folder.remove()
})

const ADDRESS = '/compare?dataset=ds-1&stretch=log&region=circle+1+2+3&measure=1'

test('views are saved by name, listed in its order, renamed and deleted, and outlive the program', async () => {
  expect(await client.savedViews.list()).toEqual([])
  const ring = await client.savedViews.save({ name: '  Ring in log ', address: ADDRESS })
  const arc = await client.savedViews.save({ name: 'Arc', address: '/compare?dataset=ds-2' })
  expect(ring).toMatchObject({ name: 'Ring in log', address: ADDRESS })
  await client.savedViews.rename({ id: arc.id, name: 'The arc' })

  await core.close()
  core = await openCore(folder.path)
  client = core.client
  expect((await client.savedViews.list()).map(({ name, address }) => [name, address])).toEqual([
    ['Ring in log', ADDRESS],
    ['The arc', '/compare?dataset=ds-2'],
  ])
  expect(await client.savedViews.remove({ id: arc.id })).toEqual({ removed: true })
  expect(await client.savedViews.remove({ id: arc.id })).toEqual({ removed: false })
  expect((await client.savedViews.list()).map(view => view.id)).toEqual([ring.id])
})

test('a name is given once, and what is gone cannot be renamed', async () => {
  expect((await failure(client.savedViews.save({ name: 'Ring in log', address: ADDRESS }))).code).toBe('conflict')
  expect((await failure(client.savedViews.rename({ id: 'view-gone', name: 'x' }))).code).toBe('not-found')
})

test.each([
  'https://elsewhere.example/',
  '//elsewhere.example/',
  'compare',
  '/a b',
  '/\\elsewhere',
  `/${'x'.repeat(60_001)}`,
])('an address that is no place in the application is refused: %.30s', async address => {
  expect((await failure(client.savedViews.save({ name: 'bad', address }))).code).toBe('bad-input')
  expect((await failure(client.savedViews.remember({ page: 'compare', address }))).code).toBe('bad-input')
})

test('a page is opened as it was left', async () => {
  expect(await client.savedViews.recall({ page: 'compare' })).toEqual({ address: null })
  await client.savedViews.remember({ page: 'compare', address: ADDRESS })
  expect(await client.savedViews.recall({ page: 'compare' })).toEqual({ address: ADDRESS })
})
