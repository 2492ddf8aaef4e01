import { fork } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { parseSafetensors } from '../../../../main/formats/safetensors.ts'
import {
  endOf,
  eventOf,
  openTestCore,
  settled,
  simulateLenses,
  type TestCore,
  temporaryFolder,
  tinyTraining,
} from '../../../support/trainingCore.ts'

vi.setConfig({ testTimeout: 240_000 })

const folder = temporaryFolder()
const settings = { ...tinyTraining.settings, epochs: 6, seed: 5 }
let core: TestCore
let datasetId: string

beforeAll(async () => {
  core = await openTestCore(folder.path)
  datasetId = await simulateLenses(core.client, 16)
})
afterAll(async () => {
  await core.close()
  folder.remove()
})

/** Every number of a checkpoint, the optimizer's included, by name. */
function numbersOf(runId: string, which: 'best' | 'last') {
  const file = join(folder.path, 'runs', runId, 'checkpoints', `${which}.safetensors`)
  const { tensors } = parseSafetensors(readFileSync(file))
  return Object.fromEntries(tensors.map(({ name, data }) => [name, Buffer.from(data.buffer).toString('hex')]))
}

describe('a run whose engine is killed', () => {
  it('shows as interrupted, says why, and goes on to the very weights and numbers of an undisturbed run', async () => {
    const { client } = core
    const whole = await client.training.start({ ...tinyTraining, datasetId, settings })
    await endOf(client, whole.job)

    const { job, runId } = await client.training.start({ ...tinyTraining, datasetId, settings })
    await eventOf(client, job, ({ training }) => training?.type === 'validation' && training.epoch === 3)
    process.kill(core.engines.at(-1)?.pid ?? 0, 'SIGKILL')
    const ended = await settled(client, job)
    expect(ended).toMatchObject({ status: 'failed', error: { details: { signal: 'SIGKILL' } } })

    const interrupted = await client.runs.get({ id: runId })
    expect(interrupted.status).toBe('interrupted')
    expect(interrupted.error?.message).toContain(
      'as a rule the system does that when memory runs out. A batch of 2 fits.',
    )
    expect(interrupted.checkpoints.map(checkpoint => checkpoint.which)).toContain('last')

    const again = await client.training.continue({ runId })
    await endOf(client, again.job)
    expect(await client.runs.get({ id: runId })).toMatchObject({ status: 'done', error: null, step: 18, epoch: 6 })
    expect(numbersOf(runId, 'last')).toEqual(numbersOf(whole.runId, 'last'))
    expect(numbersOf(runId, 'best')).toEqual(numbersOf(whole.runId, 'best'))

    const series = (id: string) => client.runs.series({ id, points: 1000 })
    const [resumed, undisturbed] = [await series(runId), await series(whole.runId)]
    expect(resumed.validation).toEqual(undisturbed.validation)
    const log = await client.runs.log({ id: runId })
    expect(log.map(line => line.message).join('\n')).toMatch(/Training goes on from step \d+/)
  })

  it('refuses to go on with data that were split anew', async () => {
    const { client } = core
    const { job, runId } = await client.training.start({
      ...tinyTraining,
      datasetId,
      settings: { ...settings, epochs: 50 },
    })
    await eventOf(client, job, ({ training }) => training?.type === 'validation')
    await client.jobs.stop({ id: job.id })
    expect((await settled(client, job)).status).toBe('stopped')
    const before = await client.datasets.get({ id: datasetId })
    await client.datasets.split({ id: datasetId, seed: 99 })
    await expect(client.training.continue({ runId })).rejects.toThrow(/was split anew/)
    await client.datasets.split({ id: datasetId, seed: before.split?.seed ?? 0 })
    const going = await client.training.continue({ runId })
    await client.jobs.stop({ id: going.job.id })
    await settled(client, going.job)
  })
})

describe('a run whose whole application is killed', () => {
  it('is found interrupted, never running, and goes on', async () => {
    const own = temporaryFolder()
    const child = fork(new URL('./killedApplication.ts', import.meta.url), [own.path], { execArgv: [] })
    const [runId] = await once(child, 'message')
    child.kill('SIGKILL')
    await once(child, 'exit')

    const reopened = await openTestCore(own.path)
    try {
      const run = await reopened.client.runs.get({ id: String(runId) })
      expect(run.status).toBe('interrupted')
      expect(run.error?.message).toContain('went down')
      expect(await reopened.client.jobs.list({ active: true })).toEqual([])
      const { job } = await reopened.client.training.continue({ runId: run.id })
      await eventOf(reopened.client, job, ({ training }) => training?.type === 'validation')
      expect((await reopened.client.runs.get({ id: run.id })).status).toBe('running')
      await reopened.client.jobs.stop({ id: job.id })
      await settled(reopened.client, job)
    } finally {
      await reopened.close()
      own.remove()
    }
  })
})
