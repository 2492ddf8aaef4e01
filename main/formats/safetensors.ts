import { AppError } from '../domain/errors.ts'
import type { ByteSource } from './byteSource.ts'
import { decodeScalars, type FloatArray, scalarSize } from './scalars.ts'
import { isTensorDtype, type NamedTensor, type TensorDtype, tensorData, tensorKind } from './tensor.ts'

/** The content of a safetensors file, its tensors in the order of its header. */
export interface Safetensors {
  readonly tensors: readonly NamedTensor[]
  readonly metadata: Readonly<Record<string, string>>
}

/** A tensor to write; without a dtype, F32 or F64 as its data are. */
export interface WritableTensor {
  readonly name: string
  readonly shape: readonly number[]
  /** Bytes are written as U8. */
  readonly data: FloatArray | Uint8Array
  readonly dtype?: TensorDtype
}

/** As the reference implementation limits it. */
const MAX_HEADER_BYTES = 100_000_000

/**
 * Reads a safetensors file (huggingface/safetensors, format description): 8 bytes of header length, a JSON header, the
 * data. Offsets must cover the data without hole or overlap, and agree with shape and dtype.
 *
 * Errors: `bad-input` (damaged, cut short), `unsupported` (a dtype that is not read).
 */
export function parseSafetensors(bytes: Uint8Array): Safetensors {
  const { header, dataOffset } = readHeader(bytes)
  const { __metadata__: metadata = {}, ...entries } = header
  const infos = Object.entries(entries).map(([name, entry]) => checkedInfo(name, entry))
  checkCoverage(infos, bytes.length - dataOffset)
  const data = bytes.subarray(dataOffset)
  const tensors = infos.map(({ name, dtype, shape, begin, end }): NamedTensor => {
    const values = tensorData(decodeScalars(data.subarray(begin, end), tensorKind(dtype), false))
    if (values === undefined) throw damaged(`${name} holds integers beyond 2^53`)
    return { name, shape, dtype, data: values }
  })
  return { tensors, metadata: checkedMetadata(metadata) }
}

/**
 * The bytes of one tensor as they stand in the file, shared with it, and the file's metadata; undefined where it has no such
 * tensor. Errors: those of `parseSafetensors`.
 */
export function safetensorsBytes(
  bytes: Uint8Array,
  name: string,
): { readonly data: Uint8Array; readonly metadata: Readonly<Record<string, string>> } | undefined {
  const { header, dataOffset } = readHeader(bytes)
  const { __metadata__: metadata = {}, ...entries } = header
  if (!Object.hasOwn(entries, name)) return undefined
  const { begin, end } = checkedInfo(name, entries[name])
  if (end > bytes.length - dataOffset) throw damaged(`${name} ends beyond the file`)
  return { data: bytes.subarray(dataOffset + begin, dataOffset + end), metadata: checkedMetadata(metadata) }
}

/** As `parseSafetensors`, from any source. */
export async function readSafetensors(source: ByteSource): Promise<Safetensors> {
  return parseSafetensors(await source.read(0, source.size))
}

/**
 * Writes a safetensors file. Equal content gives equal bytes, whatever the order of the tensors: they are ordered by
 * falling size of their numbers and then by name, which also aligns every tensor to its numbers. F16 and BF16 are not
 * written; write such tensors as F32.
 */
export function writeSafetensors(content: {
  readonly tensors: Iterable<WritableTensor>
  readonly metadata?: Readonly<Record<string, string>>
}): Uint8Array {
  const metadata = Object.entries(content.metadata ?? {}).sort(byName)
  const ordered = [...content.tensors].sort((a, b) => numberSize(b) - numberSize(a) || byName([a.name], [b.name]))
  const header: Record<string, unknown> = {}
  if (metadata.length > 0) header.__metadata__ = Object.fromEntries(metadata)
  const parts: Uint8Array[] = []
  let offset = 0
  for (const tensor of ordered) {
    const part = encodeTensor(tensor)
    if (Object.hasOwn(header, tensor.name)) throw new RangeError(`two tensors are named ${tensor.name}`)
    header[tensor.name] = {
      dtype: dtypeOf(tensor),
      shape: tensor.shape,
      data_offsets: [offset, offset + part.length],
    }
    parts.push(part)
    offset += part.length
  }
  const json = Buffer.from(JSON.stringify(header))
  const paddedJson = Buffer.concat([json, Buffer.alloc((8 - (json.length % 8)) % 8, ' ')])
  const length = Buffer.alloc(8)
  length.writeBigUInt64LE(BigInt(paddedJson.length))
  return Buffer.concat([length, paddedJson, ...parts])
}

function byName([a]: readonly [string, ...unknown[]], [b]: readonly [string, ...unknown[]]): number {
  return a < b ? -1 : Number(a > b)
}

function dtypeOf({ dtype, data }: WritableTensor): TensorDtype {
  if (data instanceof Uint8Array) return 'U8'
  return dtype ?? (data instanceof Float32Array ? 'F32' : 'F64')
}

function numberSize(tensor: WritableTensor): number {
  return scalarSize(tensorKind(dtypeOf(tensor)))
}

function encodeTensor(tensor: WritableTensor): Uint8Array {
  const { name, shape, data } = tensor
  const count = shape.reduce((product, length) => product * length, 1)
  if (count !== data.length)
    throw new RangeError(`${name}: shape (${shape.join(', ')}) does not fit ${data.length} values`)
  const encoded = encodeScalars(name, dtypeOf(tensor), data)
  return new Uint8Array(encoded.buffer, encoded.byteOffset, encoded.byteLength)
}

function encodeScalars(name: string, dtype: TensorDtype, data: FloatArray | Uint8Array) {
  if (data instanceof Uint8Array) return data
  switch (dtype) {
    case 'F32':
      return Float32Array.from(data)
    case 'F64':
      return Float64Array.from(data)
    case 'I64':
      return BigInt64Array.from(data, value => BigInt(value))
    case 'I32':
      return Int32Array.from(data)
    case 'U8':
    case 'BOOL':
      return Uint8Array.from(data)
    default:
      throw new AppError('unsupported', `${name}: tensors of type ${dtype} are not written. Write it as F32 or I64.`)
  }
}

function readHeader(bytes: Uint8Array): { header: Record<string, unknown>; dataOffset: number } {
  if (bytes.length < 8) throw damaged(`it has ${bytes.length} bytes`)
  const length = new DataView(bytes.buffer, bytes.byteOffset, 8).getBigUint64(0, true)
  if (length > BigInt(bytes.length - 8) || length > BigInt(MAX_HEADER_BYTES))
    throw damaged(`its header claims ${length} bytes, the file has ${bytes.length}`)
  const dataOffset = 8 + Number(length)
  const header = parseJson(Buffer.from(bytes.subarray(8, dataOffset)).toString('utf8'))
  if (!isRecord(header)) throw damaged('its header is not a JSON object')
  return { header, dataOffset }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw damaged('its header is not JSON', error)
  }
}

interface TensorInfo {
  readonly name: string
  readonly dtype: TensorDtype
  readonly shape: number[]
  readonly begin: number
  readonly end: number
}

function checkedInfo(name: string, entry: unknown): TensorInfo {
  if (!isRecord(entry)) throw damaged(`${name} is not described`)
  const { dtype, shape, data_offsets: offsets } = entry
  if (!isTensorDtype(dtype))
    throw new AppError('unsupported', `${name} has the type ${String(dtype)}, which is not read. Save it as F32.`)
  if (!isCounts(shape) || !isCounts(offsets) || offsets.length !== 2)
    throw damaged(`${name} has no valid shape or offsets`)
  const [begin, end] = offsets
  const size = shape.reduce((product, length) => product * BigInt(length), BigInt(scalarSize(tensorKind(dtype))))
  if (size !== BigInt(end) - BigInt(begin))
    throw damaged(`${name} of shape (${shape.join(', ')}) needs ${size} bytes, its offsets give ${end - begin}`)
  return { name, dtype, shape, begin, end }
}

function checkCoverage(infos: readonly TensorInfo[], present: number): void {
  let reached = 0
  for (const { name, begin, end } of infos.toSorted((a, b) => a.begin - b.begin || a.end - b.end)) {
    if (begin !== reached) throw damaged(`${name} begins at byte ${begin} of the data, ${reached} was expected`)
    reached = end
  }
  if (reached !== present) throw damaged(`its tensors need ${reached} bytes, the file has ${present}`)
}

function checkedMetadata(metadata: unknown): Record<string, string> {
  if (!isRecord(metadata)) throw damaged('its metadata are not a JSON object')
  const entries = Object.entries(metadata).map(([key, value]): [string, string] => {
    if (typeof value !== 'string') throw damaged(`its metadata ${key} is not text`)
    return [key, value]
  })
  return Object.fromEntries(entries)
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isCounts(value: unknown): value is number[] {
  return Array.isArray(value) && value.length <= 64 && value.every(item => Number.isSafeInteger(item) && item >= 0)
}

function damaged(what: string, cause?: unknown): AppError {
  return new AppError('bad-input', `The safetensors file is damaged: ${what}. Copy or save it again.`, {}, cause)
}
