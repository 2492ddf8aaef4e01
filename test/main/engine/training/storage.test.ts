import { fork, spawnSync } from 'node:child_process'
import { chmod, mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import type { EngineEvent, TrainJob } from '../../../../main/engine/port.ts'
import { readLast } from '../../../../main/engine/training/checkpoint.ts'
import { ofType, startEngine } from '../support/engine.ts'
import { temporaryFolder, tinyTrainJob } from '../support/tinyRun.ts'

const temporary = await temporaryFolder()
await chmod(temporary.folder, 0o755)
const disk = join(temporary.folder, 'disk')
await mkdir(disk)
const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', disk]).status === 0
const isRoot = process.getuid?.() === 0

afterAll(async () => {
  if (mounted) spawnSync('umount', ['-l', disk])
  await temporary.remove()
})

const validated = { epochs: 3, validateEveryEpochs: 1 }

describe('a disk that refuses', () => {
  it.skipIf(!mounted)(
    `when full: the run pauses, keeps its last checkpoint whole, and goes on once there is space${mounted ? '' : ' (skipped: no tmpfs can be mounted here)'}`,
    async () => {
      const job = await tinyTrainJob(temporary.folder, 'whole', validated)
      const full: TrainJob = { ...job, folder: join(disk, 'run') }
      await mkdir(full.folder)
      const { engine, events, exit, until } = startEngine(full)
      await until(event => event.type === 'checkpoint' && event.which === 'last')
      await fill(join(disk, 'ballast'))
      const paused = await until(event => event.type === 'paused')
      expect(paused).toMatchObject({ reason: 'no-space', message: expect.stringMatching(/disk is full.*resume/) })
      const kept = await readLast(full.folder)
      expect(kept.state.step).toBeLessThanOrEqual(6)
      expect((await readdir(join(full.folder, 'checkpoints'))).filter(name => name.endsWith('.part'))).toEqual([])

      engine.send({ type: 'resume' })
      await until(event => event.type === 'paused' && ofType(events, 'paused').length === 2)
      await rm(join(disk, 'ballast'))
      engine.send({ type: 'resume' })
      await exit
      expect(events.at(-1)).toMatchObject({ type: 'finished', reason: 'completed', step: 9 })
      expect((await readLast(full.folder)).state.step).toBe(9)

      const whole = startEngine(job)
      await whole.exit
      expect((await readLast(full.folder)).state).toEqual((await readLast(job.folder)).state)
    },
  )

  it.skipIf(!isRoot)(
    `when read-only: the run pauses before its first step, and a stop ends it${isRoot ? '' : ' (skipped: needs root to become another user)'}`,
    async () => {
      const job = await tinyTrainJob(temporary.folder, 'protected', validated)
      await chmod(job.folder, 0o555)
      const entry = fileURLToPath(new URL('../../../../main/engine/worker/entry.ts', import.meta.url))
      const child = fork(entry, [], { execArgv: [], stdio: 'ignore', uid: 65534, gid: 65534 })
      const events: EngineEvent[] = []
      const exited = new Promise(resolve => child.on('exit', resolve))
      child.on('message', message => {
        const event = message as EngineEvent
        events.push(event)
        if (event.type === 'paused') child.send({ type: 'stop' })
      })
      child.send({ type: 'start', job })
      expect(await exited).toBe(0)
      expect(ofType(events, 'paused')[0]).toMatchObject({
        step: 0,
        message: expect.stringMatching(/No permission to write/),
      })
      expect(ofType(events, 'log')[0].message).toMatch(/Stopped without a new checkpoint/)
      expect(events.at(-1)).toMatchObject({ type: 'finished', reason: 'stopped' })
      expect(await readdir(job.folder)).toEqual([])
    },
  )
})

/** Writes until the disk is full. */
async function fill(file: string): Promise<void> {
  for (;;) {
    try {
      await writeFile(file, new Uint8Array(1024), { flag: 'a' })
    } catch {
      return
    }
  }
}
