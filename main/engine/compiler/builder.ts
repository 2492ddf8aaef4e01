import { type ConstantArray, castNumber, ONNX_TYPES, transposed, typedArray } from './constants.ts'
import type { DataType, Shape } from './graph.ts'
import { sizeOf } from './graph.ts'
import {
  type Atom,
  dimsOf,
  IncompatibleSplit,
  isBlocked,
  type Layout,
  layoutKey,
  mergeRuns,
  moveBetween,
  nchw,
  plainLayout,
  singleAxisMoves,
} from './layout.ts'
import type { MovedArray, OnnxAttribute, OnnxModel, OnnxNode, OnnxTensor } from './onnxModel.ts'

export const MICROSOFT = 'com.microsoft'
/** ONNX Runtime's blocked convolutions: an internal domain, so the runtime's version is pinned and each use checked. */
export const NCHWC = 'com.microsoft.nchwc'

/** A lowered value: a tensor of the ONNX graph and how it holds the logical elements. */
export interface Value {
  readonly name: string
  readonly shape: Shape
  readonly dtype: DataType
  readonly layout: Layout
  /** The ONNX tensor's dims; the layout's, but for axes of size 1. */
  readonly dims: readonly number[]
  /** Set where all elements are this number; the tensor is then a scalar. */
  readonly splat?: number
}

/** What a lowering may use. */
export interface LoweringOptions {
  /** Channels a block of ONNX Runtime's NCHWc layout on this processor; 0: plain convolutions. */
  readonly block: number
  /**
   * Activations stay in blocks between convolutions. Saves reorders, but what is added or multiplied channel by channel takes
   * twice as long in blocks: of a training step with batch norm, 3 % are lost (2 cores, AVX-512).
   */
  readonly keepBlocks?: boolean
  /** Operators of the ONNX standard alone, in forms that hold for images of any size where there is one. */
  readonly portable?: boolean
  /** Convolutions in the frequency domain wherever that can be (true), nowhere (false), or where it should be faster. */
  readonly frequencies?: boolean
  /** Images go in and out as [batch, channel, height, width]. */
  readonly channelsFirst?: boolean
}

/** Collects ONNX nodes; asking twice for one thing answers the same tensor, so equal work is done once. */
export class OnnxBuilder {
  readonly options: LoweringOptions
  readonly #nodes: OnnxNode[] = []
  readonly #initializers = new Map<string, OnnxTensor>()
  readonly #known = new Map<string, readonly string[]>()
  readonly #moves: MovedArray[] = []
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
    return this.emitAll(op, inputs, attributes, 1, domain)[0]
  }

  /** Adds a node with several outputs. */
  emitAll(
    op: string,
    inputs: readonly string[],
    attributes: Readonly<Record<string, OnnxAttribute>>,
    count: number,
    domain = '',
  ): readonly string[] {
    const key = JSON.stringify([op, inputs, attributes, domain, count])
    return this.#once(key, count, outputs => {
      this.#nodes.push({ op, domain, inputs, outputs, attributes })
    })
  }

  /** A constant list of int64. */
  ints(values: readonly number[]): string {
    return this.#constant(`ints ${values.join()}`, [values.length], () => BigInt64Array.from(values, v => BigInt(v)))
  }

  /** A constant scalar. */
  scalar(value: number, dtype: DataType = 'float32'): string {
    return this.#constant(`${dtype} ${Object.is(value, -0) ? '-0' : value}`, [], () => typedArray([value], dtype))
  }

  /** A constant array. */
  array(data: Float32Array | Int32Array, dims: readonly number[], dtype: DataType = 'float32'): string {
    const name = this.#name()
    this.#initializers.set(name, { name, dims, data: dtype === 'bool' ? typedArray(data, dtype) : data })
    return name
  }

  /** A constant float32 array, the same tensor for the same numbers. */
  sharedArray(data: Float32Array, dims: readonly number[]): string {
    return this.#constant(`${dims.join()} of ${Array.from(data).join()}`, dims, () => data)
  }

  reshape(name: string, dims: readonly number[]): string {
    const constant = this.#initializers.get(name)
    if (constant === undefined) return this.emit('Reshape', [name, this.ints(dims)])
    return this.#constant(`${name} as ${dims.join()}`, dims, () => constant.data)
  }

  cast(value: Value, dtype: DataType): Value {
    if (value.dtype === dtype) return value
    if (value.splat !== undefined) return this.splat(castNumber(value.splat, dtype), value.shape, dtype)
    const to = { int: ONNX_TYPES[dtype] }
    return { ...value, dtype, name: this.emit('Cast', [value.name], { to }) }
  }

  /** The same elements in another order, at the least cost. A splat is spread out. */
  convert(value: Value, layout: Layout): Value {
    const dims = dimsOf(layout)
    if (value.splat !== undefined) {
      const single = sizeOf(dims) === 1
      const name = single ? this.reshape(value.name, dims) : this.emit('Expand', [value.name, this.ints(dims)])
      return { ...value, splat: undefined, layout, dims, name }
    }
    const reordered = this.#reorder(value, layout)
    if (reordered !== undefined) return { ...value, name: reordered, layout, dims }
    try {
      return { ...value, name: this.#move(value, layout), layout, dims }
    } catch (error) {
      if (!(error instanceof IncompatibleSplit)) throw error
      return this.convert(this.convert(value, plainLayout(value.shape)), layout)
    }
  }

  /** Between the blocked layout and NCHW by ONNX Runtime's own loops. */
  #reorder(value: Value, layout: Layout): string | undefined {
    const { block } = this.options
    if (block === 0 || value.shape.length !== 4) return undefined
    const [batch, height, width, channels] = value.shape
    const image = [batch, channels, height, width]
    const plain = layoutKey(nchw(value.shape))
    if (isBlocked(layout, value.shape, block) && layoutKey(value.layout) === plain) {
      const source = sameDims(value.dims, image) ? value.name : this.reshape(value.name, image)
      return this.reshape(this.emit('ReorderInput', [source], {}, NCHWC), dimsOf(layout))
    }
    if (layoutKey(layout) === plain && isBlocked(value.layout, value.shape, block)) {
      const attributes = { channels: { int: channels } }
      return this.emit('ReorderOutput', [this.reshape(value.name, image)], attributes, NCHWC)
    }
    return undefined
  }

  #move(value: Value, layout: Layout): string {
    const dims = dimsOf(layout)
    const move = moveBetween(value.layout, layout)
    let name = value.name
    if (move === null) return sameDims(value.dims, dims) ? name : this.reshape(name, dims)
    let moved = value.dims
    let split = move.split
    for (const perm of singleAxisMoves(move.perm)) {
      // Dims of its own keep the runtime from making one transpose of two again.
      const merged = mergeRuns(split, perm)
      if (!sameDims(merged.split, moved)) name = this.reshape(name, merged.split)
      name = this.#transpose(name, merged.split, merged.perm, value.shape)
      moved = merged.perm.map(p => merged.split[p])
      split = perm.map(p => split[p])
    }
    return sameDims(moved, dims) ? name : this.reshape(name, dims)
  }

  #transpose(name: string, dims: readonly number[], perm: readonly number[], shape: Shape): string {
    const constant = this.#initializers.get(name)
    if (constant !== undefined) {
      const moved = perm.map(p => dims[p])
      return this.#constant(`${name} by ${perm.join()}`, moved, () => transposed(constant.data, dims, perm))
    }
    this.#moves.push({ elements: sizeOf(dims), first: shape[0] })
    return this.emit('Transpose', [name], { perm: { ints: perm } })
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
      dtype: value.dtype,
      layout: value.layout.map(a => ({ axis: a.axis + offset, size: a.size })),
      dims: value.dims,
    }
    const target = layout.map((atom): Atom => (lifted.shape[atom.axis] === 1 ? { axis: atom.axis, size: 1 } : atom))
    return this.convert(lifted, target).name
  }

  splat(value: number, shape: Shape, dtype: DataType = 'float32'): Value {
    return { name: this.scalar(value, dtype), shape, dtype, layout: plainLayout(shape), dims: [], splat: value }
  }

  value(name: string, shape: Shape, layout: Layout = plainLayout(shape), dtype: DataType = 'float32'): Value {
    return { name, shape, dtype, layout, dims: dimsOf(layout) }
  }

  /** A result whose shape and type are its node's. */
  result(name: string, node: { readonly shape: Shape; readonly dtype: DataType }, layout?: Layout): Value {
    return this.value(name, node.shape, layout, node.dtype)
  }

  /** The model whose inputs and outputs are the given; outputs are copied to their names. */
  finish(
    inputs: OnnxModel['inputs'],
    outputs: readonly { name: string; tensor: string; dims: Shape; dtype: DataType }[],
  ): OnnxModel {
    for (const { name, tensor } of outputs) {
      this.#nodes.push({ op: 'Identity', domain: '', inputs: [tensor], outputs: [name], attributes: {} })
    }
    const used = new Set(this.#nodes.flatMap(node => node.inputs))
    return {
      nodes: this.#nodes,
      initializers: [...this.#initializers.values()].filter(({ name }) => used.has(name)),
      inputs,
      outputs: outputs.map(({ name, dims, dtype }) => ({ name, dims, dtype })),
      moves: this.#moves,
    }
  }

  #constant(key: string, dims: readonly number[], make: () => ConstantArray): string {
    const [made] = this.#once(key, 1, ([name]) => this.#initializers.set(name, { name, dims, data: make() }))
    return made
  }

  #once(key: string, count: number, make: (names: readonly string[]) => void): readonly string[] {
    const known = this.#known.get(key)
    if (known !== undefined) return known
    const names = Array.from({ length: count }, () => this.#name())
    this.#known.set(key, names)
    make(names)
    return names
  }

  #name(): string {
    return `t${this.#names++}`
  }
}

const sameDims = (a: readonly number[], b: readonly number[]) => a.length === b.length && a.every((d, i) => d === b[i])
