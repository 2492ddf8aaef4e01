import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { freeRunning } from '../../../../main/engine/control.ts'
import { reference } from '../../../../main/engine/devices/reference.ts'
import type { EngineEvent, TrainJob } from '../../../../main/engine/port.ts'
import { checkpointFile } from '../../../../main/engine/training/checkpoint.ts'
import { runTraining } from '../../../../main/engine/training/train.ts'
import { ofType, startEngine } from '../support/engine.ts'
import { temporaryFolder, tinyTrainJob, writePairs } from '../support/tinyRun.ts'

let temporary: Awaited<ReturnType<typeof temporaryFolder>>
beforeAll(async () => {
  temporary = await temporaryFolder()
})
afterAll(() => temporary.remove())

/** 6 steps an epoch, 2 epochs. */
async function twelveSteps(run: string, checkpointEverySeconds: number): Promise<TrainJob> {
  const job = await tinyTrainJob(temporary.folder, run, { epochs: 2, batchSize: 2, validateEveryEpochs: 1 })
  return { ...job, settings: { ...job.settings, checkpointEverySeconds } }
}

const EVERY_STEP = 1e-9
const NEVER = 1e9

describe('a run that is killed with SIGKILL in mid-epoch and resumed', () => {
  it('ends with the very bytes of a run that was never interrupted', async () => {
    const whole = await twelveSteps('whole', NEVER)
    expect((await startEngine(whole).exit).code).toBe(0)

    const killed = await twelveSteps('killed', EVERY_STEP)
    const first = startEngine(killed)
    await first.until(event => event.type === 'checkpoint' && event.step === 2)
    first.engine.kill()
    expect(await first.exit).toMatchObject({ signal: 'SIGKILL' })

    const second = startEngine({ ...killed, resume: true })
    expect((await second.exit).code).toBe(0)
    const [started] = ofType(second.events, 'started')
    expect(started.step).toBeGreaterThanOrEqual(2)
    expect(started.step % 6).not.toBe(0)
    expect(started.planChanged).toBeUndefined()
    expect(second.events.at(-1)).toMatchObject({ type: 'finished', reason: 'completed', step: 12 })

    for (const which of ['best', 'last'] as const) {
      const [a, b] = await Promise.all([whole, killed].map(job => readFile(checkpointFile(job.folder, which))))
      expect(b.equals(a), which).toBe(true)
    }
  })
})

describe('a resume that is refused', () => {
  let done: TrainJob
  beforeAll(async () => {
    done = await tinyTrainJob(temporary.folder, 'done', { epochs: 1, validateEveryEpochs: 1 })
    await train(done)
  })

  it('without a checkpoint says so', async () => {
    const fresh = await tinyTrainJob(temporary.folder, 'fresh', { epochs: 1 })
    await expect(train({ ...fresh, resume: true })).rejects.toMatchObject({ code: 'not-found' })
  })

  it('after a change of network names the tensors that do not fit', async () => {
    const other = { ...done, resume: true, network: { ...done.network, blocks: 2, channels: 3 } }
    await expect(train(other)).rejects.toThrow(
      /weights of another network than ResnetSISR x2: 2 blocks x 3 channels.*missing: residual_layer_list\.1\.0\.weight.*of another shape: conv1\.weight \(2x1x9x9 for 3x1x9x9\)/,
    )
  })

  it('after a change of settings or data names what differs', async () => {
    const hotter = { ...done, resume: true, settings: { ...done.settings, learningRate: 0.5, seed: 4 } }
    await expect(train(hotter)).rejects.toThrow(/other settings \(learningRate: 0.003, now 0.5; seed: 11, now 4\)/)
    const resplit = { ...done, resume: true, data: { ...done.data, train: done.data.train.slice(1) } }
    await expect(train(resplit)).rejects.toThrow(/other training data \(splitSha256/)
  })

  it('from the best checkpoint says that it holds no state of a run', async () => {
    const job = { ...done, resume: true, folder: join(temporary.folder, 'only-best') }
    await mkdir(join(job.folder, 'checkpoints'), { recursive: true })
    await copyFile(checkpointFile(done.folder, 'best'), checkpointFile(job.folder, 'last'))
    await expect(train(job)).rejects.toThrow(/holds weights but no state of a run/)
  })

  it('the same data in another folder are the same data, other pixels are not', async () => {
    const folder = join(temporary.folder, 'moved')
    await mkdir(folder)
    const moved = { ...done, resume: true, data: { ...done.data, ...(await writePairs(folder, 14)) } }
    expect((await train(moved)).at(-1)).toMatchObject({ type: 'finished' })
    const bytes = await readFile(moved.data.hr.file)
    bytes.writeFloatLE(0.5, bytes.length - 4)
    await writeFile(moved.data.hr.file, bytes)
    await expect(train(moved)).rejects.toThrow(/other training data \(hrSha256/)
  })

  it('a finished run resumes to its end at once', async () => {
    const events = await train({ ...done, resume: true })
    expect(events.map(event => event.type)).toEqual(['started', 'finished'])
  })

  it('a change of the execution plan is told, not refused', async () => {
    const events: EngineEvent[] = []
    const otherRuntime = {
      ...reference,
      createTrainer: async (...options: Parameters<typeof reference.createTrainer>) => {
        const trainer = await reference.createTrainer(...options)
        return { ...trainer, plan: { ...trainer.plan, tfjs: '9.0.0' } }
      },
    }
    await runTraining({ ...done, resume: true }, otherRuntime, { control: freeRunning, emit: e => events.push(e) })
    expect(ofType(events, 'started')[0].planChanged).toMatch(/tfjs: "4.22.0", now "9.0.0".*not bit for bit/)
  })
})

async function train(job: TrainJob): Promise<EngineEvent[]> {
  const events: EngineEvent[] = []
  await runTraining(job, reference, { control: freeRunning, emit: event => events.push(event) })
  return events
}
