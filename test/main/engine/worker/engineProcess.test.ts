import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { forkEngine } from '../../../../main/engine/launch.ts'
import type { EngineEvent, EngineJob, TrainJob } from '../../../../main/engine/port.ts'
import { readLast } from '../../../../main/engine/training/checkpoint.ts'
import { ofType, startEngine } from '../support/engine.ts'
import { temporaryFolder, tinyTrainJob } from '../support/tinyRun.ts'

let temporary: Awaited<ReturnType<typeof temporaryFolder>>
beforeAll(async () => {
  temporary = await temporaryFolder()
})
afterAll(() => temporary.remove())

/** Longer than any of these tests: it ends only because it is told to. */
function endless(run: string): Promise<TrainJob> {
  return tinyTrainJob(temporary.folder, run, { epochs: 1_000_000, validateEveryEpochs: 1_000_000 })
}

const isStep = (event: EngineEvent) => event.type === 'step'

describe('an engine process', () => {
  it('pauses at the next step, resumes, and stops with a checkpoint of the step it reached', async () => {
    const job = await endless('paused')
    const { engine, events, exit, until } = startEngine(job)
    await until(isStep)
    engine.send({ type: 'pause' })
    const paused = await until(event => event.type === 'paused')
    expect(paused).toMatchObject({ reason: 'user' })
    const stepsBefore = ofType(events, 'step').length
    engine.send({ type: 'resume' })
    await until(event => event.type === 'resumed')
    await until(event => isStep(event) && ofType(events, 'step').length > stepsBefore + 1)
    engine.send({ type: 'stop' })
    expect(await exit).toEqual({ code: 0, signal: null, stderrTail: '' })

    const pausedAt = events.findIndex(event => event.type === 'paused')
    expect(events[pausedAt + 1]).toMatchObject({ type: 'resumed' })
    const finished = ofType(events, 'finished')[0]
    expect(events.at(-1)).toBe(finished)
    expect(finished.reason).toBe('stopped')
    expect((await readLast(job.folder)).state.step).toBe(finished.step)
  })

  it('stops while it is paused', async () => {
    const { engine, events, exit, until } = startEngine(await endless('stopped'))
    await until(isStep)
    engine.send({ type: 'pause' })
    await until(event => event.type === 'paused')
    engine.send({ type: 'stop' })
    expect((await exit).code).toBe(0)
    expect(events.at(-1)).toMatchObject({ type: 'finished', reason: 'stopped' })
  })

  it('ends by itself when its parent goes away, and leaves a valid checkpoint', async () => {
    const job = await endless('orphan')
    const entry = fileURLToPath(new URL('../../../../main/engine/worker/entry.ts', import.meta.url))
    const child = fork(entry, [], { execArgv: [], stdio: 'ignore' })
    const stepped = new Promise(resolve => child.on('message', event => isStep(event as EngineEvent) && resolve(event)))
    const exited = new Promise(resolve => child.on('exit', resolve))
    child.send({ type: 'start', job })
    await stepped
    child.disconnect()
    expect(await exited).toBe(0)
    expect((await readLast(job.folder)).state.step).toBeGreaterThan(0)
  })

  it('tells a failure as its last event, with the code and the reason', async () => {
    const job = await tinyTrainJob(temporary.folder, 'failed')
    const { events, exit } = startEngine({ ...job, data: { ...job.data, train: [0, 99] } })
    expect((await exit).code).toBe(1)
    expect(events).toEqual([
      { type: 'failed', code: 'bad-input', message: expect.stringContaining('sample 99'), details: { beyond: [99] } },
    ])
  })

  it('names the devices there are when asked for another', async () => {
    const job = await tinyTrainJob(temporary.folder, 'devices')
    const unknown = startEngine({ ...job, device: 'onnx:abacus' })
    await unknown.exit
    expect(unknown.events).toMatchObject([
      { type: 'failed', code: 'unsupported', message: expect.stringContaining('reference') },
    ])
  })

  it('tells when its compute thread dies without a word', async () => {
    const nonsense = { kind: 'nonsense', device: 'reference' } as unknown as EngineJob
    const { events, exit } = startEngine(nonsense)
    expect((await exit).code).toBe(1)
    expect(events).toMatchObject([{ type: 'failed', message: expect.stringContaining('compute thread died') }])
  })

  it('that cannot be started exits with the reason', async () => {
    const engine = forkEngine(new URL('./absent.ts', import.meta.url))
    const exit = await new Promise<{ code: number | null; stderrTail?: string }>(resolve => engine.onExit(resolve))
    expect(exit.code).toBe(1)
    expect(exit.stderrTail).toMatch(/Cannot find module/)
    expect(exit.stderrTail?.length).toBeLessThanOrEqual(4096)
  })

  it('measures a training step of a job before it starts', async () => {
    const { network } = await tinyTrainJob(temporary.folder, 'estimate')
    const sizes = { batchSize: 2, lrHeight: 6, lrWidth: 8, loss: 'l1' } as const
    const { events, exit } = startEngine({ kind: 'estimate', device: 'reference', threads: 1, network, ...sizes })
    await exit
    expect(events.map(event => event.type)).toEqual(['estimated', 'finished'])
    const [estimated] = ofType(events, 'estimated')
    expect(estimated.parameters).toBe(749)
    expect(estimated.secondsPerStep).toBeGreaterThan(0)
    expect(estimated.peakMemoryBytes).toBeGreaterThan(2 ** 24)
  })
})
