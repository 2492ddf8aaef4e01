import type { Graph, GraphNode, OperationNode, Shape, ValueId } from '../graph.ts'
import { sameShape, sizeOf } from '../graph.ts'
import type { ConvGeometry } from '../lower/convGeometry.ts'
import { phaseKernelSize } from '../lower/phaseFilter.ts'
import { kernelDefinition } from '../lower/registry.ts'
import { dropDead } from './dropDead.ts'
import type { Pass } from './rewrite.ts'

/** Output channels that a blocked convolution computes at one time: fewer cost as much. */
const FREE_CHANNELS = 16

/**
 * Moves pixel shuffles towards the network's end, past what goes element by element and past convolutions into few
 * channels, and their inverses in the backward pass up to meet them. Such a convolution is computed on all r x r phases of
 * the large image side by side, so that no large value of many channels is ever shuffled: that took a seventh of
 * ResnetSISR's time at inference.
 */
export const sinkShuffles: Pass = graph => dropDead(new Sinking().run(graph))

class Sinking {
  readonly #nodes: GraphNode[] = []
  readonly #unshuffled = new Map<string, ValueId>()

  run(graph: Graph): Graph {
    const moved: ValueId[] = []
    for (const node of graph.nodes) {
      moved.push(
        node.kind === 'operation' ? this.#visit({ ...node, inputs: node.inputs.map(i => moved[i]) }) : this.#add(node),
      )
    }
    return { nodes: this.#nodes, outputs: graph.outputs.map(o => ({ name: o.name, value: moved[o.value] })) }
  }

  #visit(node: OperationNode): ValueId {
    if (node.kernel === 'PixelUnshuffle') return this.#unshuffle(node.inputs[0], node.attrs.r as number)
    const r = node.inputs.map(i => shuffleFactor(this.#nodes[i])).find(found => found !== undefined)
    return (r === undefined ? undefined : this.#sink(node, r)) ?? this.#add(node)
  }

  /** The node computed before the shuffle of its inputs, then shuffled; undefined where that cannot be. */
  #sink(node: OperationNode, r: number): ValueId | undefined {
    if (node.kernel === 'Conv2DBackpropFilter') return this.#filterGradient(node, r)
    if (node.kernel === 'Conv2D') {
      const phases = phaseGeometry(node.attrs.geometry as ConvGeometry, r)
      if (phases === undefined || shuffleFactor(this.#nodes[node.inputs[0]]) !== r) return undefined
      const inputs = [this.#unshuffle(node.inputs[0], r), this.#phaseFilter(node.inputs[1], r)]
      const shape = unshuffledShape(node.shape, r)
      return this.#shuffle(this.#add({ ...node, inputs, shape, attrs: { ...node.attrs, geometry: phases } }), r)
    }
    const inner = this.#elementwise(node, r, value => shuffleFactor(this.#nodes[value]) === r)
    return inner === undefined ? undefined : this.#shuffle(inner, r)
  }

  /** An element-wise node on unshuffled inputs; undefined where an input cannot be had so. */
  #elementwise(node: OperationNode, r: number, allowed: (value: ValueId) => boolean): ValueId | undefined {
    if (node.shape.length !== 4 || kernelDefinition(node.kernel).elementwise !== true) return undefined
    const inputs: ValueId[] = []
    for (const value of node.inputs) {
      const input = this.#nodes[value]
      if (isUniform(input)) inputs.push(value)
      else if (sameShape(input.shape, node.shape) && allowed(value)) inputs.push(this.#unshuffle(value, r))
      else if (sameShape(input.shape, [node.shape[3]])) inputs.push(this.#repeated(value, r))
      else return undefined
    }
    // What is the same everywhere has the result's shape or none.
    const shape = unshuffledShape(node.shape, r)
    const fitted = inputs.map(value => this.#fit(value, node.shape, shape))
    return this.#add({ ...node, inputs: fitted, shape })
  }

  #fit(value: ValueId, from: Shape, to: Shape): ValueId {
    const node = this.#nodes[value]
    return node.kind === 'constant' && sameShape(node.shape, from) ? this.#add({ ...node, shape: to }) : value
  }

  #filterGradient(node: OperationNode, r: number): ValueId | undefined {
    const geometry = node.attrs.geometry as ConvGeometry
    const phases = phaseGeometry(geometry, r)
    if (phases === undefined || shuffleFactor(this.#nodes[node.inputs[0]]) !== r) return undefined
    const inputs = node.inputs.map(value => this.#unshuffle(value, r))
    const shape = [...phases.kernel, phases.inChannels, phases.outChannels]
    const gradient = this.#add({ ...node, inputs, shape, attrs: { ...node.attrs, geometry: phases } })
    const { shape: filterShape } = node
    return this.#add(operation('PhaseFilterGradient', [gradient], filterShape, { r, filterShape }))
  }

  /** The value before its shuffle by r, or shuffled back. */
  #unshuffle(value: ValueId, r: number): ValueId {
    const key = `${value} by ${r}`
    const known = this.#unshuffled.get(key)
    if (known !== undefined) return known
    const made = this.#makeUnshuffled(value, r)
    this.#unshuffled.set(key, made)
    return made
  }

  #makeUnshuffled(value: ValueId, r: number): ValueId {
    const node = this.#nodes[value]
    if (shuffleFactor(node) === r && node.kind === 'operation') return node.inputs[0]
    if (node.kind === 'operation') {
      if (node.kernel === 'Reshape' && sameShape(this.#nodes[node.inputs[0]].shape, node.shape)) {
        return this.#unshuffle(node.inputs[0], r)
      }
      const inner = this.#inputGradient(node, r) ?? this.#elementwise(node, r, () => true)
      if (inner !== undefined) return inner
    }
    return this.#add(operation('PixelUnshuffle', [value], unshuffledShape(node.shape, r), { r }))
  }

  #inputGradient(node: OperationNode, r: number): ValueId | undefined {
    if (node.kernel !== 'Conv2DBackpropInput') return undefined
    const phases = phaseGeometry(node.attrs.geometry as ConvGeometry, r)
    if (phases === undefined) return undefined
    const inputs = [this.#unshuffle(node.inputs[0], r), this.#phaseFilter(node.inputs[1], r)]
    const shape = unshuffledShape(node.shape, r)
    return this.#add({ ...node, inputs, shape, attrs: { ...node.attrs, geometry: phases } })
  }

  #phaseFilter(filter: ValueId, r: number): ValueId {
    const [k, , c, o] = this.#nodes[filter].shape
    const size = phaseKernelSize(k, r)
    return this.#add(operation('PhaseFilter', [filter], [size, size, c * r * r, o * r * r], { r }))
  }

  /** One number a channel, for each of the channel's phases. */
  #repeated(value: ValueId, r: number): ValueId {
    const [c] = this.#nodes[value].shape
    const column = this.#add(operation('Reshape', [value], [c, 1]))
    const tiled = this.#add(operation('Tile', [column], [c, r * r], { reps: [1, r * r] }))
    return this.#add(operation('Reshape', [tiled], [c * r * r]))
  }

  #shuffle(value: ValueId, r: number): ValueId {
    const [n, h, w, c] = this.#nodes[value].shape
    return this.#add(operation('PixelShuffle', [value], [n, h * r, w * r, c / (r * r)], { r }))
  }

  #add(node: GraphNode): ValueId {
    return this.#nodes.push(node) - 1
  }
}

const operation = (
  kernel: string,
  inputs: readonly ValueId[],
  shape: Shape,
  attrs: Readonly<Record<string, unknown>> = {},
): OperationNode => ({ kind: 'operation', kernel, inputs, attrs, shape, dtype: 'float32' })

const shuffleFactor = (node: GraphNode | undefined): number | undefined =>
  node?.kind === 'operation' && node.kernel === 'PixelShuffle' ? (node.attrs.r as number) : undefined

const isUniform = (node: GraphNode): boolean =>
  sizeOf(node.shape) === 1 || (node.kind === 'constant' && node.data.length === 1)

const unshuffledShape = ([n, h, w, c]: Shape, r: number): number[] => [n, h / r, w / r, c * r * r]

/** The convolution on all phases; undefined where it would cost more, or has no such form. */
function phaseGeometry(g: ConvGeometry, r: number): ConvGeometry | undefined {
  const [k, kw] = g.kernel
  const reach = (k - 1) / 2
  const same = Object.values(g.padding).every(p => p === reach) && k === kw
  const whole = g.inSize.every(size => size % r === 0)
  const dense = [...g.strides, ...g.dilations].every(s => s === 1)
  if (!same || !whole || !dense || g.outChannels * r * r > FREE_CHANNELS) return undefined
  const size = phaseKernelSize(k, r)
  const p = (size - 1) / 2
  const [height, width] = g.inSize
  return {
    ...g,
    inChannels: g.inChannels * r * r,
    outChannels: g.outChannels * r * r,
    inSize: [height / r, width / r],
    outSize: [height / r, width / r],
    kernel: [size, size],
    padding: { top: p, bottom: p, left: p, right: p },
  }
}
