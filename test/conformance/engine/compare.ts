/** Free of a test runner, so that test/bench/correctness.ts can run the cases where only Node is. */
import assert from 'node:assert/strict'
import type { Tensor } from '@tensorflow/tfjs-core'
import * as tf from '@tensorflow/tfjs-core'
import * as ort from 'onnxruntime-node'
import { createRandom } from '../../../main/domain/random.ts'
import type { LoweringOptions } from '../../../main/engine/compiler/builder.ts'
import { encodeModel } from '../../../main/engine/compiler/emit.ts'
import { lowerGraph } from '../../../main/engine/compiler/lower.ts'
import { optimise } from '../../../main/engine/compiler/passes.ts'
import { record } from '../../../main/engine/compiler/record.ts'
import { createSession } from '../../../main/engine/compiler/session.ts'
import { inferShapes } from '../../../main/engine/compiler/shapes.ts'

export interface TestArray {
  readonly shape: readonly number[]
  /** int32 where the array holds places. */
  readonly data: Float32Array | Int32Array
}
export type Step = (inputs: Record<string, Tensor>) => Record<string, Tensor>
export interface Result {
  readonly shape: readonly number[]
  readonly data: readonly number[]
}

/** Where and how a compiled step is run. */
export interface Target extends LoweringOptions {
  readonly provider: string
}

/** Normal values, the same for the same seed. */
export function randomArray(shape: readonly number[], seed: number): TestArray & { data: Float32Array } {
  const random = createRandom(seed)
  const size = shape.reduce((a, b) => a * b, 1)
  return { shape, data: Float32Array.from({ length: size }, () => random.normal()) }
}

/** The same, rounded to quarters, so that values tie. */
export function tiedArray(shape: readonly number[], seed: number): TestArray {
  return { shape, data: randomArray(shape, seed).data.map(v => Math.round(v * 2) / 2) }
}

/** Places below `limit`. */
export function randomPlaces(shape: readonly number[], limit: number, seed: number): TestArray {
  const random = createRandom(seed)
  const size = shape.reduce((a, b) => a * b, 1)
  return { shape, data: Int32Array.from({ length: size }, () => random.integer(limit)) }
}

const dtypeOf = ({ data }: TestArray) => (data instanceof Int32Array ? 'int32' : 'float32')

/** The step as tfjs's CPU backend computes it, kernel by kernel. */
export function runEagerly(inputs: Record<string, TestArray>, step: Step): Record<string, Result> {
  void tf.setBackend('cpu')
  const results: Record<string, Result> = {}
  tf.tidy(() => {
    const tensors = Object.entries(inputs).map(([name, a]) => {
      return [name, tf.tensor(a.data.slice(), [...a.shape], dtypeOf(a))] as const
    })
    for (const [name, tensor] of Object.entries(step(Object.fromEntries(tensors)))) {
      results[name] = { shape: tensor.shape, data: Array.from(tensor.dataSync()) }
    }
  })
  return results
}

/** The step compiled to one graph and run by ONNX Runtime. */
export async function runCompiled(
  inputs: Record<string, TestArray>,
  step: Step,
  { provider, ...options }: Target,
): Promise<Record<string, Result>> {
  const signature = Object.entries(inputs).map(([name, a]) => ({ name, shape: a.shape, dtype: dtypeOf(a) }) as const)
  const model = lowerGraph(optimise(record(signature, step)), options)
  const shapes = inferShapes(model)
  for (const { name, dims } of model.outputs) assert.deepEqual(shapes.get(name), dims, `planned size of ${name}`)
  const session = await createSession(encodeModel(model), { provider, threads: 1 })
  try {
    const feeds = Object.entries(inputs).map(([name, a]) => [name, new ort.Tensor(dtypeOf(a), a.data, a.shape)])
    const outputs = await session.run(Object.fromEntries(feeds))
    const numbers = (data: ort.Tensor['data']) => Array.from(data as ArrayLike<number>, Number)
    return Object.fromEntries(
      Object.entries(outputs).map(([name, t]) => [name, { shape: t.dims, data: numbers(t.data) }]),
    )
  } finally {
    await session.release()
  }
}

/** Expects both to agree to `tolerance` of each output's largest value, or of 1 for inputs of that size. */
export async function expectSame(
  inputs: Record<string, TestArray>,
  step: Step,
  target: Target,
  tolerance: number,
): Promise<void> {
  const expected = runEagerly(inputs, step)
  expectClose(await runCompiled(inputs, step, target), expected, tolerance)
}

export function expectClose(actual: Record<string, Result>, expected: Record<string, Result>, tolerance: number): void {
  for (const { name, error } of relativeErrors(actual, expected)) {
    assert.ok(error < tolerance, `${name}: relative error ${error}, expected less than ${tolerance}`)
  }
}

/**
 * The worst difference of each output, over its largest value or 1.
 * @throws AssertionError where the outputs are not the same ones or have other shapes
 */
export function relativeErrors(actual: Record<string, Result>, expected: Record<string, Result>) {
  assert.deepEqual(Object.keys(actual).sort(), Object.keys(expected).sort())
  return Object.entries(expected).map(([name, { shape, data }]) => {
    assert.deepEqual(actual[name].shape, shape, `shape of ${name}`)
    const scale = data.reduce((m, v) => (Number.isFinite(v) ? Math.max(m, Math.abs(v)) : m), 1)
    // A NaN where none is expected stays one, and fails every comparison.
    const error = data.reduce((m, v, i) => Math.max(m, difference(v, actual[name].data[i]) / scale), 0)
    return { name, error }
  })
}

/** Infinities and NaN must be met exactly. */
const difference = (a: number, b: number): number => (Object.is(a, b) ? 0 : Math.abs(a - b))

/** The step's output and its gradients by every input, for a weighting of the output that no symmetry hides. */
export function withGradients(names: readonly string[], f: (inputs: Record<string, Tensor>) => Tensor): Step {
  return inputs => {
    const gradients = tf.grads((...xs: Tensor[]) => {
      const y = f({ ...inputs, ...Object.fromEntries(names.map((name, i) => [name, xs[i]])) })
      return tf.sum(tf.mul(y, inputs.weighting))
    })(names.map(n => inputs[n]))
    return { output: f(inputs), ...Object.fromEntries(names.map((n, i) => [`d${n}`, gradients[i]])) }
  }
}
