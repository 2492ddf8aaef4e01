import '@tensorflow/tfjs-backend-cpu'
import { readFileSync } from 'node:fs'
import type { Tensor4D } from '@tensorflow/tfjs-core'
import * as tf from '@tensorflow/tfjs-core'
import { describe, expect, it } from 'vitest'
import { onnxCpu } from '../../../main/engine/devices/onnx.ts'
import { reference } from '../../../main/engine/devices/reference.ts'
import { parseNpy } from '../../../main/formats/npy.ts'
import { readTorchStateDict } from '../../../main/formats/torch/stateDict.ts'
import { binaryCrossEntropy, crossEntropy } from '../../../models/classLosses.ts'
import { discriminator, discriminatorSchema } from '../../../models/discriminator.ts'
import { featureMapper } from '../../../models/featureMapper.ts'
import type { ImageReader } from '../../../models/network.ts'
import { networkOf, parseNetwork } from '../../../models/registry.ts'
import { resnet18, resnet18Schema } from '../../../models/resnet18.ts'
import { resnetSimple, resnetSimpleSchema } from '../../../models/resnetSimple.ts'
import { noTestData, testData, testDataPath } from '../../support/testData.ts'
import { expectClose, runCompiled, runEagerly, type Step } from './compare.ts'
import { expectAgreement, expectSize, type Reader, readTwin, trainOnDevice, trainReader } from './networkTwins.ts'

tf.env().set('PROD', true)

const target = { provider: 'cpu', block: 0 }

describe('a network from images to images agrees with its PyTorch twin in losses, first gradients and outputs', () => {
  const names = ['denoised_sisr', 'edsr_x2', 'edsr_x3', 'edsr_x4', 'rcan_x2', 'swinir_x2', 'swinir_x3', 'unet_x2']
  it.each(names)('%s on onnx:cpu', async name => {
    const twin = readTwin(name)
    expectAgreement(await trainOnDevice(onnxCpu, twin), twin)
  })
  it.each(names)('%s on the reference', async name => {
    const twin = readTwin(name)
    expectAgreement(await trainOnDevice(reference, twin), twin)
  })
  it.each(names)('%s has as many weights at its full size', name => {
    const twin = readTwin(name)
    const full = parseNetwork(twin.full)
    expectSize(networkOf(full).parameters(full), twin)
  })
})

it('a network of several bands makes what its PyTorch twin makes of them', async () => {
  const twin = readTwin('rcan_bands')
  const config = parseNetwork(twin.config)
  const step: Step = ({ x, ...params }) => {
    const { output } = networkOf(config).forward(config, params, tf.transpose(x, [0, 2, 3, 1]) as Tensor4D, 'eval')
    return { output: tf.transpose(output, [0, 3, 1, 2]) }
  }
  for (const [weights, when] of [
    ['initial', 'before'],
    ['final', 'after'],
  ] as const) {
    const params = twin.arrays(weights).map(tensor => [tensor.name, tensor] as const)
    const inputs = { ...Object.fromEntries(params), x: twin.array('x') }
    const { shape, data } = twin.array(when)
    const expected = { output: { shape: [...shape], data: Array.from(data) } }
    expectClose(runEagerly(inputs, step), expected, 1e-5)
    expectClose(await runCompiled(inputs, step, target), expected, 1e-5)
  }
})

/** The architecture with a configuration of its own. */
const bound = <C>(network: ImageReader<C>, config: C, loss: Reader['loss']): Reader => ({
  specs: network.parameters(config),
  forward: (params, x, mode) => network.forward(config, params, x, mode),
  loss,
})

const readers = [
  {
    name: 'resnet_simple',
    bind: (config: unknown) => bound(resnetSimple, resnetSimpleSchema.parse(config), crossEntropy),
  },
  {
    name: 'discriminator',
    bind: (config: unknown) => bound(discriminator, discriminatorSchema.parse(config), binaryCrossEntropy),
  },
  { name: 'resnet18', bind: (config: unknown) => bound(resnet18, resnet18Schema.parse(config), crossEntropy) },
]

describe('a network that reads images agrees with its PyTorch twin in losses, first gradients and outputs', () => {
  it.each(readers)('$name, compiled for onnx:cpu', async ({ name, bind }) => {
    const twin = readTwin(name)
    const run = (...[inputs, step]: Parameters<typeof runEagerly>) => runCompiled(inputs, step, target)
    expectAgreement(await trainReader(run, bind(twin.config), twin), twin)
  })
  it.each(readers)('$name, by tfjs kernel by kernel', async ({ name, bind }) => {
    const twin = readTwin(name)
    const run = async (...[inputs, step]: Parameters<typeof runEagerly>) => runEagerly(inputs, step)
    expectAgreement(await trainReader(run, bind(twin.config), twin), twin)
  })
  it.each(readers)('$name has as many weights at its full size', ({ name, bind }) => {
    const twin = readTwin(name)
    expectSize(bind(twin.full).specs, twin)
  })
})

describe.skipIf(testData === undefined)(`the study's feature mapper${noTestData}`, () => {
  it('makes of the real HSC image what it makes in PyTorch', async () => {
    const array = (...path: string[]) => parseNpy(readFileSync(testDataPath(...path)))
    const float = (data: ArrayLike<number>) => Float32Array.from(data)
    const weights = readTorchStateDict(readFileSync(testDataPath('torch', 'feature_mapper', 'weights.pt')))
    const wanted = new Set(featureMapper.parameters({ channels: 16 }).map(spec => spec.name))
    const params = [...weights].filter(([name]) => wanted.has(name))
    const raw = array('hsc-hst-pair', 'Raw.npy')
    const inputs = {
      ...Object.fromEntries(params.map(([name, { shape, data }]) => [name, { shape, data: float(data) }])),
      x: { shape: [1, 64, 64, 1], data: float(raw.data) },
    }
    const step: Step = ({ x, ...rest }) => {
      const { output } = featureMapper.forward({ channels: 16 }, rest, x as Tensor4D, 'eval')
      return { features: tf.transpose(output, [0, 3, 1, 2]) }
    }
    const expected = array('torch', 'feature_mapper', 'output_on_Raw.npy')
    const features = { features: { shape: expected.shape, data: Array.from(expected.data, Number) } }
    expect(params.length).toBe(wanted.size)
    expectClose(runEagerly(inputs, step), features, 1e-5)
    expectClose(await runCompiled(inputs, step, target), features, 1e-5)
  })
})
