import { spawnSync } from 'node:child_process'
import { appendFileSync, mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it, vi } from 'vitest'
import {
  endOf,
  eventOf,
  openTestCore,
  simulateLenses,
  temporaryFolder,
  tinyTraining,
} from '../../../support/trainingCore.ts'

vi.setConfig({ testTimeout: 240_000 })

const folder = temporaryFolder()
const disk = join(folder.path, 'disk')
mkdirSync(disk)
const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=8m', 'tmpfs', disk]).status === 0

afterAll(() => {
  if (mounted) spawnSync('umount', ['-l', disk])
  folder.remove()
})

describe('training on a disk that fills up', () => {
  it.skipIf(!mounted)(
    `pauses with the reason, loses nothing, and goes on when there is room${mounted ? '' : ' (skipped: no tmpfs can be mounted here)'}`,
    async () => {
      const core = await openTestCore(join(disk, 'workspace'))
      try {
        const { client } = core
        const datasetId = await simulateLenses(client, 8)
        const settings = { ...tinyTraining.settings, epochs: 400, validateEveryEpochs: 100 }
        const { job, runId } = await client.training.start({ ...tinyTraining, datasetId, settings })
        await eventOf(client, job, ({ training }) => training?.type === 'step')
        const filler = join(disk, 'filler')
        fill(filler)

        const paused = await eventOf(client, job, event => event.job.status === 'paused')
        expect(paused?.job.pausedReason).toMatch(/disk is full/)
        rmSync(filler)
        await client.jobs.resume({ id: job.id })
        await endOf(client, job)
        const run = await client.runs.get({ id: runId })
        expect(run).toMatchObject({ status: 'done', epoch: 400 })
        const series = await client.runs.series({ id: runId, points: 2000 })
        expect(series.validation.epoch).toEqual([100, 200, 300, 400])
      } finally {
        await core.close()
      }
    },
  )
})

/** Takes every byte that is left. */
function fill(file: string): void {
  const block = Buffer.alloc(4096)
  try {
    for (;;) appendFileSync(file, block)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error
  }
}
