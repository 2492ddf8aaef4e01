import type { DataId, NamedAttrMap, TensorInfo } from '@tensorflow/tfjs-core'
import type { OnnxBuilder, Value } from '../builder.ts'
import type { DataType, GraphNode, OperationNode, Shape, ValueId } from '../graph.ts'

/** What a kernel may do while a step is recorded. */
export interface RecordContext {
  append(node: GraphNode): TensorInfo
  /** The same value under another shape or no name of its own. */
  alias(value: ValueId, shape: Shape, dtype: DataType): TensorInfo
  idOf(info: { dataId: DataId }): ValueId
}

/** One tfjs kernel: how it is recorded, folded and lowered. */
export interface KernelDefinition {
  readonly kernel: string
  /** Names of its inputs in order; 'list' where tfjs hands them as an array. */
  readonly inputs: readonly string[] | 'list'
  /** Absent for kernels that exist only inside the compiler (made by passes). */
  record(context: RecordContext, inputs: readonly TensorInfo[], attrs: NamedAttrMap): TensorInfo
  /** The element's value where all inputs are the same everywhere; absent: never folded. */
  fold?(inputs: readonly number[]): number
  lower(builder: OnnxBuilder, node: OperationNode, inputs: readonly Value[]): Value
}

const definitions = new Map<string, KernelDefinition>()

/** Adds a kernel; a second definition of one kernel is a mistake and throws. */
export function defineKernel(definition: KernelDefinition): void {
  if (definitions.has(definition.kernel)) throw new Error(`Kernel '${definition.kernel}' is defined twice.`)
  definitions.set(definition.kernel, definition)
}

export const kernelDefinitions = (): Iterable<KernelDefinition> => definitions.values()

/** The definition of a kernel, by name. */
export function kernelDefinition(kernel: string): KernelDefinition {
  const definition = definitions.get(kernel)
  if (definition === undefined)
    throw new Error(`Kernel '${kernel}' has no lowering; see main/engine/compiler/README.md.`)
  return definition
}

/** A kernel whose result depends on its inputs' shapes and attributes alone. */
export function recordOperation(
  kernel: string,
  shapeOf: (shapes: number[][], attrs: NamedAttrMap) => Shape,
  attributesOf: (shapes: number[][], attrs: NamedAttrMap) => Record<string, unknown> = () => ({}),
): KernelDefinition['record'] {
  return (context, inputs, attrs) => {
    const shapes = inputs.map(i => i.shape)
    return context.append({
      kind: 'operation',
      kernel,
      inputs: inputs.map(i => context.idOf(i)),
      attrs: attributesOf(shapes, attrs),
      shape: shapeOf(shapes, attrs),
      dtype: 'float32',
    })
  }
}
