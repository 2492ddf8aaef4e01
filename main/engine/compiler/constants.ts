import type { DataType } from './graph.ts'
import { sizeOf } from './graph.ts'

export type ConstantArray = Float32Array | Int32Array | BigInt64Array | Uint8Array

/** Numbers of the element types in ONNX's TensorProto.DataType. */
export const ONNX_TYPES: Readonly<Record<DataType | 'int64', number>> = { float32: 1, int32: 6, int64: 7, bool: 9 }

/** As tfjs casts: towards zero; everything but zero is true. */
export function castNumber(value: number, dtype: DataType): number {
  if (dtype === 'bool') return value === 0 ? 0 : 1
  return dtype === 'int32' ? Math.trunc(value) : value
}

/** Numbers as ONNX holds them: booleans as bytes. */
export function typedArray(values: ArrayLike<number>, dtype: DataType): Float32Array | Int32Array | Uint8Array {
  if (dtype === 'float32') return Float32Array.from(values)
  return dtype === 'int32' ? Int32Array.from(values) : Uint8Array.from(values, v => (v === 0 ? 0 : 1))
}

/** The array [dims] with its axes in the order `perm`. */
export function transposed<T extends ConstantArray>(data: T, dims: readonly number[], perm: readonly number[]): T {
  const result = data.slice() as T
  const strides = dims.map((_, axis) => sizeOf(dims.slice(axis + 1)))
  const steps = perm.map(axis => strides[axis])
  const sizes = perm.map(axis => dims[axis])
  const index = sizes.map(() => 0)
  let from = 0
  for (let to = 0; to < data.length; to++) {
    result[to] = data[from]
    for (let axis = sizes.length - 1; axis >= 0; axis--) {
      from += steps[axis]
      if (++index[axis] < sizes[axis]) break
      from -= steps[axis] * sizes[axis]
      index[axis] = 0
    }
  }
  return result
}
