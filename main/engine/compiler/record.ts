import type { DataId, NamedAttrMap, Tensor, TensorInfo } from '@tensorflow/tfjs-core'
import * as tf from '@tensorflow/tfjs-core'
import { AppError } from '../../domain/errors.ts'
import type { DataType, Graph, GraphNode, GraphOutput, Shape, ValueId } from './graph.ts'
import './lower/all.ts'
import { kernelDefinition, kernelDefinitions, RECIPE, type RecordContext } from './lower/registry.ts'

const BACKEND = 'subarc-recorder'

/** A tfjs backend whose kernels compute nothing: each appends a node and answers a placeholder. */
class RecordingBackend extends tf.KernelBackend implements RecordContext {
  readonly nodes: GraphNode[] = []
  readonly #values = new Map<DataId, ValueId>()

  append(node: GraphNode): TensorInfo {
    this.nodes.push(node)
    return this.alias(this.nodes.length - 1, node.shape, node.dtype)
  }

  alias(value: ValueId, shape: Shape, dtype: DataType): TensorInfo {
    const dataId = {}
    this.#values.set(dataId, value)
    return { dataId, shape: [...shape], dtype }
  }

  idOf(info: { dataId: DataId }): ValueId {
    const value = this.#values.get(info.dataId)
    if (value === undefined) throw new Error('A tensor of another backend was used in a recorded step.')
    return value
  }

  run(
    kernel: string,
    inputs: Readonly<Record<string, TensorInfo>> | readonly TensorInfo[],
    attrs: NamedAttrMap,
  ): TensorInfo {
    const result = kernelDefinition(kernel).record?.(this, Object.values(inputs), attrs)
    if (result === undefined || Array.isArray(result)) throw new Error(`Kernel '${kernel}' cannot stand for another.`)
    return result
  }

  override write(values: Float32Array | Int32Array | Uint8Array, shape: number[], dtype: DataType): DataId {
    const data = dtype === 'float32' ? Float32Array.from(values) : Int32Array.from(values)
    return this.append({ kind: 'constant', data: splat(data), shape, dtype }).dataId
  }

  override readSync(dataId: object): never {
    const node = this.nodes[this.idOf({ dataId })]
    const what = node?.kind === 'operation' ? `the result of kernel '${node.kernel}'` : `a recorded ${node?.kind}`
    throw new AppError(
      'unsupported',
      `A recorded step read ${what}: it has no value yet. Keep the step to tensor operations (see ${RECIPE}).`,
      { kernel: node?.kind === 'operation' ? node.kernel : undefined },
    )
  }

  override async read(dataId: object): Promise<never> {
    return this.readSync(dataId)
  }

  override numDataIds = () => this.#values.size
  override disposeData = (dataId: object) => this.#values.delete(dataId)
  override refCount = (dataId: object) => (this.#values.has(dataId) ? 1 : 0)
  override incRef() {}
  decRef() {}
  override epsilon = () => 1e-7
  override floatPrecision = () => 32 as const
  override dispose() {
    this.#values.clear()
  }
}

function splat<T extends Float32Array | Int32Array>(data: T): T {
  const [first] = data
  return data.length > 1 && data.every(v => v === first) ? (data.slice(0, 1) as T) : data
}

let kernelsRegistered = false
function registerKernels(): void {
  if (kernelsRegistered) return
  kernelsRegistered = true
  for (const definition of kernelDefinitions()) {
    const { record: recordKernel } = definition
    if (recordKernel === undefined) continue
    tf.registerKernel({
      kernelName: definition.kernel,
      backendName: BACKEND,
      kernelFunc: ({ inputs, attrs, backend }) => {
        const recorder = backend as RecordingBackend
        const infos = definition.inputs === 'list' ? Object.values(inputs) : definition.inputs.map(n => inputs[n])
        const present = infos.filter(i => i !== undefined) as TensorInfo[]
        return recordKernel(recorder, present, (attrs ?? {}) as NamedAttrMap)
      },
    })
  }
}

export interface RecordInput {
  readonly name: string
  readonly shape: Shape
  /** float32 where it is not said. */
  readonly dtype?: DataType
}

/**
 * Runs `step` once with placeholders for the inputs and answers the graph of what it computed. tfjs's backend is as
 * it was afterwards. Throws `unsupported` for a kernel that has no lowering, or where the step reads a value.
 */
export function record(
  inputs: readonly RecordInput[],
  step: (inputs: Record<string, Tensor>) => Record<string, Tensor>,
): Graph {
  registerKernels()
  const previous = tf.engine().backendName
  const backend = new RecordingBackend()
  tf.registerBackend(BACKEND, () => backend)
  try {
    // Synchronous for a backend that needs no loading, so nothing else can run in between.
    void tf.setBackend(BACKEND)
    if (tf.engine().backendName !== BACKEND) throw new Error('tfjs did not switch to the recording backend.')
    let outputs: GraphOutput[] = []
    tf.tidy(() => {
      const placeholders = inputs.map(({ name, shape, dtype = 'float32' }) => {
        const info = backend.append({ kind: 'input', name, shape, dtype })
        return [name, tf.engine().makeTensorFromTensorInfo(info)] as const
      })
      const results = Object.entries(step(Object.fromEntries(placeholders)))
      outputs = results.map(([name, tensor]) => ({ name, value: backend.idOf(tensor) }))
    })
    return { nodes: backend.nodes, outputs }
  } catch (error) {
    throw explain(error)
  } finally {
    tf.removeBackend(BACKEND)
    if (previous) void tf.setBackend(previous)
  }
}

/** tfjs names a missing kernel in the message and the op that called it in the stack ("at conv2d_ ..."). */
function explain(error: unknown): unknown {
  if (!(error instanceof Error)) return error
  const kernel =
    /Cannot find registered kernel '(\w+)'/.exec(error.message)?.[1] ??
    /[Kk]ernel '(\w+)' not registered/.exec(error.message)?.[1]
  if (kernel === undefined) return error
  const op = /at (\w+?)_+ \(/.exec(error.stack ?? '')?.[1] ?? 'an unnamed op'
  const message = `The compiler has no lowering for tfjs's kernel '${kernel}' (called by ${op}). ${RECIPE} says how to add one.`
  return new AppError('unsupported', message, { kernel, op }, error)
}
