import { readFileSync } from 'node:fs'
import { expect } from 'vitest'
import type { Device, ImageBatch, NamedTensor, Trainer } from '../../../main/engine/devices/device.ts'
import { parseNpy } from '../../../main/formats/npy.ts'
import { readTorchStateDict } from '../../../main/formats/torch/stateDict.ts'
import { networkOf, parseNetwork } from '../../../models/registry.ts'
import { testDataPath } from '../../support/testData.ts'

/** PyTorch's own numbers for whole networks: what "the same network" means. Shared by the quick and the long tests. */
const ADAM = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8 }

const network = (blocks: number, channels: number, magnifications: number, outputRelu = true) =>
  parseNetwork({ kind: 'resnet-sisr', blocks, channels, magnification: 2, magnifications, outputRelu })

export const trainedNetworks = [
  { folder: 'resnet_sisr_x2_d2_c16', config: network(2, 16, 1) },
  { folder: 'resnet_sisr_x4_d1_c8', config: network(1, 8, 2) },
  { folder: 'denoiser_d2_c16', config: network(2, 16, 0) },
]

function images(folder: string, file: string): ImageBatch {
  const { shape, data } = parseNpy(readFileSync(testDataPath('torch', folder, file)))
  const [count, , height, width] = shape
  return { count, height, width, data: Float32Array.from(data) }
}

function stateDict(folder: string, file: string): NamedTensor[] {
  const tensors = readTorchStateDict(readFileSync(testDataPath('torch', folder, file)))
  return [...tensors].map(([name, { shape, data }]) => ({ name, shape, data: Float32Array.from(data) }))
}

function expectedJson(folder: string): { losses: number[]; learning_rate: number } {
  return JSON.parse(readFileSync(testDataPath('torch', folder, 'expected.json'), 'utf8'))
}

function createTrainer(device: Device, folder: string, config: ReturnType<typeof network>): Promise<Trainer> {
  const tensors = stateDict(folder, 'initial.pt')
  const zeros = networkOf(config)
    .parameters(config)
    .filter(p => p.trainable)
    .map(({ name, shape }) => ({ name, shape, data: new Float32Array(shape.reduce((a, b) => a * b, 1)) }))
  const state = { tensors, adamM: zeros, adamV: zeros, step: 0 }
  return device.createTrainer({ network: config, state, loss: 'mse', adam: ADAM, threads: 2 })
}

const squaredNorm = (values: Float32Array) => values.reduce((sum, v) => sum + v * v, 0)

/** Every pixel to 1e-5 of the brightest; where PyTorch's output is zero throughout (a ReLU that died), exactly. */
function expectClose(actual: Float32Array, expected: Float32Array, what: string): void {
  const largest = expected.reduce((m, v) => Math.max(m, Math.abs(v)), 0)
  const worst = actual.reduce((m, v, i) => Math.max(m, Math.abs(v - expected[i])), 0)
  expect(actual.length).toBe(expected.length)
  expect(worst, what).toBeLessThanOrEqual(1e-5 * largest)
}

export type TrainedNetwork = (typeof trainedNetworks)[number]

/** Losses of 8 Adam steps, to a relative 1e-4. */
export async function expectLosses(device: Device, { folder, config }: TrainedNetwork): Promise<void> {
  const expected = expectedJson(folder)
  const trainer = await createTrainer(device, folder, config)
  for (const [i, loss] of expected.losses.entries()) {
    const step = await trainer.step(images(folder, 'lr.npy'), images(folder, 'hr.npy'), expected.learning_rate)
    expect(Math.abs(step.loss / loss - 1), `step ${i + 1}: ${step.loss} instead of ${loss}`).toBeLessThan(1e-4)
  }
  trainer.dispose()
}

/** First gradients to 1e-5 of the global gradient norm. */
export async function expectFirstGradients(device: Device, { folder, config }: TrainedNetwork): Promise<void> {
  const trainer = await createTrainer(device, folder, config)
  const { gradientNorm } = await trainer.step(images(folder, 'lr.npy'), images(folder, 'hr.npy'), 1e-3)
  // Adam's first moment after one step is (1 - beta1) times the gradient.
  const actual = new Map(trainer.exportState().adamM.map(m => [m.name, m.data.map(v => v / (1 - ADAM.beta1))]))
  trainer.dispose()
  const gradients = stateDict(folder, 'first_gradients.pt')
  const norm = Math.sqrt(gradients.reduce((sum, g) => sum + squaredNorm(g.data), 0))
  expect([...actual.keys()].sort()).toEqual(gradients.map(g => g.name).sort())
  for (const { name, data } of gradients) {
    const difference = Math.sqrt(squaredNorm(data.map((v, i) => v - (actual.get(name)?.[i] ?? Number.NaN))))
    expect(difference / norm, name).toBeLessThan(1e-5)
  }
  expect(Math.abs(gradientNorm / norm - 1)).toBeLessThan(1e-5)
}

/** Outputs in evaluation mode to 1e-5, with the weights before and after the training. */
export async function expectOutputs(device: Device, { folder, config }: TrainedNetwork): Promise<void> {
  const pairs = [
    ['initial.pt', 'eval_before.npy'],
    ['final.pt', 'eval_after.npy'],
  ] as const
  for (const [weights, output] of pairs) {
    const tensors = stateDict(folder, weights)
    const predictor = await device.createPredictor({ network: config, tensors, threads: 2 })
    const { data } = await predictor.predict(images(folder, 'lr.npy'))
    predictor.dispose()
    expectClose(data, images(folder, output).data, weights)
  }
}

/** The published weights of the study's network on the real HSC image. */
export async function expectStudyOutput(device: Device): Promise<void> {
  const { shape, data } = parseNpy(readFileSync(testDataPath('hsc-hst-pair', 'Raw.npy')))
  const [height, width] = shape.slice(-2)
  const tensors = stateDict('resnet_sisr_full', 'weights.pt')
  const predictor = await device.createPredictor({ network: network(10, 64, 1), tensors, threads: 2 })
  const result = await predictor.predict({ count: 1, height, width, data: Float32Array.from(data) })
  predictor.dispose()
  const expected = parseNpy(readFileSync(testDataPath('torch', 'resnet_sisr_full', 'output_on_Raw.npy'))).data
  expectClose(result.data, Float32Array.from(expected), 'the real HSC image')
}
