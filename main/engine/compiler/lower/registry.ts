import type { DataId, NamedAttrMap, TensorInfo } from '@tensorflow/tfjs-core'
import { AppError } from '../../../domain/errors.ts'
import type { OnnxBuilder, Value } from '../builder.ts'
import type { DataType, GraphNode, OperationNode, Shape, ValueId } from '../graph.ts'

/** What a kernel may do while a step is recorded. */
export interface RecordContext {
  append(node: GraphNode): TensorInfo
  /** Records another kernel in this one's place. */
  run(
    kernel: string,
    inputs: Readonly<Record<string, TensorInfo>> | readonly TensorInfo[],
    attrs: NamedAttrMap,
  ): TensorInfo
  /** The same value under another shape or no name of its own. */
  alias(value: ValueId, shape: Shape, dtype: DataType): TensorInfo
  idOf(info: { dataId: DataId }): ValueId
}

/** One tfjs kernel: how it is recorded, folded and lowered. */
export interface KernelDefinition {
  readonly kernel: string
  /** Names of its inputs in order; 'list' where tfjs hands them as an array. */
  readonly inputs: readonly string[] | 'list'
  /** Absent for kernels that only passes make. */
  record?(context: RecordContext, inputs: readonly TensorInfo[], attrs: NamedAttrMap): TensorInfo | TensorInfo[]
  /** Each element comes from the inputs' elements at its place: constant arrays are folded as single numbers are. */
  readonly elementwise?: boolean
  /** The element's value where all inputs are the same everywhere; absent: never folded. */
  fold?(inputs: readonly number[], attrs: Readonly<Record<string, unknown>>): number
  /** Absent for kernels that a recording settles at once, as other kernels or as constants. */
  lower?(builder: OnnxBuilder, node: OperationNode, inputs: readonly Value[]): Value
}

/** How to add a kernel. */
export const RECIPE = 'main/engine/compiler/README.md'

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
  if (definition === undefined) throw new Error(`Kernel '${kernel}' has no lowering. ${RECIPE} says how to add one.`)
  return definition
}

type AttrsOf<T> = (shapes: number[][], attrs: NamedAttrMap) => T

/** A kernel whose result depends on its inputs' shapes and attributes alone; its type is `dtype`, or that of input `typeOf`. */
export function recordOperation(
  kernel: string,
  shapeOf: AttrsOf<Shape>,
  more: { readonly attrs?: AttrsOf<Record<string, unknown>>; readonly dtype?: DataType; readonly typeOf?: number } = {},
): KernelDefinition['record'] {
  return (context, inputs, attrs) => {
    const shapes = inputs.map(i => i.shape)
    return context.append({
      kind: 'operation',
      kernel,
      inputs: inputs.map(i => context.idOf(i)),
      attrs: more.attrs?.(shapes, attrs) ?? {},
      shape: shapeOf(shapes, attrs),
      dtype: more.dtype ?? dataType(inputs[more.typeOf ?? 0]),
    })
  }
}

/** The type of a value; a step has numbers and booleans alone. */
export function dataType(info: TensorInfo | undefined): DataType {
  const dtype = info?.dtype ?? 'float32'
  if (dtype === 'float32' || dtype === 'int32' || dtype === 'bool') return dtype
  throw new AppError('unsupported', `A compiled step cannot hold values of type ${dtype}.`, { dtype })
}
