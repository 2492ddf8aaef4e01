import { type FloatArray, type ScalarArray, type ScalarKind, scalarsToFloats } from './scalars.ts'

/** Tensor types by the names of safetensors. */
export type TensorDtype =
  | 'F64'
  | 'F32'
  | 'F16'
  | 'BF16'
  | 'I64'
  | 'I32'
  | 'I16'
  | 'I8'
  | 'U64'
  | 'U32'
  | 'U16'
  | 'U8'
  | 'BOOL'

/**
 * A named tensor's value in C order. `dtype` is the type in the file. `data` holds F32, F16 and BF16 as float32 and all
 * others as float64, each exactly: integers beyond 2^53 are refused by the readers.
 */
export interface Tensor {
  readonly shape: number[]
  readonly dtype: TensorDtype
  readonly data: FloatArray
}

/** A tensor under its name, which for weights is PyTorch's state_dict key. */
export interface NamedTensor extends Tensor {
  readonly name: string
}

const KINDS: Record<TensorDtype, ScalarKind> = {
  F64: 'f8',
  F32: 'f4',
  F16: 'f2',
  BF16: 'bf2',
  I64: 'i8',
  I32: 'i4',
  I16: 'i2',
  I8: 'i1',
  U64: 'u8',
  U32: 'u4',
  U16: 'u2',
  U8: 'u1',
  BOOL: 'b1',
}

export function isTensorDtype(name: unknown): name is TensorDtype {
  return typeof name === 'string' && Object.hasOwn(KINDS, name)
}

export function tensorKind(dtype: TensorDtype): ScalarKind {
  return KINDS[dtype]
}

/** Decoded scalars as the data of a tensor; undefined where an integer is too large for a float64. */
export function tensorData(scalars: ScalarArray): FloatArray | undefined {
  if (scalars instanceof Float32Array || scalars instanceof Float64Array) return scalars
  const { data, rounded } = scalarsToFloats(scalars)
  if (rounded) return undefined
  return data instanceof Float64Array ? data : Float64Array.from(data)
}
