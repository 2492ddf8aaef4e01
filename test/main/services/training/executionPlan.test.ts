import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { errorFromCall } from '../../../../main/contract/client.ts'
import { AppError } from '../../../../main/domain/errors.ts'
import { launchEngine } from '../../../../main/engine/launch.ts'
import { parseSafetensors, writeSafetensors } from '../../../../main/formats/safetensors.ts'
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
let free = Number.MAX_SAFE_INTEGER
let core: TestCore
let datasetId: string

beforeAll(async () => {
  core = await openTestCore(folder.path, launchEngine, () => free)
  datasetId = await simulateLenses(core.client, 24)
})
afterAll(async () => {
  await core.close()
  folder.remove()
})

const checkpoint = (runId: string) => join(folder.path, 'runs', runId, 'checkpoints', 'last.safetensors')
const planIn = (runId: string) =>
  JSON.parse(parseSafetensors(readFileSync(checkpoint(runId))).metadata['subarc.run'] ?? '{}').plan

async function logOf(runId: string): Promise<string> {
  const lines = await core.client.runs.log({ id: runId })
  return lines.map(({ level, message }) => `${level}: ${message}`).join('\n')
}

async function stoppedRun(): Promise<string> {
  const { client } = core
  const settings = { ...tinyTraining.settings, epochs: 50 }
  const { job, runId } = await client.training.start({ ...tinyTraining, datasetId, settings })
  await eventOf(client, job, ({ training }) => training?.type === 'validation')
  await client.jobs.stop({ id: job.id })
  expect((await settled(client, job)).status).toBe('stopped')
  return runId
}

async function continueAndStop(runId: string): Promise<void> {
  const { job } = await core.client.training.continue({ runId })
  await eventOf(core.client, job, ({ training }) => training?.type === 'validation')
  await core.client.jobs.stop({ id: job.id })
  await settled(core.client, job)
}

describe('the execution plan of a run', () => {
  it('is in its checkpoint; going on under the same says nothing, under another says what is another', async () => {
    const runId = await stoppedRun()
    const plan = planIn(runId)
    expect(Object.keys(plan).sort()).toEqual(['block', 'compiler', 'device', 'processor', 'runtime', 'threads'])
    await continueAndStop(runId)
    expect(await logOf(runId)).not.toContain('execution plan')

    const { tensors, metadata } = parseSafetensors(readFileSync(checkpoint(runId)))
    const run = JSON.parse(metadata['subarc.run'] ?? '{}')
    const older = JSON.stringify({ ...run, plan: { ...run.plan, runtime: '1.2.3', block: 4096 } })
    writeFileSync(checkpoint(runId), writeSafetensors({ tensors, metadata: { ...metadata, 'subarc.run': older } }))
    await continueAndStop(runId)
    expect(await logOf(runId)).toMatch(
      /warning: The checkpoint was made under another execution plan \(.*runtime: "1\.2\.3", now .*\): the run goes on, but not bit for bit\./,
    )
    expect(planIn(runId)).toEqual(plan)
  })
})

describe('a training that does not fit as a whole', () => {
  const sized = (kind: 'edsr' | 'resnet-sisr') => ({
    ...tinyTraining,
    network: { kind, blocks: 4, channels: 32 },
    settings: { ...tinyTraining.settings, epochs: 1, batchSize: 12 },
  })

  it('goes through the network in parts where that changes nothing, says so, and goes on in the same', async () => {
    const { client } = core
    const request = { ...sized('edsr'), datasetId }
    const whole = await client.training.estimate(request)
    expect(whole.microBatch).toBeNull()
    free = whole.peakMemoryBytes - 2 ** 20
    try {
      expect((await client.training.estimate(request)).microBatch).toBeGreaterThan(0)
      const { job, runId } = await client.training.start(request)
      await endOf(client, job)
      const { data } = await client.runs.get({ id: runId })
      expect(data.microBatch).toBeLessThan(12)
      expect(planIn(runId)).toMatchObject({ microBatch: data.microBatch })
      expect(await logOf(runId)).toMatch(
        /info: A batch of 12 would take .* and .* are free: it goes through the network in parts of/,
      )
    } finally {
      free = Number.MAX_SAFE_INTEGER
    }
  })

  it('is refused with batch norm, which parts would change; the user may ask for them, and is told', async () => {
    const { client } = core
    const request = { ...sized('resnet-sisr'), datasetId }
    free = (await client.training.estimate(request)).peakMemoryBytes - 2 ** 20
    try {
      const refused = await client.training
        .start(request)
        .then(() => new AppError('internal', 'It was not refused.'), errorFromCall)
      const microBatch = Number(refused.details.microBatch)
      expect(refused).toMatchObject({ code: 'no-memory', message: expect.stringContaining('another training') })
      expect(microBatch).toBeGreaterThanOrEqual(2)
      const { job, runId } = await client.training.start({ ...request, microBatch })
      await endOf(client, job)
      expect(planIn(runId)).toMatchObject({ microBatch })
      expect(await logOf(runId)).toContain(
        `warning: Each batch of 12 goes through the network in parts of ${microBatch}`,
      )
    } finally {
      free = Number.MAX_SAFE_INTEGER
    }
  })

  it('cannot be cut into single images for batch norm', async () => {
    const { client } = core
    const { job } = await client.training.start({ ...sized('resnet-sisr'), datasetId, microBatch: 1 })
    const { error } = await settled(client, job)
    expect(error).toMatchObject({ code: 'bad-input', message: expect.stringContaining('at least 2') })
  })
})
