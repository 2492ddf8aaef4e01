import { AppError } from '../../domain/errors.ts'
import { decodeScalars, scalarSize } from '../scalars.ts'
import { type Tensor, type TensorDtype, tensorData, tensorKind } from '../tensor.ts'
import { damagedPickle } from './pickleReader.ts'
import { Global, type PickleValue } from './unpickle.ts'

/** The typed storages of PyTorch that hold real numbers. */
export const STORAGE_DTYPES: ReadonlyMap<string, TensorDtype> = new Map([
  ['torch.DoubleStorage', 'F64'],
  ['torch.FloatStorage', 'F32'],
  ['torch.HalfStorage', 'F16'],
  ['torch.BFloat16Storage', 'BF16'],
  ['torch.LongStorage', 'I64'],
  ['torch.IntStorage', 'I32'],
  ['torch.ShortStorage', 'I16'],
  ['torch.CharStorage', 'I8'],
  ['torch.ByteStorage', 'U8'],
  ['torch.BoolStorage', 'BOOL'],
])

/** A block of numbers that tensors look into; decoded once, when the first tensor needs it. */
export interface Storage {
  readonly dtype: TensorDtype
  readonly length: number
  values(): Tensor['data']
}

/** A tensor that has been described but not yet copied out of its storage. */
export class TensorView {
  readonly storage: Storage
  readonly offset: number
  readonly shape: number[]
  readonly strides: number[]

  constructor(storage: Storage, offset: number, shape: number[], strides: number[]) {
    this.storage = storage
    this.offset = offset
    this.shape = shape
    this.strides = strides
  }

  get length(): number {
    return this.shape.reduce((product, length) => product * length, 1)
  }
}

/** The storage that a persistent id names: ('storage', type, key, device, number of values). */
export function storageOf(id: PickleValue, memberBytes: (key: string) => Uint8Array, bigEndian: boolean): Storage {
  const [tag, type, key, , length] = Array.isArray(id) ? id : []
  if (tag !== 'storage' || !(type instanceof Global) || typeof key !== 'string' || !isCount(length))
    throw damagedPickle('a reference to numbers is malformed')
  const dtype = STORAGE_DTYPES.get(type.name)
  if (dtype === undefined) throw damagedPickle(`${type.name} is no storage of numbers`)
  let decoded: Tensor['data'] | undefined
  return {
    dtype,
    length,
    values() {
      decoded ??= decodeStorage(memberBytes(key), dtype, length, key, bigEndian)
      return decoded
    },
  }
}

function decodeStorage(bytes: Uint8Array, dtype: TensorDtype, length: number, key: string, bigEndian: boolean) {
  const size = scalarSize(tensorKind(dtype))
  if (bytes.length !== length * size)
    throw damagedPickle(`block ${key} should hold ${length} values, it has ${bytes.length} bytes`)
  const values = tensorData(decodeScalars(bytes, tensorKind(dtype), bigEndian))
  if (values === undefined)
    throw new AppError(
      'unsupported',
      `Block ${key} of the PyTorch file holds integers beyond 2^53, which weights do not need.`,
    )
  return values
}

/** The arguments of torch._utils._rebuild_tensor_v2: storage, offset, shape, strides... checked against the storage. */
export function rebuildTensor(args: PickleValue[]): TensorView {
  const [storage, offset, shape, strides] = args
  if (
    !isStorage(storage) ||
    !isCount(offset) ||
    !isCounts(shape) ||
    !isCounts(strides) ||
    shape.length !== strides.length
  )
    throw damagedPickle('a tensor is malformed')
  const view = new TensorView(storage, offset, shape, strides)
  const last = shape.reduce((at, length, axis) => at + (length - 1) * strides[axis], offset)
  const empty = shape.includes(0)
  if (!Number.isSafeInteger(view.length) || (!empty && !(last < storage.length)))
    throw damagedPickle(`a tensor of shape (${shape.join(', ')}) reaches outside of its numbers`)
  return view
}

/** The values of a view in C order. */
export function materialise(view: TensorView): Tensor {
  const { storage, offset, shape, strides } = view
  const source = storage.values()
  const count = view.length
  const data = source instanceof Float32Array ? new Float32Array(count) : new Float64Array(count)
  const index = new Array<number>(shape.length).fill(0)
  let from = offset
  for (let to = 0; to < count; to++) {
    data[to] = source[from]
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      index[axis] += 1
      from += strides[axis]
      if (index[axis] < shape[axis]) break
      from -= strides[axis] * shape[axis]
      index[axis] = 0
    }
  }
  return { shape: [...shape], dtype: storage.dtype, data }
}

function isStorage(value: PickleValue): value is Storage {
  return typeof value === 'object' && value !== null && 'values' in value && 'dtype' in value
}

function isCount(value: PickleValue | undefined): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
}

function isCounts(value: PickleValue | undefined): value is number[] {
  return Array.isArray(value) && value.length <= 64 && value.every(isCount)
}
