import { describe, expect, it } from 'vitest'
import type { NamedTensor } from '../../../../main/engine/devices/device.ts'
import { reference } from '../../../../main/engine/devices/reference.ts'
import { noiseBatch } from '../../../../main/engine/estimate.ts'
import { initialState } from '../../../../main/engine/training/initialState.ts'
import { defaultAdam } from '../../../../models/optimisers.ts'
import { parseNetwork } from '../../../../models/registry.ts'
import { tinyNetwork } from '../support/tinyRun.ts'

const network = parseNetwork(tinyNetwork)
const options = { network, loss: 'mse', adam: defaultAdam, threads: 1 } as const

describe('the reference device', () => {
  it('continues an exported state bit for bit', async () => {
    const { lr, hr } = noiseBatch(network, 3, 6, 6)
    const one = await reference.createTrainer({ ...options, state: initialState(network, 3) })
    for (let i = 0; i < 2; i++) await one.step(lr, hr, 1e-2)
    const halfway = one.exportState()
    const other = await reference.createTrainer({ ...options, state: halfway })
    for (const trainer of [one, other]) for (let i = 0; i < 2; i++) await trainer.step(lr, hr, 1e-2)
    expect(other.exportState()).toEqual(one.exportState())
    expect(one.exportState().step).toBe(4)
    one.dispose()
    other.dispose()
  })

  it('gives a state that later steps do not change', async () => {
    const { lr, hr } = noiseBatch(network, 3, 6, 6)
    const trainer = await reference.createTrainer({ ...options, state: initialState(network, 3) })
    const before = trainer.exportState()
    const kept = structuredClone(before)
    await trainer.step(lr, hr, 1e-2)
    expect(before).toEqual(kept)
    trainer.dispose()
  })

  it('clips the global gradient norm, and reports the norm before', async () => {
    const { lr, hr } = noiseBatch(network, 3, 6, 6)
    const gradients = async (clipNorm?: number) => {
      const trainer = await reference.createTrainer({ ...options, clipNorm, state: initialState(network, 3) })
      const { gradientNorm } = await trainer.step(lr, hr, 1e-2)
      const norm = Math.sqrt(squares(trainer.exportState().adamM) / (1 - defaultAdam.beta1) ** 2)
      trainer.dispose()
      return { gradientNorm, norm }
    }
    const free = await gradients()
    const clipped = await gradients(0.01)
    expect(free.norm / free.gradientNorm).toBeCloseTo(1, 5)
    expect(clipped.gradientNorm).toBe(free.gradientNorm)
    expect(clipped.norm).toBeCloseTo(0.01, 5)
  })

  it('a predictor gives what the trainer gives in evaluation mode', async () => {
    const { lr } = noiseBatch(network, 2, 5, 7)
    const state = initialState(network, 4)
    const trainer = await reference.createTrainer({ ...options, state })
    const predictor = await reference.createPredictor({ network, tensors: state.tensors, threads: 1 })
    const output = await predictor.predict(lr)
    expect(output).toEqual(await trainer.predict(lr))
    expect([output.count, output.height, output.width]).toEqual([2, 10, 14])
    trainer.dispose()
    predictor.dispose()
  })
})

function squares(tensors: readonly NamedTensor[]): number {
  return tensors.reduce((sum, { data }) => sum + data.reduce((s, value) => s + value * value, 0), 0)
}
