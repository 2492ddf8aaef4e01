import '@tensorflow/tfjs-backend-cpu'
import type { Tensor4D } from '@tensorflow/tfjs-core'
import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { createRandom } from '../../main/domain/random.ts'
import { networkOf, parseNetwork } from '../../models/registry.ts'
import { resizeBicubic } from '../../models/resize.ts'
import { upsampleBicubic } from '../../models/upsampleBicubic.ts'

const edsr = { kind: 'edsr', blocks: 2, channels: 6, magnification: 2, magnifications: 1, globalSkip: false }
const rcan = { ...edsr, kind: 'rcan', groups: 2, reduction: 3 }
const swinir = { ...edsr, kind: 'swinir', groups: 1, heads: 2, window: 4 }
const { blocks: _, ...withoutBlocks } = edsr
const unet = { ...withoutBlocks, kind: 'unet', levels: 1 }

function untrained(record: unknown, x: Tensor4D): Tensor4D {
  const config = parseNetwork(record)
  const network = networkOf(config)
  const arrays = network.init(config, createRandom(1))
  const params = network.parameters(config).map(p => [p.name, tf.tensor(arrays[p.name], [...p.shape])] as const)
  return network.forward(config, Object.fromEntries(params), x, 'eval').output
}

/** Largest minus smallest value, away from the zero padding's reach. */
function unevenness(image: Tensor4D, margin: number): number {
  const [, height, width] = image.shape
  const inside = tf.slice(image, [0, margin, margin, 0], [1, height - 2 * margin, width - 2 * margin, 1])
  return tf.sub(tf.max(inside), tf.min(inside)).dataSync()[0]
}

describe.each([edsr, rcan, swinir, unet])('an untrained $kind', record => {
  beforeAll(() => tf.setBackend('cpu'))

  it.each([
    [2, 1],
    [3, 1],
    [4, 1],
    [2, 2],
  ])('makes a flat image of a flat image, without a checkerboard: stages of %i, %i of them', (r, stages) => {
    const size = { magnification: r, magnifications: stages }
    const factor = r ** stages
    const config = parseNetwork({ ...record, ...size })
    const radius = networkOf(config).receptiveField(config)
    const side = 2 * radius + 8
    const output = untrained(config, tf.fill([1, side, side, 1], 0.7))
    expect(output.shape).toEqual([1, side * factor, side * factor, 1])
    const level = Math.abs(tf.mean(output).dataSync()[0])
    expect(unevenness(output, radius * factor)).toBeLessThan(1e-5 * Math.max(1, level))
  })

  it('is bicubic interpolation where it adds that to its output', () => {
    const x = tf.randomNormal([2, 7, 9, 1], 0, 1, 'float32', 5) as Tensor4D
    const difference = tf.sub(untrained({ ...record, globalSkip: true }, x), resizeBicubic(x, [14, 18]))
    expect(tf.max(tf.abs(difference)).dataSync()[0]).toBeLessThan(1e-6)
  })

  it('keeps the size without a stage', () => {
    expect(untrained({ ...record, magnifications: 0 }, tf.zeros([1, 5, 6, 1])).shape).toEqual([1, 5, 6, 1])
  })
})

it('a network of more parameters than fit in memory is refused before any is made', () => {
  const huge = { ...rcan, groups: 16, blocks: 64, channels: 256 }
  expect(() => parseNetwork(huge)).toThrow(/would have 12\d+ parameters; at most 128000000.*fewer channels/)
  expect(parseNetwork({ ...huge, groups: 1 })).toMatchObject({ groups: 1 })
})

describe('bicubic upsampling by fixed filters', () => {
  it.each([1, 2, 3, 4, 8])('is bicubic resizing to %i times the size, edges included', r => {
    const x = tf.randomNormal([2, 5, 4, 1], 0, 1, 'float32', 7) as Tensor4D
    const difference = tf.sub(upsampleBicubic(x, r), resizeBicubic(x, [5 * r, 4 * r]))
    expect(tf.max(tf.abs(difference)).dataSync()[0]).toBeLessThan(2e-6)
  })
})
