import type { ByteSource } from './byteSource.ts'
import { NPY_MAGIC, type NpyHeader, parseNpyHeader, readNpyHeader } from './npyHeader.ts'
import { decodeScalars, type FloatArray, scalarName, scalarsToFloats } from './scalars.ts'

/** An N-dimensional array in C order (last axis fastest). `dtype` is the type in the file, by NumPy's name. */
export interface NpyArray {
  readonly shape: number[]
  readonly data: FloatArray
  readonly dtype: string
  /** Whether 64-bit integers beyond 2^53 were rounded to the nearest float64. */
  readonly rounded: boolean
}

/**
 * Reads a NPY file of real numbers: any axis order, byte order and header version.
 *
 * Errors: `bad-input` (damaged, cut short, trailing bytes), `unsupported` (objects, text, complex, structured).
 */
export function parseNpy(bytes: Uint8Array): NpyArray {
  const header = parseNpyHeader(bytes, bytes.length)
  const { data, rounded } = decodeFloats(bytes.subarray(header.dataOffset), header)
  return {
    shape: header.shape,
    data: header.fortranOrder ? fromFortranOrder(data, header.shape) : data,
    dtype: scalarName(header.kind),
    rounded,
  }
}

/** As `parseNpy`, from any source. */
export async function readNpy(source: ByteSource): Promise<NpyArray> {
  const header = await readNpyHeader(source)
  return parseNpy(await source.read(0, header.dataOffset + header.dataSize))
}

/** Values from the bytes of a NPY file's data, in the order of the file. */
export function decodeFloats(bytes: Uint8Array, header: NpyHeader): { data: FloatArray; rounded: boolean } {
  return scalarsToFloats(decodeScalars(bytes, header.kind, header.bigEndian))
}

/** The header of a NPY file, version 1.0, little-endian, C order: what stands before the values. */
export function npyHeaderBytes(shape: readonly number[], descr: '<f4' | '<f8'): Buffer {
  const axes = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`
  const fields = `{'descr': '${descr}', 'fortran_order': False, 'shape': ${axes}, }`
  // The data begins at a multiple of 64 bytes, so that it can be mapped into memory.
  const headerLength = Math.ceil((10 + fields.length + 1) / 64) * 64 - 10
  const header = Buffer.from(`${NPY_MAGIC}\x01\x00  ${fields.padEnd(headerLength - 1)}\n`, 'latin1')
  header.writeUInt16LE(headerLength, 8)
  return header
}

/** Writes NPY version 1.0, little-endian, C order, float32 or float64 as `data` is. */
export function writeNpy(array: { readonly shape: readonly number[]; readonly data: FloatArray }): Uint8Array {
  const count = array.shape.reduce((product, length) => product * length, 1)
  if (count !== array.data.length)
    throw new RangeError(`shape (${array.shape.join(', ')}) needs ${count} values, got ${array.data.length}`)
  const header = npyHeaderBytes(array.shape, array.data instanceof Float32Array ? '<f4' : '<f8')
  const { buffer, byteOffset, byteLength } = array.data
  const bytes = new Uint8Array(header.length + byteLength)
  bytes.set(header)
  bytes.set(new Uint8Array(buffer, byteOffset, byteLength), header.length)
  return bytes
}

/** Reorders from first axis fastest (Fortran) to last axis fastest (C). */
function fromFortranOrder(data: FloatArray, shape: readonly number[]): FloatArray {
  const ordered = data.slice()
  const index = new Array<number>(shape.length).fill(0)
  const strides: number[] = []
  let stride = 1
  for (const length of shape) {
    strides.push(stride)
    stride *= length
  }
  let from = 0
  for (let to = 0; to < data.length; to++) {
    ordered[to] = data[from]
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      index[axis] += 1
      from += strides[axis]
      if (index[axis] < shape[axis]) break
      from -= strides[axis] * shape[axis]
      index[axis] = 0
    }
  }
  return ordered
}
