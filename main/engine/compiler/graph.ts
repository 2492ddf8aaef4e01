/** A recorded step as plain data: values in topological order, each made by one kernel. */

export type Shape = readonly number[]
export type DataType = 'float32' | 'int32' | 'bool'
export type ValueId = number

/** Handed in at each run. */
export interface InputNode {
  readonly kind: 'input'
  readonly name: string
  readonly shape: Shape
  readonly dtype: DataType
}

/** Known when the graph is built. `data` of length 1 stands for a value that is the same everywhere in `shape`. */
export interface ConstantNode {
  readonly kind: 'constant'
  readonly data: Float32Array | Int32Array
  readonly shape: Shape
  readonly dtype: DataType
}

/** What one tfjs kernel computes from earlier values. */
export interface OperationNode {
  readonly kind: 'operation'
  readonly kernel: string
  readonly inputs: readonly ValueId[]
  readonly attrs: Readonly<Record<string, unknown>>
  readonly shape: Shape
  readonly dtype: DataType
}

export type GraphNode = InputNode | ConstantNode | OperationNode

export interface GraphOutput {
  readonly name: string
  readonly value: ValueId
}

export interface Graph {
  /** A value's id is its index; an operation's inputs have smaller ids. */
  readonly nodes: readonly GraphNode[]
  readonly outputs: readonly GraphOutput[]
}

/** Number of elements of a shape. */
export const sizeOf = (shape: Shape): number => shape.reduce((a, b) => a * b, 1)

export const sameShape = (a: Shape, b: Shape): boolean => a.length === b.length && a.every((d, i) => d === b[i])

/** The node of a value. */
export function nodeOf(graph: Graph, id: ValueId): GraphNode {
  const node = graph.nodes[id]
  if (node === undefined) throw new Error(`The graph has no value ${id}.`)
  return node
}

/** How many operations and outputs read each value. */
export function countUses(graph: Graph): Uint32Array {
  const uses = new Uint32Array(graph.nodes.length)
  const use = (id: ValueId) => {
    uses[id] = (uses[id] ?? 0) + 1
  }
  for (const node of graph.nodes) if (node.kind === 'operation') node.inputs.forEach(use)
  for (const output of graph.outputs) use(output.value)
  return uses
}

/** One line a value, for people and for tests. */
export function printGraph(graph: Graph): string {
  const lines = graph.nodes.map((node, id) => {
    const type = `${node.dtype}[${node.shape.join(',')}]`
    if (node.kind === 'input') return `%${id} = input ${node.name}: ${type}`
    if (node.kind === 'constant') return `%${id} = constant ${node.data.length === 1 ? node.data[0] : '...'}: ${type}`
    return `%${id} = ${node.kernel}(${node.inputs.map(i => `%${i}`).join(', ')}): ${type}`
  })
  return [...lines, ...graph.outputs.map(o => `${o.name} <- %${o.value}`)].join('\n')
}
