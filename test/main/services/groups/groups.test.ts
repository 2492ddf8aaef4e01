import { fork } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { GroupDetail } from '../../../../main/contract/groups.ts'
import type { Job } from '../../../../main/contract/jobs.ts'
import { parseSafetensors } from '../../../../main/formats/safetensors.ts'
import { findGroup, saveGroup } from '../../../../main/workspace/groups.ts'
import { openWorkspace } from '../../../../main/workspace/workspace.ts'
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
import { tinyStages } from './tinyRecipe.ts'

vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 })

const folder = temporaryFolder()
let core: TestCore
let datasetId: string

beforeAll(async () => {
  core = await openTestCore(folder.path)
  datasetId = await simulateLenses(core.client, 12)
})
afterAll(async () => {
  await core.close()
  folder.remove()
})

const weights = (runId: string) =>
  parseSafetensors(readFileSync(join(folder.path, 'runs', runId, 'checkpoints', 'best.safetensors'))).tensors

/** The training of a group that begins next, or is under way. */
async function childOf(group: GroupDetail['id'], accepts: (job: Job) => boolean): Promise<Job> {
  for await (const job of await core.client.jobs.watch()) if (job.kind === 'train' && accepts(job)) return job
  throw new Error(`No training of ${group} began.`)
}

describe('a recipe of two stages', () => {
  let group: GroupDetail

  beforeAll(async () => {
    const { job, groupId } = await core.client.groups.startRecipe(tinyStages(datasetId, 2))
    await endOf(core.client, job)
    group = await core.client.groups.get({ id: groupId })
  })

  it('trains one after the other by one start, each on its task', async () => {
    expect(group).toMatchObject({ kind: 'recipe', status: 'done', runs: 2, done: 2 })
    const members = group.trials[0].members
    expect(members.map(member => [member.stage, member.status])).toEqual([
      ['denoiser', 'done'],
      ['sr', 'done'],
    ])
    const [denoiser, sr] = await Promise.all(members.map(({ runId }) => core.client.runs.get({ id: runId ?? '' })))
    expect(denoiser).toMatchObject({ network: 'Denoiser 1 x 4', groupId: group.id, config: { task: 'denoise' } })
    expect(denoiser.best?.psnr).toBeGreaterThan(10)
    expect(sr).toMatchObject({
      network: 'Denoiser 1 x 4, then ResnetSISR 1 x 4, x2',
      groupId: group.id,
      config: { stage: 'sr', task: 'super-resolve' },
      parents: [{ role: 'frozen-front', runId: denoiser.id, checkpoint: 'best' }],
    })
    expect(sr.parents[0].sha256).toBe(denoiser.checkpoints.find(({ which }) => which === 'best')?.sha256)
  })

  it('freezes the first: its weights and statistics are those of its run, bit for bit', () => {
    const [denoiser, sr] = group.trials[0].members.map(({ runId }) => weights(runId ?? ''))
    const front = sr.filter(({ name }) => name.startsWith('denoiser.'))
    expect(front.map(({ name, data }) => [name.slice('denoiser.'.length), data])).toEqual(
      denoiser.map(({ name, data }) => [name, data]),
    )
    expect(sr.length).toBeGreaterThan(front.length)
  })

  it('is applied and scored as one network, while a denoiser alone is not scored against HR images', async () => {
    const [denoiser, sr] = group.trials[0].members.map(({ runId }) => runId ?? '')
    const { job, evaluationId } = await core.client.evaluations.start({ runId: sr, side: 'validation' })
    await endOf(core.client, job)
    const { methods } = await core.client.evaluations.get({ id: evaluationId })
    expect(methods.map(({ id }) => id)).toContain('network')
    await expect(core.client.evaluations.start({ runId: denoiser, side: 'validation' })).rejects.toThrow(
      /is a denoiser/,
    )
  })

  it('takes a run for a stage that has been trained before', async () => {
    const denoiser = group.trials[0].members[0].runId ?? ''
    const request = { ...tinyStages(datasetId, 2), parents: { denoiser } }
    const { job, groupId } = await core.client.groups.startRecipe(request)
    await endOf(core.client, job)
    const again = await core.client.groups.get({ id: groupId })
    expect(again.trials[0].members[0].runId).toBe(denoiser)
    expect(again.done).toBe(2)
  })

  it('is not begun in its midst without what comes before', async () => {
    const start = core.client.training.start({ datasetId, presetId: 'denoised-sisr-1' })
    await expect(start).rejects.toThrow(/begins from a run of its stage "denoiser"/)
  })

  it('that is stopped goes on where it stood', async () => {
    const request = tinyStages(datasetId, 2)
    const long = { ...request, changes: { ...request.changes, 'sr.epochs': 1000, 'sr.earlyStopPatience': 1000 } }
    const { job, groupId } = await core.client.groups.startRecipe(long)
    const child = await childOf(groupId, ({ title, status }) => title.endsWith(': sr') && status === 'running')
    await eventOf(core.client, child, ({ training }) => training?.type === 'validation' && training.epoch > 1)
    await core.client.jobs.stop({ id: job.id })
    expect((await settled(core.client, job)).status).toBe('stopped')
    const stopped = await core.client.groups.get({ id: groupId })
    expect(stopped.trials[0].members.map(({ status }) => status)).toEqual(['done', 'stopped'])

    const going = await core.client.groups.continue({ id: groupId })
    const second = await childOf(groupId, ({ title, status }) => title.endsWith(': sr') && status === 'running')
    expect(second.subjectId).toBe(stopped.trials[0].members[1].runId)
    await eventOf(core.client, second, ({ training }) => training?.type === 'validation' && training.epoch > 2)
    await core.client.jobs.stop({ id: going.job.id })
    await settled(core.client, going.job)
  })
})

describe('a sweep', () => {
  const small = { device: tinyTraining.device, changes: { channels: 4, batch: 4, epochs: 2 } }

  it('trains each combination with each seed and sums them up, best first', async () => {
    const { job, groupId } = await core.client.groups.startSweep({
      datasetId,
      ...small,
      axes: [{ field: 'rate', values: [1e-6, 3e-3] }],
      seeds: 2,
    })
    await endOf(core.client, job)
    const sweep = await core.client.groups.get({ id: groupId })
    expect(sweep).toMatchObject({ kind: 'sweep', runs: 4, done: 4, fields: ['rate'] })
    expect(sweep.summary.map(row => row.done)).toEqual([2, 2])
    const [best, worst] = sweep.summary
    expect(best.psnr?.mean).toBeGreaterThan(worst.psnr?.mean ?? Number.POSITIVE_INFINITY)
    expect(best.psnr?.spread).toBeGreaterThan(0)
    const runs = await Promise.all(best.runIds.map(id => core.client.runs.get({ id })))
    expect(runs.map(run => run.seed)).toEqual([0, 1])
    const mean = (runs[0].best?.psnr ?? 0) / 2 + (runs[1].best?.psnr ?? 0) / 2
    expect(best.psnr?.mean).toBeCloseTo(mean, 10)
  })

  it('goes on where one run was stopped, and comes back to it when it is continued', async () => {
    const { job, groupId } = await core.client.groups.startSweep({
      datasetId,
      device: tinyTraining.device,
      changes: { channels: 4, batch: 4 },
      axes: [{ field: 'epochs', values: [500, 2] }],
    })
    const child = await childOf(groupId, ({ status }) => status === 'running')
    await core.client.jobs.stop({ id: child.id })
    const ended = await settled(core.client, job)
    expect(ended).toMatchObject({ status: 'stopped', error: { code: 'stopped' } })
    const sweep = await core.client.groups.get({ id: groupId })
    expect(sweep.trials.map(trial => trial.members[0].status)).toEqual(['stopped', 'done'])

    const going = await core.client.groups.continue({ id: groupId })
    const again = await childOf(groupId, ({ status }) => status === 'running')
    expect(again.subjectId).toBe(sweep.trials[0].members[0].runId)
    await core.client.jobs.stop({ id: going.job.id })
    await settled(core.client, going.job)
  })

  it('pauses and resumes with its run', async () => {
    const { job } = await core.client.groups.startSweep({
      datasetId,
      ...small,
      changes: { channels: 4, batch: 4, epochs: 2000 },
      seeds: 2,
    })
    await core.client.jobs.pause({ id: job.id })
    await eventOf(core.client, job, event => event.job.status === 'paused')
    expect((await core.client.jobs.list({ active: true })).find(({ kind }) => kind === 'train')?.status).toBe('paused')
    await core.client.jobs.resume({ id: job.id })
    await eventOf(
      core.client,
      job,
      event => event.job.status === 'running' && event.job.pending === null && event.seq > 3,
    )
    await core.client.jobs.stop({ id: job.id })
    await settled(core.client, job)
  })

  it('is refused as a whole before anything begins', async () => {
    const runs = async () => (await core.client.runs.list({})).total
    const before = await runs()
    const start = (axes: { field: string; values: unknown[] }[]) => core.client.groups.startSweep({ datasetId, axes })
    await expect(start([{ field: 'bloks', values: [1, 2] }])).rejects.toThrow(/has no field "bloks"/)
    await expect(start([{ field: 'channels', values: [8, 'wide'] }])).rejects.toThrow(/channels cannot be "wide"/)
    await expect(start([{ field: 'magnification', values: [2, 3] }])).rejects.toThrow(/magnify 3 times/)
    expect(await runs()).toBe(before)
  })
})

describe('a group whose whole application is killed', () => {
  it('within a stage is found interrupted and goes on: the first stage stays, the second goes on from its checkpoint', async () => {
    const own = temporaryFolder()
    const child = fork(new URL('./killedGroup.ts', import.meta.url), [own.path], { execArgv: [] })
    const [message] = await once(child, 'message')
    child.kill('SIGKILL')
    await once(child, 'exit')
    const id = String(message)

    const reopened = await openTestCore(own.path)
    try {
      const { client } = reopened
      const found = await client.groups.get({ id })
      expect(found.status).toBe('interrupted')
      expect(found.trials[0].members.map(({ status }) => status)).toEqual(['done', 'interrupted'])
      const { job } = await client.groups.continue({ id })
      for await (const one of await client.jobs.watch()) {
        if (one.kind !== 'train' || one.status !== 'running') continue
        expect(one.subjectId).toBe(found.trials[0].members[1].runId)
        await eventOf(client, one, ({ training }) => training?.type === 'validation')
        break
      }
      const run = await client.runs.get({ id: found.trials[0].members[1].runId ?? '' })
      expect(run.epoch).toBeGreaterThan(2)
      await client.jobs.stop({ id: job.id })
      await settled(client, job)
    } finally {
      await reopened.close()
      own.remove()
    }
  })

  it('between two stages begins the next one, from the run before', async () => {
    const own = temporaryFolder()
    const first = await openTestCore(own.path)
    const dataset = await simulateLenses(first.client, 10)
    const { job, groupId } = await first.client.groups.startRecipe(tinyStages(dataset, 2))
    await endOf(first.client, job)
    await first.close()
    // As a process leaves it that dies when the first stage is done and the second is not written down yet.
    const workspace = openWorkspace(own.path)
    const group = findGroup(workspace.db, groupId)
    if (!group) throw new Error('The group is gone.')
    const [denoiser, sr] = group.trials[0].members
    saveGroup(workspace.db, {
      ...group,
      status: 'running',
      trials: [{ ...group.trials[0], members: [denoiser, { ...sr, runId: null }] }],
    })
    workspace.close()

    const reopened = await openTestCore(own.path)
    try {
      const { client } = reopened
      expect(await client.groups.get({ id: groupId })).toMatchObject({ status: 'interrupted', done: 1 })
      await endOf(client, (await client.groups.continue({ id: groupId })).job)
      const done = await client.groups.get({ id: groupId })
      expect(done).toMatchObject({ status: 'done', done: 2 })
      const run = await client.runs.get({ id: done.trials[0].members[1].runId ?? '' })
      expect(run.parents.map(({ runId }) => runId)).toEqual([denoiser.runId])
      expect(run.id).not.toBe(sr.runId)
    } finally {
      await reopened.close()
      own.remove()
    }
  })
})
