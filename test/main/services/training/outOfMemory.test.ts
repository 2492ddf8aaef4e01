import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { describe, expect, it, vi } from 'vitest'
import { errorFromCall } from '../../../../main/contract/client.ts'
import { AppError } from '../../../../main/domain/errors.ts'
import { launchEngine } from '../../../../main/engine/launch.ts'
import type { EngineProcess } from '../../../../main/engine/port.ts'
import { openTestCore, settled, simulateLenses, temporaryFolder, tinyTraining } from '../../../support/trainingCore.ts'

vi.setConfig({ testTimeout: 240_000 })

const canLimit = spawnSync('prlimit', ['--version']).status === 0
const skipped = canLimit ? '' : ' (skipped: there is no prlimit here)'

/** Address space that a process has taken at most, in bytes. */
function mostAddresses(pid: number | undefined): number {
  const kibibytes = /^VmPeak:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
  return 1024 * Number(kibibytes)
}

const unexpected = () => new AppError('internal', 'It was not refused.')

const wide = { ...tinyTraining, network: { kind: 'resnet-sisr', blocks: 6, channels: 64 } } as const
const settings = (batchSize: number) => ({ ...tinyTraining.settings, epochs: 1, batchSize })

describe('a training that the system gives no more memory', () => {
  it.skipIf(!canLimit)(`says so, and offers a smaller batch${skipped}`, async () => {
    const folder = temporaryFolder()
    let limit: number | undefined
    let most = 0
    const launch = (): EngineProcess => {
      const engine = launchEngine()
      if (limit !== undefined) spawnSync('prlimit', ['--pid', String(engine.pid), `--as=${limit}`])
      engine.onEvent(event => {
        if (event.type === 'checkpoint') most = Math.max(most, mostAddresses(engine.pid))
      })
      return engine
    }
    const core = await openTestCore(folder.path, launch)
    try {
      const { client } = core
      const datasetId = await simulateLenses(client, 192)
      const small = await client.training.start({ ...tinyTraining, datasetId, settings: settings(16) })
      expect((await settled(client, small.job)).status).toBe('done')
      // Far more than anything but the activations, over 1 GiB of them, asks for: these are what is refused.
      limit = most + 512 * 2 ** 20

      const network = { blocks: 12, channels: 128 }
      const large = await client.training.start({ ...tinyTraining, network, datasetId, settings: settings(128) })
      const ended = await settled(client, large.job)
      expect(ended.error).toMatchObject({ code: 'no-memory', message: expect.stringMatching(/A batch of \d+ fits\.$/) })
      const batch = Number(ended.error?.details.largestBatch)
      expect(batch).toBeGreaterThanOrEqual(2)
      expect(batch).toBeLessThanOrEqual(64)
      const { error } = await client.runs.get({ id: large.runId })
      expect(error).toEqual(ended.error)
    } finally {
      await core.close()
      folder.remove()
    }
  })
})

describe('a training that needs more memory than is free', () => {
  it('is refused with the largest batch, which then trains; and is run where the user insists', async () => {
    const folder = temporaryFolder()
    let free = Number.MAX_SAFE_INTEGER
    const core = await openTestCore(folder.path, launchEngine, () => free)
    try {
      const { client } = core
      const datasetId = await simulateLenses(client, 24)
      const request = (batchSize: number) => ({ ...wide, datasetId, settings: settings(batchSize) })
      const planned = (batchSize: number) => client.training.estimate(request(batchSize))
      free = (await planned(6)).peakMemoryBytes

      const refused = { code: 'no-memory', details: expect.objectContaining({ largestBatch: expect.any(Number) }) }
      const error = await client.training.start(request(12)).then(unexpected, errorFromCall)
      expect(error).toMatchObject(refused)
      expect(error.message).toMatch(
        /would take .* GiB of memory at a batch of 12, and .* GiB are free\. A batch of \d+ fits/,
      )
      expect(await planned(12).then(unexpected, errorFromCall)).toMatchObject(refused)
      expect((await client.runs.list({})).total).toBe(0)

      const largestBatch = Number(error.details.largestBatch)
      expect(largestBatch).toBeGreaterThanOrEqual(4)
      expect(largestBatch).toBeLessThan(12)
      const fitting = await client.training.start(request(largestBatch))
      expect((await settled(client, fitting.job)).status).toBe('done')
      const insisted = await client.training.start({ ...request(12), ignoreMemory: true })
      expect((await settled(client, insisted.job)).status).toBe('done')
    } finally {
      await core.close()
      folder.remove()
    }
  })

  it('and waits behind another is measured when its turn comes', async () => {
    const folder = temporaryFolder()
    let free = Number.MAX_SAFE_INTEGER
    const core = await openTestCore(folder.path, launchEngine, () => free)
    try {
      const { client } = core
      const datasetId = await simulateLenses(client, 24)
      const first = await client.training.start({ ...tinyTraining, datasetId })
      const second = await client.training.start({ ...tinyTraining, datasetId })
      free = 2 ** 20
      expect((await settled(client, first.job)).status).toBe('done')
      const { status, error } = await settled(client, second.job)
      expect(status).toBe('failed')
      expect(error).toMatchObject({ code: 'no-memory', details: { largestBatch: null } })
      expect((await client.runs.get({ id: second.runId })).error).toEqual(error)
    } finally {
      await core.close()
      folder.remove()
    }
  })
})
