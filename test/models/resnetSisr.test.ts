import '@tensorflow/tfjs-backend-cpu'
import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { createRandom } from '../../main/domain/random.ts'
import type { NetworkMode } from '../../models/network.ts'
import { countTrainable } from '../../models/network.ts'
import { networkOf, parseNetwork } from '../../models/registry.ts'

const study = {
  kind: 'resnet-sisr',
  blocks: 10,
  channels: 64,
  magnification: 2,
  magnifications: 1,
  outputRelu: true,
} as const

function run(record: object, lr: [number, number, number, number], mode: NetworkMode, fill?: number) {
  const config = parseNetwork({ ...study, ...record })
  const network = networkOf(config)
  const arrays = network.init(config, createRandom(1))
  const params = Object.fromEntries(
    network.parameters(config).map(p => [p.name, tf.tensor(arrays[p.name] ?? [], [...p.shape])]),
  )
  const x = fill === undefined ? tf.randomNormal(lr, 0, 1, 'float32', 3) : tf.fill(lr, fill)
  return network.forward(config, params, x as tf.Tensor4D, mode)
}

describe('ResnetSISR', () => {
  beforeAll(() => tf.setBackend('cpu'))

  it.each([
    [{ blocks: 2, channels: 16 }, 40_929],
    [{ blocks: 2, channels: 16, magnifications: 0 }, 31_649],
    [{ blocks: 1, channels: 8, magnifications: 2 }, 11_809],
    [{}, 1_226_625],
  ])('has as many weights as its PyTorch form: %j', (record, expected) => {
    const config = parseNetwork({ ...study, ...record })
    expect(countTrainable(networkOf(config).parameters(config))).toBe(expected)
  })

  it('magnifies each side by the product of its stages, and keeps the size as a denoiser', () => {
    const small = { blocks: 1, channels: 4 }
    expect(run(small, [2, 6, 5, 1], 'eval').output.shape).toEqual([2, 12, 10, 1])
    expect(run({ ...small, magnifications: 2 }, [1, 3, 4, 1], 'eval').output.shape).toEqual([1, 12, 16, 1])
    expect(run({ ...small, magnifications: 0 }, [1, 6, 5, 1], 'eval').output.shape).toEqual([1, 6, 5, 1])
  })

  it('initialises with the same numbers for the same seed, within 1 / sqrt(fan in)', () => {
    const config = parseNetwork({ ...study, blocks: 1, channels: 8 })
    const network = networkOf(config)
    const one = network.init(config, createRandom(5))
    expect(network.init(config, createRandom(5))).toEqual(one)
    expect(network.init(config, createRandom(6))).not.toEqual(one)
    const largest = (one['conv2.weight'] ?? []).reduce((m, v) => Math.max(m, Math.abs(v)), 0)
    const bound = 1 / Math.sqrt(8 * 81)
    expect(largest).toBeLessThanOrEqual(bound)
    expect(largest).toBeGreaterThan(0.99 * bound)
  })

  it('renews the running statistics of every batch norm in training and none in evaluation', () => {
    const names = Object.keys(run({ blocks: 1, channels: 4 }, [2, 5, 5, 1], 'train').updates)
    expect(names.sort()).toEqual([
      'bn_res.running_mean',
      'bn_res.running_var',
      'residual_layer_list.0.1.running_mean',
      'residual_layer_list.0.1.running_var',
      'residual_layer_list.0.4.running_mean',
      'residual_layer_list.0.4.running_var',
    ])
    expect(run({ blocks: 1, channels: 4 }, [2, 5, 5, 1], 'eval').updates).toEqual({})
  })

  it('never answers below zero as published, and may when corrected', () => {
    const min = (outputRelu: boolean) =>
      tf.min(run({ blocks: 1, channels: 4, outputRelu }, [2, 8, 8, 1], 'eval').output).dataSync()[0]
    expect(min(true)).toBeGreaterThanOrEqual(0)
    expect(min(false)).toBeLessThan(0)
  })

  it('adds the upsampled input where a global skip is asked for', () => {
    const sky = (globalSkip: boolean) =>
      run({ blocks: 1, channels: 4, outputRelu: false, globalSkip }, [1, 6, 6, 1], 'eval', 3).output.dataSync()
    const [plain, skip] = [sky(false), sky(true)]
    for (const [i, value] of skip.entries()) expect(value - (plain[i] ?? 0)).toBeCloseTo(3, 5)
  })

  it.each([
    { blocks: 1, magnifications: 1 },
    { blocks: 2, magnifications: 0 },
    { blocks: 1, magnifications: 2 },
  ])('depends on no pixel beyond its receptive field: $blocks blocks, $magnifications stages', options => {
    const config = parseNetwork({ ...study, ...options, channels: 2, outputRelu: false })
    const radius = networkOf(config).receptiveField(config)
    const side = 2 * radius + 3
    const network = networkOf(config)
    const arrays = network.init(config, createRandom(2))
    // All-positive weights, so that no ReLU hides a dependence.
    const params = Object.fromEntries(
      network.parameters(config).map(p => [p.name, tf.abs(tf.tensor(arrays[p.name] ?? [], [...p.shape]))]),
    )
    const answer = (impulse: number) => {
      const x = tf.buffer([1, side, side, 1])
      x.set(impulse, 0, 0, radius + 1, 0)
      return network.forward(config, params, x.toTensor() as tf.Tensor4D, 'eval').output
    }
    const changed = tf.abs(tf.sub(answer(1000), answer(0)))
    const r = networkOf(config).magnification(config)
    // The impulse stands in row 0: LR row `radius` may see it, no row beyond.
    const rows = tf.max(changed, [0, 2, 3]).dataSync()
    expect(Math.max(...rows.slice((radius + 1) * r))).toBe(0)
    expect(Math.max(...rows.slice((radius - 1) * r, (radius + 1) * r))).toBeGreaterThan(0)
  })
})

describe('parseNetwork', () => {
  it('fills in defaults', () => expect(parseNetwork(study)).toEqual({ ...study, globalSkip: false }))

  it.each([
    [{ ...study, kind: 'unet' }, /known kinds: resnet-sisr/],
    [{ ...study, blocks: 1e9 }, /blocks/],
    [{ ...study, channels: 0 }, /channels/],
    [{ ...study, channels: 2.5 }, /channels/],
    [{ ...study, magnification: 4, magnifications: 3 }, /64 times/],
    [{ ...study, colour: 'red' }, /colour/],
    [{}, /configuration/],
    [null, /configuration/],
  ])('refuses %j with a message that names the trouble', (record, message) => {
    expect(() => parseNetwork(record)).toThrow(message)
  })
})
