import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { EngineEvent, EngineExit, EngineProcess } from '../../../../main/engine/port.ts'
import { type Core, createCore } from '../../../../main/services/core.ts'
import { endOf, temporaryFolder } from '../../../support/trainingCore.ts'

type Behaviour = Partial<Extract<EngineEvent, { type: 'device' }>['report']> | 'dies'

/** Engines that answer a check as the test says, by device. */
function engineOf(behaviours: Readonly<Record<string, Behaviour>>): () => EngineProcess {
  return () => {
    let event: (event: EngineEvent) => void = () => undefined
    let exit: (exit: EngineExit) => void = () => undefined
    return {
      pid: 1,
      onEvent: listener => {
        event = listener
      },
      onExit: listener => {
        exit = listener
      },
      kill: () => undefined,
      send: command => {
        if (command.type !== 'start' || command.job.kind !== 'check-device') return
        const { device } = command.job
        const behaviour = behaviours[device] ?? 'dies'
        queueMicrotask(() => {
          if (behaviour === 'dies') return exit({ code: null, signal: 'SIGSEGV' })
          const report = {
            device,
            title: `The ${device}`,
            available: true,
            correct: true,
            versions: { x: '1' },
            ...behaviour,
          }
          event({ type: 'device', report })
          event({ type: 'finished', reason: 'completed', step: 0, peakMemoryBytes: 1 })
          exit({ code: 0, signal: null })
        })
      },
    }
  }
}

let folder: ReturnType<typeof temporaryFolder>
let core: Core

async function open(behaviours: Readonly<Record<string, Behaviour>>): Promise<Core['client']> {
  const launchEngine = engineOf(behaviours)
  core = await createCore({ workspacePath: folder.path, host: 'cli', version: '1.2.3', launchEngine })
  return core.client
}

beforeEach(() => {
  folder = temporaryFolder()
})
afterEach(async () => {
  await core.close()
  folder.remove()
})

describe('the devices', () => {
  it('are unknown before a check, and the one that comes with the install is chosen', async () => {
    const client = await open({})
    const reports = await client.devices.list()
    expect(reports.map(({ device, available, chosen }) => [device, available, chosen])).toEqual([
      ['onnx:cpu', null, true],
      ['onnx:webgpu', null, false],
      ['onnx:cuda', null, false],
      ['onnx:dml', null, false],
      ['onnx:coreml', null, false],
      ['tensorflow', null, false],
      ['reference', null, false],
    ])
  })

  it('are checked one by one; the fastest correct one is chosen, and a crash is a finding, not a failure', async () => {
    const client = await open({
      'onnx:cpu': { trainImagesPerSecond: 10, worstError: 1e-6 },
      'onnx:webgpu': { trainImagesPerSecond: 5, operatorsOnProcessor: ['FusedMatMul'] },
      tensorflow: {
        trainImagesPerSecond: 90,
        correct: false,
        reason: 'Its convolutions differ.',
        remedy: 'Update it.',
      },
    })
    await endOf(client, (await client.devices.check({})).job)
    const reports = await client.devices.list()
    const [cpu, gpu, tensorflow, reference] = ['onnx:cpu', 'onnx:webgpu', 'tensorflow', 'reference'].map(id =>
      reports.find(({ device }) => device === id),
    )
    expect(cpu).toMatchObject({
      available: true,
      correct: true,
      chosen: true,
      trainImagesPerSecond: 10,
      worstError: 1e-6,
      peakMemoryBytes: 1,
      verified: 'yes',
    })
    expect(gpu).toMatchObject({ correct: true, chosen: false, operatorsOnProcessor: ['FusedMatMul'] })
    expect(tensorflow).toMatchObject({
      available: true,
      correct: false,
      chosen: false,
      verified: 'no',
      reason: 'Its convolutions differ.',
    })
    expect(reference).toMatchObject({ available: false, correct: false, reason: expect.stringContaining('SIGSEGV') })
    expect((await client.workspace.info()).device).toBe('onnx:cpu')
  })

  it('can be chosen when they are correct, and the choice outlives a later check', async () => {
    const client = await open({ 'onnx:cpu': { trainImagesPerSecond: 10 }, tensorflow: { trainImagesPerSecond: 90 } })
    await endOf(client, (await client.devices.check({})).job)
    expect((await client.workspace.info()).device).toBe('tensorflow')
    await client.devices.choose({ device: 'onnx:cpu' })
    await endOf(client, (await client.devices.check({})).job)
    expect((await client.workspace.info()).device).toBe('onnx:cpu')
  })

  it('cannot be chosen when they do not work', async () => {
    const client = await open({
      tensorflow: { available: false, correct: false, reason: 'CUDA 11 is missing.', remedy: 'Install it.' },
    })
    await expect(client.devices.choose({ device: 'tensorflow' })).rejects.toThrow(/CUDA 11 is missing. Install it./)
    await expect(client.devices.choose({ device: 'onnx:cpu' })).rejects.toThrow(/SIGSEGV/)
    expect((await client.workspace.info()).device).toBe('onnx:cpu')
  })
})
