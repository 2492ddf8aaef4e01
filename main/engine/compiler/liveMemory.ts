import { AppError } from '../../domain/errors.ts'
import { sizeOf } from './graph.ts'
import type { OnnxModel, OnnxNode } from './onnxModel.ts'
import { inferShapes } from './shapes.ts'

/** Operators whose result the runtime writes over an input that nobody reads any more. */
const IN_PLACE = new Set([
  ...['Add', 'Sub', 'Mul', 'Div', 'Relu', 'Sqrt', 'Reciprocal', 'HardSigmoid', 'Abs', 'Neg', 'Exp', 'Sigmoid', 'Tanh'],
  ...['Clip', 'LeakyRelu'],
])

const BYTES_A_NUMBER = 4

/** Of the compiler and of the runtime's own copy of the graph. */
const BYTES_A_NODE = 10 * 1024
/** Pieces of the runtime's arena that nothing fits into, and what an operator takes for itself. */
const ARENA_SLACK = 1.2

/**
 * What a session of a model holds once it has run, its constants apart.
 * @throws AppError 'unsupported' where an operator's sizes are not known
 */
export function heldBytes(model: OnnxModel): number {
  return BYTES_A_NODE * model.nodes.length + ARENA_SLACK * peakLiveBytes(model)
}

/**
 * The most bytes that values between a model's inputs and outputs take at one time, its nodes run in their order: a value
 * lives from the node that makes it to the last that reads it. A reshape is another name of the same memory. Shifted, padded and
 * blocked copies are nodes and so are counted; what the runtime takes inside a node is not.
 * @throws AppError 'unsupported' where an operator's sizes are not known
 */
export function peakLiveBytes(model: OnnxModel): number {
  const shapes = inferShapes(model)
  for (const { name, dims } of model.outputs) {
    if (shapes.get(name)?.join() === dims.join()) continue
    const message = `The sizes of the step's values are not known: '${name}' should be [${dims}]. Add its operators to shapes.ts.`
    throw new AppError('unsupported', message, { name, dims, found: shapes.get(name) })
  }
  const bytesOf = (name: string) => BYTES_A_NUMBER * sizeOf(shapes.get(name) ?? [])
  const memory = new Memory(model)
  for (const node of model.nodes) memory.run(node, bytesOf)
  return memory.peak
}

/** Which buffers are held while nodes run one after the other. */
class Memory {
  peak = 0
  #held = 0
  /** Names that stand for each buffer and will be read again. */
  readonly #names = new Map<string, number>()
  readonly #bufferOf = new Map<string, string>()
  readonly #reads = new Map<string, number>()
  readonly #outputs: ReadonlySet<string>

  constructor({ nodes, outputs }: OnnxModel) {
    this.#outputs = new Set(outputs.map(output => output.name))
    for (const { inputs } of nodes) {
      for (const name of new Set(inputs)) this.#reads.set(name, (this.#reads.get(name) ?? 0) + 1)
    }
  }

  run(node: OnnxNode, bytesOf: (name: string) => number): void {
    const inputs = [...new Set(node.inputs)]
    for (const output of node.outputs) {
      if (this.#outputs.has(output)) continue
      const buffer = node.op === 'Reshape' ? this.#bufferOf.get(inputs[0]) : this.#overwritten(node, output, bytesOf)
      if (buffer !== undefined) this.#name(output, buffer)
      // Another name of an input of the model takes nothing.
      else if (node.op !== 'Reshape') {
        this.#held += bytesOf(output)
        this.#name(output, output)
      }
    }
    this.peak = Math.max(this.peak, this.#held)
    for (const name of inputs) this.#read(name, bytesOf)
    for (const name of node.outputs) if (!this.#reads.has(name)) this.#forget(name, bytesOf)
  }

  #overwritten(node: OnnxNode, output: string, bytesOf: (name: string) => number): string | undefined {
    if (!IN_PLACE.has(node.op)) return undefined
    const last = node.inputs.find(name => {
      const buffer = this.#bufferOf.get(name)
      const only = buffer !== undefined && this.#names.get(buffer) === 1 && this.#reads.get(name) === 1
      return only && bytesOf(name) === bytesOf(output)
    })
    return last === undefined ? undefined : this.#bufferOf.get(last)
  }

  #name(name: string, buffer: string): void {
    this.#bufferOf.set(name, buffer)
    this.#names.set(buffer, (this.#names.get(buffer) ?? 0) + 1)
  }

  #read(name: string, bytesOf: (name: string) => number): void {
    const left = (this.#reads.get(name) ?? 0) - 1
    this.#reads.set(name, left)
    if (left === 0) this.#forget(name, bytesOf)
  }

  #forget(name: string, bytesOf: (name: string) => number): void {
    const buffer = this.#bufferOf.get(name)
    if (buffer === undefined) return
    const names = (this.#names.get(buffer) ?? 0) - 1
    this.#names.set(buffer, names)
    if (names === 0) this.#held -= bytesOf(buffer)
  }
}
