import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { freeRunning } from '../../../../main/engine/control.ts'
import type { Device } from '../../../../main/engine/devices/device.ts'
import { withFallback } from '../../../../main/engine/devices/fallback.ts'
import { onnxCpu } from '../../../../main/engine/devices/onnx.ts'
import type { EngineEvent } from '../../../../main/engine/port.ts'
import { readLast } from '../../../../main/engine/training/checkpoint.ts'
import { runTraining } from '../../../../main/engine/training/train.ts'
import { ofType } from '../support/engine.ts'
import { temporaryFolder, tinyTrainJob } from '../support/tinyRun.ts'

vi.setConfig({ testTimeout: 120_000 })

let temporary: Awaited<ReturnType<typeof temporaryFolder>>
beforeAll(async () => {
  temporary = await temporaryFolder()
})
afterAll(() => temporary.remove())

/** The processor under another name, lost after so many steps; with `forgets` its memory goes with it. */
function failing(after: number, forgets = false): Device {
  return {
    ...onnxCpu,
    id: 'onnx:webgpu',
    title: 'The card',
    createTrainer: async options => {
      const trainer = await onnxCpu.createTrainer(options)
      let steps = 0
      return {
        ...trainer,
        plan: { ...trainer.plan, device: 'onnx:webgpu' },
        step: (...batch) => {
          if (steps++ >= after) throw new Error('Device lost')
          return trainer.step(...batch)
        },
        exportState: () => {
          if (forgets && steps > after) throw new Error('Device lost')
          return trainer.exportState()
        },
      }
    },
  }
}

async function train(run: string, device: (events: EngineEvent[]) => Device) {
  const job = await tinyTrainJob(temporary.folder, run)
  const events: EngineEvent[] = []
  const emit = (event: EngineEvent) => events.push(event)
  await runTraining(job, device(events), { emit, control: freeRunning })
  return { job, events }
}

const falling = (device: Device) => (events: EngineEvent[]) =>
  withFallback(device, onnxCpu, message => events.push({ type: 'log', level: 'warning', message }))

describe('a training whose device is lost in mid-run', () => {
  it('goes on on the processor, says so once, and comes to the same weights', async () => {
    const whole = await train('whole', () => onnxCpu)
    const fallen = await train('fallen', falling(failing(3)))
    expect(ofType(fallen.events, 'log').map(({ message }) => message)).toEqual([
      'The card was lost: Device lost. Training goes on, slower, on: Processor (ONNX Runtime).',
    ])
    expect(fallen.events.at(-1)).toMatchObject({ type: 'finished', reason: 'completed' })
    const [expected, found] = await Promise.all([whole, fallen].map(({ job }) => readLast(job.folder)))
    expect(found.state).toEqual(expected.state)
    expect(found.run.plan).toMatchObject({ device: 'onnx:cpu' })
  })

  it('whose weights are lost too ends with the reason, and its last checkpoint can be gone on from', async () => {
    const job = await tinyTrainJob(temporary.folder, 'forgotten', { validateEveryEpochs: 1 })
    const events: EngineEvent[] = []
    const host = { emit: (event: EngineEvent) => events.push(event), control: freeRunning }
    // An epoch has three steps.
    const device = falling(failing(4, true))(events)
    await expect(runTraining(job, device, host)).rejects.toMatchObject({
      code: 'device-unavailable',
      message: expect.stringMatching(/The card was lost, and the weights.*Device lost\. That checkpoint is whole/),
    })
    const { step } = (await readLast(job.folder)).state
    expect(step).toBe(3)
    const resumed: EngineEvent[] = []
    await runTraining({ ...job, resume: true }, onnxCpu, { ...host, emit: event => resumed.push(event) })
    expect(ofType(resumed, 'started')[0].step).toBe(step)
    expect(resumed.at(-1)).toMatchObject({ type: 'finished', reason: 'completed' })
  })
})
