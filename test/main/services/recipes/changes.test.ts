import { describe, expect, it } from 'vitest'
import { stageChanges } from '../../../../main/services/recipes/changes.ts'
import { recipeById } from '../../../../main/services/recipes/recipes.ts'

const denoised = recipeById('denoised-sisr-1')
const changes = (fields: Record<string, unknown>) => Object.fromEntries(stageChanges(denoised, fields))

describe('changed fields of a recipe', () => {
  it('reach every stage that has them, or the one that is named', () => {
    expect(changes({ epochs: 3, 'sr.blocks': 2, 'denoiser.network.channels': 8, rate: 1e-3 })).toMatchObject({
      denoiser: { network: { channels: 8 }, settings: { epochs: 3, learningRate: 1e-3 } },
      sr: { network: { blocks: 2 }, settings: { epochs: 3, learningRate: 1e-3 } },
    })
    expect(changes({ 'denoiser.inputNoise': 0.25 }).sr.settings).toEqual({})
  })

  it('may be whole records', () => {
    const loss = [
      { kind: 'mse', weight: 1 },
      { kind: 'ssim', weight: 0.1 },
    ]
    expect(changes({ 'sr.loss': loss, schedule: { kind: 'constant' } }).sr.settings).toEqual({
      loss,
      schedule: { kind: 'constant' },
    })
  })

  it.each([
    [{ momentum: 1 }, /has no field "momentum"\. Fields: .*blocks.*epochs.* Stages: denoiser, sr/],
    [{ 'network.epochs': 1 }, /has no field "network.epochs"/],
    [{ epochs: 'many' }, /epochs cannot be "many"/],
    [{ 'sr.rate': -1 }, /sr\.rate cannot be -1/],
  ])('are refused with what is possible: %j', (fields, message) => {
    expect(() => changes(fields)).toThrow(message)
  })
})
