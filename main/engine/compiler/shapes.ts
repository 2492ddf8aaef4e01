import { sizeOf } from './graph.ts'
import type { OnnxModel, OnnxNode } from './onnxModel.ts'

type Dims = readonly number[]

/** What the rule of an operator may ask for. */
interface Operands {
  readonly node: OnnxNode
  /** Of each input; undefined where an optional input is left out. */
  readonly dims: readonly (Dims | undefined)[]
  /** The whole numbers of a constant input, [] where it is left out. */
  ints(input: number): number[]
}

/** The dims of every tensor of a model whose inputs have fixed sizes, as the ONNX standard's operators define them. */
export function inferShapes(model: OnnxModel): Map<string, Dims> {
  const constants = new Map(model.initializers.map(tensor => [tensor.name, tensor]))
  const known = new Map<string, Dims>(model.initializers.map(({ name, dims }) => [name, dims]))
  for (const { name, dims } of model.inputs) known.set(name, dims.map(Number))
  for (const node of model.nodes) {
    const dims = node.inputs.map(name => known.get(name))
    const ints = (input: number) => Array.from(constants.get(node.inputs[input] ?? '')?.data ?? [], Number)
    const result = (rules[node.op] ?? broadcast)({ node, dims, ints })
    for (const output of node.outputs) known.set(output, result)
  }
  return known
}

/** Operators that are missing here go element by element: their result is as large as their inputs together. */
const rules: Readonly<Record<string, (operands: Operands) => Dims>> = {
  Conv: ({ node, dims: [x = [], w = []] }) => windowed(node, x, w[0]),
  MaxPool: ({ node, dims: [x = []] }) => windowed(node, x, x[1]),
  AveragePool: ({ node, dims: [x = []] }) => windowed(node, x, x[1]),
  ConvTranspose: ({ node, dims: [x = [], w = []] }) => transposedConvolution(node, x, w),
  ReorderInput: first,
  ReorderOutput: ({ node, dims: [x = []] }) => [x[0], intOf(node, 'channels', x[1]), ...x.slice(2)],
  Reshape: ({ dims: [x = []], ints }) => reshaped(x, ints(1)),
  Transpose: ({ node, dims: [x = []] }) => intsOf(node, 'perm').map(axis => x[axis]),
  Pad: ({ dims: [x = []], ints }) => x.map((size, i) => size + (ints(1)[i] ?? 0) + (ints(1)[i + x.length] ?? 0)),
  Slice: ({ dims: [x = []], ints }) => sliced(x, ints(1), ints(2), ints(3), ints(4)),
  Concat: ({ node, dims }) => {
    const axis = intOf(node, 'axis', 0)
    return (dims[0] ?? []).map((size, i) => (i === axis ? dims.reduce((sum, d) => sum + (d?.[axis] ?? 0), 0) : size))
  },
  Gather: ({ node, dims: [x = [], indices = []] }) => {
    const axis = intOf(node, 'axis', 0)
    return [...x.slice(0, axis), ...indices, ...x.slice(axis + 1)]
  },
  Expand: ({ dims: [x = []], ints }) => together([x, ints(1)]),
  Tile: ({ dims: [x = []], ints }) => x.map((size, i) => size * (ints(1)[i] ?? 1)),
  MatMul: ({ dims: [a = [], b = []] }) => product(a, b, false, false),
  FusedMatMul: ({ node, dims: [a = [], b = []] }) =>
    product(a, b, intOf(node, 'transA', 0) === 1, intOf(node, 'transB', 0) === 1),
  DepthToSpace: ({ node, dims: [x = []] }) => {
    const block = intOf(node, 'blocksize', 1)
    return [x[0], x[1] / block ** 2, x[2] * block, x[3] * block]
  },
  Resize: ({ dims: [x = []], ints }) => (ints(3).length > 0 ? ints(3) : x.map((d, i) => Math.floor(d * ints(2)[i]))),
  ScatterND: first,
  ScatterElements: first,
  CumSum: first,
  ArgMax: ({ node, dims: [x = []] }) => reduced(x, [intOf(node, 'axis', 0)], intOf(node, 'keepdims', 1) === 1),
  ArgMin: ({ node, dims: [x = []] }) => reduced(x, [intOf(node, 'axis', 0)], intOf(node, 'keepdims', 1) === 1),
  ...Object.fromEntries(['ReduceSum', 'ReduceMean', 'ReduceMax', 'ReduceMin', 'ReduceProd'].map(op => [op, reduction])),
}

function first({ dims: [x = []] }: Operands): Dims {
  return x
}

function broadcast({ dims }: Operands): Dims {
  return together(dims.map(d => d ?? []))
}

/** Numpy's broadcasting: from the last axis on, the larger of sizes. */
function together(dims: readonly Dims[]): Dims {
  const rank = Math.max(0, ...dims.map(d => d.length))
  return Array.from({ length: rank }, (_, i) => Math.max(...dims.map(d => d[i - rank + d.length] ?? 1)))
}

/** [batch, channels, height, width] under a window that moves in strides. */
function windowed(node: OnnxNode, x: Dims, channels: number): Dims {
  const kernel = intsOf(node, 'kernel_shape')
  const { strides, pads, dilations } = windowOf(node, kernel.length)
  const size = (k: number, i: number) => {
    const padded = x[i + 2] + pads[i] + pads[i + kernel.length]
    return Math.floor((padded - (k - 1) * dilations[i] - 1) / strides[i]) + 1
  }
  return [x[0], channels, ...kernel.map(size)]
}

function transposedConvolution(node: OnnxNode, x: Dims, w: Dims): Dims {
  const kernel = intsOf(node, 'kernel_shape')
  const { strides, pads, dilations } = windowOf(node, kernel.length)
  const more = intsOf(node, 'output_padding')
  const size = (k: number, i: number) => {
    const cut = pads[i] + pads[i + kernel.length]
    return (x[i + 2] - 1) * strides[i] + (more[i] ?? 0) + (k - 1) * dilations[i] + 1 - cut
  }
  return [x[0], w[1] * intOf(node, 'group', 1), ...kernel.map(size)]
}

function windowOf(node: OnnxNode, rank: number) {
  const orElse = (name: string, length: number, value: number) => {
    const found = intsOf(node, name)
    return found.length > 0 ? found : Array<number>(length).fill(value)
  }
  return {
    strides: orElse('strides', rank, 1),
    pads: orElse('pads', 2 * rank, 0),
    dilations: orElse('dilations', rank, 1),
  }
}

function reshaped(x: Dims, target: readonly number[]): Dims {
  const rest = target.filter(size => size !== -1)
  return target.map(size => (size === -1 ? sizeOf(x) / sizeOf(rest) : size))
}

function sliced(
  x: Dims,
  starts: readonly number[],
  ends: readonly number[],
  axes: readonly number[],
  steps: readonly number[],
): Dims {
  return x.map((size, axis) => {
    const at = axes.length > 0 ? axes.indexOf(axis) : axis
    if (at < 0 || at >= starts.length) return size
    const step = steps[at] ?? 1
    const from = place(starts[at], size, step)
    return Math.max(0, Math.ceil((place(ends[at], size, step) - from) / step))
  })
}

/** A bound of a slice: below zero it counts from the end; backwards it may come to stand before the first. */
function place(bound: number, size: number, step: number): number {
  const counted = bound < 0 ? bound + size : bound
  return step > 0 ? Math.min(Math.max(counted, 0), size) : Math.min(Math.max(counted, -1), size - 1)
}

function product(a: Dims, b: Dims, transA: boolean, transB: boolean): Dims {
  const rows = a[a.length - (transA ? 1 : 2)]
  const columns = b[b.length - (transB ? 2 : 1)]
  return [...together([a.slice(0, -2), b.slice(0, -2)]), rows, columns]
}

function reduction({ node, dims: [x = []], ints }: Operands): Dims {
  const axes = [...ints(1), ...intsOf(node, 'axes')]
  return reduced(x, axes, intOf(node, 'keepdims', 1) === 1)
}

function reduced(x: Dims, axes: readonly number[], keep: boolean): Dims {
  const gone = (i: number) => axes.length === 0 || axes.includes(i) || axes.includes(i - x.length)
  return keep ? x.map((size, i) => (gone(i) ? 1 : size)) : x.filter((_, i) => !gone(i))
}

function intOf(node: OnnxNode, name: string, otherwise: number): number {
  const attribute = node.attributes[name]
  return attribute !== undefined && 'int' in attribute ? attribute.int : otherwise
}

function intsOf(node: OnnxNode, name: string): readonly number[] {
  const attribute = node.attributes[name]
  return attribute !== undefined && 'ints' in attribute ? attribute.ints : []
}
