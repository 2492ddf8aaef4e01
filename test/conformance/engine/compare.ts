import type { Tensor } from '@tensorflow/tfjs-core'
import * as tf from '@tensorflow/tfjs-core'
import { expect } from 'vitest'
import { createRandom } from '../../../main/domain/random.ts'
import { encodeModel } from '../../../main/engine/compiler/emit.ts'
import { lowerGraph } from '../../../main/engine/compiler/lower.ts'
import { optimise } from '../../../main/engine/compiler/passes.ts'
import { record } from '../../../main/engine/compiler/record.ts'
import { createSession, floatTensor } from '../../../main/engine/compiler/session.ts'

export interface TestArray {
  readonly shape: readonly number[]
  readonly data: Float32Array
}
export type Step = (inputs: Record<string, Tensor>) => Record<string, Tensor>

/** Normal values, the same for the same seed. */
export function randomArray(shape: readonly number[], seed: number): TestArray {
  const random = createRandom(seed)
  const size = shape.reduce((a, b) => a * b, 1)
  return { shape, data: Float32Array.from({ length: size }, () => random.normal()) }
}

/** The step as tfjs's CPU backend computes it, kernel by kernel. */
export function runEagerly(inputs: Record<string, TestArray>, step: Step): Record<string, TestArray> {
  void tf.setBackend('cpu')
  const results: Record<string, TestArray> = {}
  tf.tidy(() => {
    const tensors = Object.entries(inputs).map(([name, a]) => [name, tf.tensor(a.data.slice(), [...a.shape])] as const)
    for (const [name, tensor] of Object.entries(step(Object.fromEntries(tensors)))) {
      results[name] = { shape: tensor.shape, data: tensor.dataSync<'float32'>().slice() }
    }
  })
  return results
}

/** The step compiled to one graph and run by ONNX Runtime. */
export async function runCompiled(
  inputs: Record<string, TestArray>,
  step: Step,
  block: number,
): Promise<Record<string, TestArray>> {
  const signature = Object.entries(inputs).map(([name, { shape }]) => ({ name, shape }))
  const model = lowerGraph(optimise(record(signature, step)), { block })
  const session = await createSession(encodeModel(model), { provider: 'cpu', threads: 1 })
  try {
    const feeds = Object.entries(inputs).map(([name, a]) => [name, floatTensor(a.data, a.shape)])
    const outputs = await session.run(Object.fromEntries(feeds))
    const entries = Object.entries(outputs).map(([name, t]) => [name, { shape: t.dims, data: t.data as Float32Array }])
    return Object.fromEntries(entries)
  } finally {
    await session.release()
  }
}

/** Expects both to agree to `tolerance` of each output's largest value, or of 1 for inputs of that size. */
export async function expectSame(
  inputs: Record<string, TestArray>,
  step: Step,
  block = 0,
  tolerance = 2e-6,
): Promise<void> {
  const expected = runEagerly(inputs, step)
  const actual = await runCompiled(inputs, step, block)
  expect(Object.keys(actual).sort()).toEqual(Object.keys(expected).sort())
  for (const [name, { shape, data }] of Object.entries(expected)) {
    expect(actual[name].shape, name).toEqual(shape)
    const scale = data.reduce((m, v) => Math.max(m, Math.abs(v)), 1)
    const worst = data.reduce((m, v, i) => Math.max(m, Math.abs(v - actual[name].data[i]) / scale), 0)
    expect(worst, `${name}: relative error`).toBeLessThan(tolerance)
  }
}

/** The step's output and its gradients by every input, for a weighting of the output that no symmetry hides. */
export function withGradients(names: readonly string[], f: (inputs: Record<string, Tensor>) => Tensor): Step {
  return inputs => {
    const gradients = tf.grads((...xs: Tensor[]) => {
      const y = f(Object.fromEntries(names.map((name, i) => [name, xs[i]])))
      return tf.sum(tf.mul(y, inputs.weighting))
    })(names.map(n => inputs[n]))
    return { output: f(inputs), ...Object.fromEntries(names.map((n, i) => [`d${n}`, gradients[i]])) }
  }
}
