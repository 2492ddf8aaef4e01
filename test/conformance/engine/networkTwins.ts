import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Tensor, Tensor2D, Tensor4D } from '@tensorflow/tfjs-core'
import * as tf from '@tensorflow/tfjs-core'
import { expect } from 'vitest'
import type { Device, ImageBatch, NamedTensor } from '../../../main/engine/devices/device.ts'
import { parseSafetensors } from '../../../main/formats/safetensors.ts'
import type { ImageReader, ParameterSpec } from '../../../models/network.ts'
import { countTrainable } from '../../../models/network.ts'
import { adamRates, adamStep, defaultAdam } from '../../../models/optimisers.ts'
import { networkOf, parseNetwork } from '../../../models/registry.ts'
import type { Result, Step, TestArray } from './compare.ts'

/** What torch_networks.py wrote of one network. */
export interface Twin {
  readonly config: unknown
  readonly full: unknown
  /** Trainable values at the size that users train. */
  readonly parameters: number
  readonly losses: readonly number[]
  readonly rate: number
  array(name: string): NamedTensor
  /** The arrays under a prefix, without it. */
  arrays(prefix: 'initial' | 'gradient' | 'final'): NamedTensor[]
}

export function readTwin(name: string): Twin {
  const file = resolve(import.meta.dirname, `../../fixtures/networks/${name}.safetensors`)
  const { tensors, metadata } = parseSafetensors(readFileSync(file))
  const all = tensors.map(tensor => ({ ...tensor, data: Float32Array.from(tensor.data) }))
  return {
    config: JSON.parse(metadata.config),
    full: JSON.parse(metadata.full),
    parameters: JSON.parse(metadata.parameters),
    losses: JSON.parse(metadata.losses),
    rate: JSON.parse(metadata.rate),
    array: wanted => {
      const found = all.find(tensor => tensor.name === wanted)
      if (!found) throw new Error(`${name} holds no ${wanted}`)
      return found
    },
    arrays: prefix =>
      all
        .filter(tensor => tensor.name.startsWith(`${prefix}.`))
        .map(tensor => ({ ...tensor, name: tensor.name.slice(prefix.length + 1) })),
  }
}

/** What a device made of the same weights and images. */
interface Outcome {
  readonly losses: readonly number[]
  readonly gradients: ReadonlyMap<string, ArrayLike<number>>
  readonly before: ArrayLike<number>
  readonly after: ArrayLike<number>
}

/** Losses to a relative 1e-4, first gradients to 1e-5 of the global norm, outputs to 1e-5 of the largest. */
export function expectAgreement(outcome: Outcome, twin: Twin): void {
  expect(outcome.losses.length).toBe(twin.losses.length)
  for (const [i, loss] of twin.losses.entries()) {
    const actual = outcome.losses[i]
    expect(Math.abs(actual / loss - 1), `step ${i + 1}: ${actual} instead of ${loss}`).toBeLessThan(1e-4)
  }
  const gradients = twin.arrays('gradient')
  expect([...outcome.gradients.keys()].sort()).toEqual(gradients.map(g => g.name).sort())
  const norm = Math.hypot(...gradients.map(g => Math.hypot(...g.data)))
  for (const { name, data } of gradients) {
    const actual = outcome.gradients.get(name) ?? []
    expect(Math.hypot(...data.map((v, i) => v - actual[i])) / norm, name).toBeLessThan(1e-5)
  }
  for (const when of ['before', 'after'] as const) {
    const { data } = twin.array(when)
    const largest = data.reduce((m, v) => Math.max(m, Math.abs(v)), 0)
    expect(outcome[when].length).toBe(data.length)
    const worst = data.reduce((m, v, i) => Math.max(m, Math.abs(v - outcome[when][i])), 0)
    expect(worst / largest, `the output ${when} the training`).toBeLessThan(1e-5)
  }
}

function batch({ shape, data }: NamedTensor): ImageBatch {
  const [count, , height, width] = shape
  return { count, height, width, data }
}

/** A network of the registry, as the training loop runs it. */
export async function trainOnDevice(device: Device, twin: Twin): Promise<Outcome> {
  const network = parseNetwork(twin.config)
  const zeros = networkOf(network)
    .parameters(network)
    .filter(spec => spec.trainable)
    .map(({ name, shape }) => ({ name, shape, data: new Float32Array(shape.reduce((a, b) => a * b, 1)) }))
  const state = { tensors: twin.arrays('initial'), adamM: zeros, adamV: zeros, step: 0 }
  const trainer = await device.createTrainer({ network, state, loss: 'mse', adam: defaultAdam, threads: 1 })
  const [lr, hr] = [batch(twin.array('x')), batch(twin.array('target'))]
  const losses: number[] = []
  let gradients = new Map<string, ArrayLike<number>>()
  for (const _ of twin.losses) {
    losses.push((await trainer.step(lr, hr, twin.rate)).loss)
    if (losses.length > 1) continue
    // Adam's first moment after one step is (1 - beta1) times the gradient.
    gradients = new Map(trainer.exportState().adamM.map(m => [m.name, m.data.map(v => v / (1 - defaultAdam.beta1))]))
  }
  trainer.dispose()
  const output = async (tensors: NamedTensor[]) => {
    const predictor = await device.createPredictor({ network, tensors, threads: 1 })
    const { data } = await predictor.predict(lr)
    predictor.dispose()
    return data
  }
  return {
    losses,
    gradients,
    before: await output(twin.arrays('initial')),
    after: await output(twin.arrays('final')),
  }
}

/** A network that reads images, with the loss that it is trained by. */
export interface Reader {
  readonly specs: readonly ParameterSpec[]
  readonly forward: (
    params: Record<string, Tensor>,
    x: Tensor4D,
    mode: 'train' | 'eval',
  ) => ReturnType<ImageReader<unknown>['forward']>
  readonly loss: (logits: Tensor2D, truth: Tensor2D) => Tensor
}

type Runner = (inputs: Record<string, TestArray>, step: Step) => Promise<Record<string, Result>>

/** One step of Adam as tensors: state in, state out. */
const adamStepOf =
  ({ specs, forward, loss }: Reader): Step =>
  inputs => {
    const trainable = specs.filter(spec => spec.trainable).map(spec => spec.name)
    let updates: Record<string, Tensor> = {}
    const { value, grads } = tf.valueAndGrads((...trained: Tensor[]) => {
      const params = { ...inputs, ...Object.fromEntries(trainable.map((name, i) => [name, trained[i]])) }
      const made = forward(params, inputs.x as Tensor4D, 'train')
      updates = Object.fromEntries(Object.entries(made.updates).map(([name, tensor]) => [name, tf.keep(tensor)]))
      return loss(made.output as Tensor2D, inputs.target as Tensor2D) as tf.Scalar
    })(trainable.map(name => inputs[name]))
    const rates = { stepSize: inputs.stepSize, correction: inputs.correction }
    const stepped = trainable.flatMap((name, i) => {
      const moments = { m: inputs[`m.${name}`], v: inputs[`v.${name}`] }
      const { parameter, m, v } = adamStep(inputs[name], grads[i], moments, rates, defaultAdam)
      return [[name, parameter] as const, [`m.${name}`, m] as const, [`v.${name}`, v] as const]
    })
    const next = Object.entries({ ...Object.fromEntries(stepped), ...updates })
    return { ...Object.fromEntries(next.map(([name, tensor]) => [`new.${name}`, tensor])), loss: value }
  }

export async function trainReader(run: Runner, reader: Reader, twin: Twin): Promise<Outcome> {
  const trainable = reader.specs.filter(spec => spec.trainable)
  const { shape, data } = twin.array('x')
  const x = { shape: [shape[0], shape[2], shape[3], 1], data }
  const state = (prefix: 'initial' | 'final'): Record<string, TestArray> =>
    Object.fromEntries(twin.arrays(prefix).map(tensor => [tensor.name, tensor]))
  const moments = trainable.flatMap(spec =>
    ['m', 'v'].map(
      k => [`${k}.${spec.name}`, { shape: spec.shape, data: new Float32Array(size(spec.shape)) }] as const,
    ),
  )
  let now: Record<string, TestArray> = { ...state('initial'), ...Object.fromEntries(moments) }
  const losses: number[] = []
  let gradients = new Map<string, number[]>()
  for (const _ of twin.losses) {
    const { stepSize, correction } = adamRates(losses.length + 1, twin.rate, defaultAdam)
    const rates = { stepSize: scalar(stepSize), correction: scalar(correction) }
    const { loss, ...next } = await run({ ...now, ...rates, x, target: twin.array('target') }, adamStepOf(reader))
    losses.push(loss.data[0])
    const changed = Object.entries(next).map(([k, r]) => [
      k.slice('new.'.length),
      { shape: r.shape, data: Float32Array.from(r.data) },
    ])
    now = { ...now, ...Object.fromEntries(changed) }
    if (losses.length > 1) continue
    const first = (name: string) => next[`new.m.${name}`].data.map(v => v / (1 - defaultAdam.beta1))
    gradients = new Map(trainable.map(({ name }) => [name, first(name)]))
  }
  const output = async (prefix: 'initial' | 'final') => {
    const evaluate: Step = ({ x, ...params }) => ({ output: reader.forward(params, x as Tensor4D, 'eval').output })
    return (await run({ ...state(prefix), x }, evaluate)).output.data
  }
  return { losses, gradients, before: await output('initial'), after: await output('final') }
}

const size = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1)
const scalar = (value: number): TestArray => ({ shape: [], data: Float32Array.of(value) })

export function expectSize(specs: readonly ParameterSpec[], twin: Twin): void {
  expect(countTrainable(specs)).toBe(twin.parameters)
}
