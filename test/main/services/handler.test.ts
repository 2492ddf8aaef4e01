import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Core } from '../../../main/services/core.ts'
import { failure, openCore, temporaryFolder, writeStudyPairs } from '../../support/core.ts'

let folder: ReturnType<typeof temporaryFolder>
let core: Core

beforeEach(async () => {
  folder = temporaryFolder('handler')
  core = await openCore(join(folder.path, 'workspace'))
})
afterEach(async () => {
  await core.close()
  folder.remove()
})

describe('the core', () => {
  it('answers what nobody expected without its inner parts, and logs it with them', async () => {
    const { DatabaseSync } = await import('node:sqlite')
    const db = new DatabaseSync(join(folder.path, 'workspace', 'subarc.db'))
    db.exec('DROP TABLE jobs')
    db.close()
    const error = await failure(core.client.jobs.list({}))
    expect(error).toMatchObject({ code: 'internal', details: {} })
    expect(error.message).not.toMatch(/sqlite|table|\//i)
    expect(readFileSync(join(folder.path, 'workspace', 'subarc.log'), 'utf8')).toMatch(/no such table: jobs[\s\S]*at /)
  })

  it('answers calls at the same time, and one body over the limit stops none of them', async () => {
    const calls = Array.from({ length: 20 }, () => core.client.workspace.info())
    const large = failure(core.client.workspace.browse({ path: 'x'.repeat(2 ** 21) }))
    expect((await Promise.all(calls)).length).toBe(20)
    expect((await large).message).toContain('over its limit')
  })

  it('gives the workspace back when it is closed, once', async () => {
    await Promise.all([core.close(), core.close()])
    expect(existsSync(join(folder.path, 'workspace', 'subarc.lock'))).toBe(false)
    core = await openCore(join(folder.path, 'workspace'))
  })

  it('a second one on the same workspace is told who holds it', async () => {
    core.publish({ address: '/run/subarc.sock' })
    const error = await failure(openCore(join(folder.path, 'workspace')))
    expect(error).toMatchObject({ code: 'conflict', details: { pid: process.pid, address: '/run/subarc.sock' } })
  })

  it('on the command line reads what its user can read, without registering it', async () => {
    writeStudyPairs(join(folder.path, 'data'), 2)
    const cli = await openCore(join(folder.path, 'other'), 'cli')
    const source = { kind: 'folder', path: join(folder.path, 'data') } as const
    expect((await cli.client.datasets.scan({ source })).pairs).toHaveLength(2)
    await cli.close()
  })
})

describe('registered folders', () => {
  it('are listed, browsed and forgotten', async () => {
    const data = join(folder.path, 'data')
    writeStudyPairs(data, 2)
    expect(await core.client.workspace.registerFolder({ path: data })).toEqual({ path: data })
    expect(await core.client.workspace.folders()).toMatchObject([{ path: data, present: true }])
    const { parent, entries } = await core.client.workspace.browse({ path: data })
    expect(parent).toBeNull()
    expect(entries.map(({ name, kind }) => [name, kind])).toEqual([
      ['HR', 'folder'],
      ['LR', 'folder'],
    ])
    const inside = await core.client.workspace.browse({ path: join(data, 'LR') })
    expect(inside.parent).toBe(data)
    expect(inside.entries[0]).toMatchObject({ name: 'sample1.npy', kind: 'file', readable: true })
    expect(await core.client.workspace.forgetFolder({ path: data })).toEqual({ removed: true })
    expect(await core.client.workspace.folders()).toEqual([])
  })

  it('must be folders that are there', async () => {
    const call = (path: string) => failure(core.client.workspace.registerFolder({ path }))
    expect((await call(join(folder.path, 'gone'))).code).toBe('not-found')
    expect((await call('relative/path')).code).toBe('bad-input')
    expect((await call(join(folder.path, 'workspace', 'subarc.db'))).message).toContain('is a file')
  })
})
