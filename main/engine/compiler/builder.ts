import type { DataType, Shape } from './graph.ts'
import {
  type Atom,
  dimsOf,
  IncompatibleSplit,
  type Layout,
  mergeRuns,
  moveBetween,
  plainLayout,
  singleAxisMoves,
} from './layout.ts'
import type { OnnxAttribute, OnnxModel, OnnxNode, OnnxTensor } from './onnxModel.ts'

export const MICROSOFT = 'com.microsoft'
/** ONNX Runtime's blocked convolutions: an internal domain, so the runtime's version is pinned and each use checked. */
export const NCHWC = 'com.microsoft.nchwc'

/** A lowered value: a tensor of the ONNX graph and how it holds the logical elements. */
export interface Value {
  readonly name: string
  readonly shape: Shape
  readonly layout: Layout
  /** The ONNX tensor's dims; the layout's, but for axes of size 1. */
  readonly dims: readonly number[]
  /** Set where all elements are this number; the tensor is then a scalar. */
  readonly splat?: number
}

/** How convolutions are lowered. */
export interface LoweringOptions {
  /** Channels a block of ONNX Runtime's NCHWc layout on this processor; 0: plain convolutions. */
  readonly block: number
}

/** Collects ONNX nodes; asking twice for one thing answers the same tensor, so equal work is done once. */
export class OnnxBuilder {
  readonly options: LoweringOptions
  readonly #nodes: OnnxNode[] = []
  readonly #initializers: OnnxTensor[] = []
  readonly #known = new Map<string, string>()
  #names = 0

  constructor(options: LoweringOptions) {
    this.options = options
  }

  /** Adds a node with one output and answers the output's name. */
  emit(
    op: string,
    inputs: readonly string[],
    attributes: Readonly<Record<string, OnnxAttribute>> = {},
    domain = '',
  ): string {
    return this.#once(JSON.stringify([op, inputs, attributes, domain]), output => {
      this.#nodes.push({ op, domain, inputs, output, attributes })
    })
  }

  /** A constant list of int64. */
  ints(values: readonly number[]): string {
    return this.#once(`ints ${values.join()}`, name => {
      const data = BigInt64Array.from(values, v => BigInt(v))
      this.#initializers.push({ name, dims: [values.length], data })
    })
  }

  /** A constant float scalar. */
  scalar(value: number): string {
    return this.#once(`float ${Object.is(value, -0) ? '-0' : value}`, name => {
      this.#initializers.push({ name, dims: [], data: Float32Array.of(value) })
    })
  }

  /** A constant array. */
  array(data: Float32Array | Int32Array, dims: readonly number[]): string {
    const name = this.#name()
    this.#initializers.push({ name, dims: [...dims], data })
    return name
  }

  reshape(name: string, dims: readonly number[]): string {
    return this.emit('Reshape', [name, this.ints(dims)])
  }

  /** The same elements in another order, at the least cost. A splat is spread out. */
  convert(value: Value, layout: Layout): Value {
    const dims = dimsOf(layout)
    if (value.splat !== undefined) {
      return { ...value, layout, dims, name: this.emit('Expand', [value.name, this.ints(dims)]) }
    }
    let name: string
    try {
      const move = moveBetween(value.layout, layout)
      name = value.name
      if (move !== null) {
        let moved = value.dims
        let split = move.split
        for (const perm of singleAxisMoves(move.perm)) {
          // Dims of its own keep the runtime from making one transpose of two again.
          const merged = mergeRuns(split, perm)
          if (!sameDims(merged.split, moved)) name = this.reshape(name, merged.split)
          name = this.emit('Transpose', [name], { perm: { ints: merged.perm } })
          moved = merged.perm.map(p => merged.split[p])
          split = perm.map(p => split[p])
        }
        if (!sameDims(moved, dims)) name = this.reshape(name, dims)
      } else if (!sameDims(value.dims, dims)) {
        name = this.reshape(name, dims)
      }
    } catch (error) {
      if (!(error instanceof IncompatibleSplit)) throw error
      return this.convert(this.convert(value, plainLayout(value.shape)), layout)
    }
    return { name, shape: value.shape, layout, dims }
  }

  /** The tensor in its logical, row-major order. */
  plain(value: Value): string {
    return this.convert(value, plainLayout(value.shape)).name
  }

  /** The value as an operand beside one of `layout` and `shape`, by numpy's broadcasting. */
  operand(value: Value, shape: Shape, layout: Layout): string {
    if (value.splat !== undefined) return value.name
    const offset = shape.length - value.shape.length
    const lifted: Value = {
      name: value.name,
      shape: [...shape.map(() => 1).slice(0, offset), ...value.shape],
      layout: value.layout.map(a => ({ axis: a.axis + offset, size: a.size })),
      dims: value.dims,
    }
    const target = layout.map((atom): Atom => (lifted.shape[atom.axis] === 1 ? { axis: atom.axis, size: 1 } : atom))
    return this.convert(lifted, target).name
  }

  splat(value: number, shape: Shape): Value {
    return { name: this.scalar(value), shape, layout: plainLayout(shape), dims: [], splat: value }
  }

  value(name: string, shape: Shape, layout: Layout = plainLayout(shape)): Value {
    return { name, shape, layout, dims: dimsOf(layout) }
  }

  /** The model whose inputs and outputs are the given; outputs are copied to their names. */
  finish(inputs: OnnxModel['inputs'], outputs: readonly { name: string; tensor: string; dims: Shape }[]): OnnxModel {
    for (const { name, tensor } of outputs) {
      this.#nodes.push({ op: 'Identity', domain: '', inputs: [tensor], output: name, attributes: {} })
    }
    return {
      nodes: this.#nodes,
      initializers: this.#initializers,
      inputs,
      outputs: outputs.map(({ name, dims }) => ({ name, dims, dtype: 'float32' as DataType })),
    }
  }

  #once(key: string, make: (name: string) => void): string {
    const known = this.#known.get(key)
    if (known !== undefined) return known
    const name = this.#name()
    this.#known.set(key, name)
    make(name)
    return name
  }

  #name(): string {
    return `t${this.#names++}`
  }
}

const sameDims = (a: readonly number[], b: readonly number[]) => a.length === b.length && a.every((d, i) => d === b[i])
