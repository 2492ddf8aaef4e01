import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { EngineJob } from '../../../main/engine/port.ts'
import { defaultPreferences, readPreferences } from '../../../main/services/preferences.ts'
import { writeSetting } from '../../../main/workspace/settings.ts'
import { openWorkspace } from '../../../main/workspace/workspace.ts'
import { failure, openCore, temporaryFolder } from '../../support/core.ts'
import { openTestCore, simulateLenses, tinyTraining } from '../../support/trainingCore.ts'

describe('preferences', () => {
  const folder = temporaryFolder('preferences')
  afterAll(folder.remove)

  test('are the defaults at first, change one by one, and outlive the core', async () => {
    const path = join(folder.path, 'kept')
    const first = await openCore(path)
    expect(await first.client.preferences.get()).toEqual(defaultPreferences)
    await first.client.preferences.set({ language: 'de' })
    await first.client.preferences.set({ threads: 1, appearance: 'light' })
    await first.close()
    const second = await openCore(path)
    const kept = { ...defaultPreferences, language: 'de', threads: 1, appearance: 'light' }
    expect(await second.client.preferences.get()).toEqual(kept)
    await second.close()
  })

  test('are refused where they make no sense, and named', async () => {
    const core = await openCore(join(folder.path, 'refused'))
    const error = await failure(core.client.preferences.set({ threads: 0, memoryLimitBytes: 5 }))
    expect(error.code).toBe('bad-input')
    expect(error.details.fields).toMatchObject([{ field: 'threads' }, { field: 'memoryLimitBytes' }])
    await core.close()
  })

  test('that this version does not know are as if never chosen', () => {
    const workspace = openWorkspace(join(folder.path, 'newer'))
    writeSetting(workspace.db, 'preferences', { version: 1, language: 'tlh', threads: 2, sounds: true })
    expect(readPreferences(workspace.db)).toEqual({ ...defaultPreferences, threads: 2 })
    writeSetting(workspace.db, 'preferences', { version: 9, threads: 2 })
    expect(readPreferences(workspace.db)).toEqual(defaultPreferences)
    workspace.close()
  })
})

describe('what the preferences set', () => {
  const folder = temporaryFolder('preferences-engine')
  const jobs: EngineJob[] = []
  let core: Awaited<ReturnType<typeof openTestCore>>
  let datasetId: string

  beforeAll(async () => {
    const record: Parameters<typeof openTestCore>[1] = () => ({
      pid: undefined,
      send: command => {
        if (command.type === 'start') jobs.push(command.job)
      },
      onEvent: () => undefined,
      onExit: listener => void setTimeout(() => listener({ code: 1, signal: null }), 0),
      kill: () => undefined,
    })
    core = await openTestCore(join(folder.path, 'workspace'), record, () => 8 * 2 ** 30)
    datasetId = await simulateLenses(core.client, 10)
  })
  afterAll(async () => {
    await core.close()
    folder.remove()
  })

  const trained = async () => {
    jobs.length = 0
    await core.client.training.estimate({ datasetId, ...tinyTraining }).catch(() => undefined)
    return jobs
  }

  test('an engine gets as many threads as are allowed, and never more than there are', async () => {
    await core.client.preferences.set({ threads: 1 })
    expect((await trained()).find(job => 'threads' in job)).toMatchObject({ threads: 1 })
    await core.client.preferences.set({ threads: 1024 })
    expect((await trained()).find(job => 'threads' in job)).toMatchObject({ threads: availableParallelism() })
  })

  test('a plan of memory keeps to the limit', async () => {
    await core.client.preferences.set({ memoryLimitBytes: 300 * 2 ** 20 })
    const plan = (await trained()).find(job => job.kind === 'plan-memory')
    expect(plan).toMatchObject({ limitBytes: 300 * 2 ** 20 })
    await core.client.preferences.set({ memoryLimitBytes: null })
    expect((await trained()).find(job => job.kind === 'plan-memory')).toMatchObject({ limitBytes: 8 * 2 ** 30 })
  })
})
