import '@tensorflow/tfjs-backend-cpu'
import type { Tensor, Tensor4D } from '@tensorflow/tfjs-core'
import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { createRandom } from '../../main/domain/random.ts'
import { binaryCrossEntropy } from '../../models/classLosses.ts'
import { discriminator, discriminatorSchema } from '../../models/discriminator.ts'
import { dropoutNoise } from '../../models/dropout.ts'
import type { ImageReader } from '../../models/network.ts'
import { networkOf, parseNetwork } from '../../models/registry.ts'
import { denseWidth, resnetSimple, resnetSimpleLogits, resnetSimpleSchema } from '../../models/resnetSimple.ts'

function initial<C>(network: ImageReader<C>, config: C): Record<string, Tensor> {
  const arrays = network.init(config, createRandom(3))
  return Object.fromEntries(network.parameters(config).map(p => [p.name, tf.tensor(arrays[p.name], [...p.shape])]))
}
const noise = (...shape: [number, number, number, number]) => tf.randomNormal(shape, 0, 1, 'float32', 11) as Tensor4D

describe('networks that read images', () => {
  beforeAll(() => tf.setBackend('cpu'))

  it('the discriminator judges images of any size with the same weights', () => {
    const config = discriminatorSchema.parse({ channels: 2, layers: 7 })
    const params = initial(discriminator, config)
    for (const [height, width] of [
      [128, 128],
      [31, 64],
      [130, 200],
    ]) {
      const { output } = discriminator.forward(config, params, noise(3, height, width, 1), 'eval')
      expect(output.shape).toEqual([3, 1])
      expect(output.dataSync().every(Number.isFinite)).toBe(true)
    }
  })

  it('the classifier takes the sizes that it was made for, the study’s 25088 features at 150 pixels among them', () => {
    const study = resnetSimpleSchema.parse({})
    const dense = resnetSimple.parameters(study).find(spec => spec.name === 'fc1.weight')
    expect(dense?.shape).toEqual([256, 25088])
    for (const side of [46, 61]) {
      const config = resnetSimpleSchema.parse({ channels: 1, side, classes: 4, dropout: 0 })
      const params = initial(resnetSimple, config)
      expect(resnetSimple.forward(config, params, noise(2, side, side, 1), 'eval').output.shape).toEqual([2, 4])
    }
  })

  it('the classifier drops the share of its dense values that the noise says', () => {
    const config = resnetSimpleSchema.parse({ channels: 1, side: 46, dropout: 0.5 })
    const params = initial(resnetSimple, config)
    const x = noise(2, 46, 46, 1)
    const shape: [number, number] = [2, denseWidth(config)]
    const logits = (values: Float32Array | number[]) =>
      resnetSimpleLogits(config, params, x, 'eval', {}, tf.tensor2d(values, shape)).dataSync()
    const length = shape[0] * shape[1]
    const none = { 'fc1.weight': tf.zerosLike(params['fc1.weight']), 'fc1.bias': tf.zerosLike(params['fc1.bias']) }
    const nothing = resnetSimpleLogits(config, { ...params, ...none }, x, 'eval', {}).dataSync()
    expect(logits(new Array(length).fill(0.1))).toEqual(nothing)
    expect(logits(dropoutNoise(length, 1, 1, 0))).toEqual(logits(dropoutNoise(length, 1, 1, 0)))
    expect(logits(dropoutNoise(length, 1, 1, 0))).not.toEqual(logits(dropoutNoise(length, 1, 2, 0)))
  })

  it('binary cross-entropy neither overflows nor loses its gradient at logits beyond float32’s exponent', () => {
    const logits = tf.tensor1d([200, -200, 200, -200])
    const truth = tf.tensor1d([1, 0, 0, 1])
    const [gradient] = tf.grads(x => binaryCrossEntropy(x, truth))([logits])
    expect(binaryCrossEntropy(logits, truth).dataSync()[0]).toBeCloseTo(100, 4)
    expect([...gradient.dataSync()]).toEqual([0, 0, 0.25, -0.25].map(v => expect.closeTo(v, 6)))
  })
})

describe('DenoisedSISR', () => {
  const stage = { kind: 'resnet-sisr', blocks: 1, channels: 3, magnification: 2, outputRelu: false }
  const record = {
    kind: 'denoised-sisr',
    denoiser: { ...stage, magnifications: 0 },
    sr: { ...stage, magnifications: 1 },
  }

  it('leaves its Denoiser as it is: no weight of it is trained, no statistic renewed', () => {
    const config = parseNetwork(record)
    const network = networkOf(config)
    const { output, updates } = network.forward(config, initial(network, config), noise(2, 6, 5, 1), 'train')
    const trained = network.parameters(config).filter(spec => spec.trainable)
    expect(output.shape).toEqual([2, 12, 10, 1])
    for (const name of [...trained.map(spec => spec.name), ...Object.keys(updates)]) expect(name).toMatch(/^SR\./)
    expect(Object.keys(updates).length).toBe(6)
  })

  it('is refused with a Denoiser that magnifies', () => {
    expect(() => parseNetwork({ ...record, denoiser: record.sr })).toThrow(/a denoiser has magnifications 0/)
  })
})
