/**
 * Numbers as files hold them: b1 boolean, i signed, u unsigned, f IEEE 754, bf bfloat16; the digit is the size in bytes.
 */
export type ScalarKind = 'b1' | 'i1' | 'i2' | 'i4' | 'i8' | 'u1' | 'u2' | 'u4' | 'u8' | 'f2' | 'bf2' | 'f4' | 'f8'

/** The kinds that JavaScript has arrays of. */
export type PlainKind = Exclude<ScalarKind, 'f2' | 'bf2'>

export type ScalarArray =
  | Int8Array
  | Int16Array
  | Int32Array
  | BigInt64Array
  | Uint8Array
  | Uint16Array
  | Uint32Array
  | BigUint64Array
  | Float32Array
  | Float64Array

/** The two arrays in which pixels and weights live. */
export type FloatArray = Float32Array | Float64Array

const NAMES: Record<ScalarKind, string> = {
  b1: 'bool',
  i1: 'int8',
  i2: 'int16',
  i4: 'int32',
  i8: 'int64',
  u1: 'uint8',
  u2: 'uint16',
  u4: 'uint32',
  u8: 'uint64',
  f2: 'float16',
  bf2: 'bfloat16',
  f4: 'float32',
  f8: 'float64',
}

/** The name that NumPy and PyTorch give the kind: `float32`, `int16`. */
export function scalarName(kind: ScalarKind): string {
  return NAMES[kind]
}

export function scalarSize(kind: ScalarKind): number {
  return Number(kind.at(-1))
}

/**
 * Reads `bytes` (a whole number of scalars) into a typed array of its own. float16 and bfloat16 are widened to float32,
 * which holds them exactly. Every processor that the product runs on (x64, arm64) is little-endian.
 */
export function decodeScalars(bytes: Uint8Array, kind: ScalarKind, bigEndian: boolean): ScalarArray {
  const buffer = alignedCopy(bytes, scalarSize(kind), bigEndian)
  if (kind === 'f2') return Float32Array.from(new Uint16Array(buffer), halfToNumber)
  if (kind === 'bf2') return bfloatsToFloats(new Uint16Array(buffer))
  return scalarView(buffer, kind)
}

/** Zeros of the kind. */
export function newScalars(kind: PlainKind, count: number): ScalarArray {
  return scalarView(new ArrayBuffer(count * scalarSize(kind)), kind)
}

/** A buffer of little-endian scalars as the array that it is. */
export function scalarView(buffer: ArrayBufferLike, kind: PlainKind): ScalarArray {
  switch (kind) {
    case 'b1':
    case 'u1':
      return new Uint8Array(buffer)
    case 'i1':
      return new Int8Array(buffer)
    case 'i2':
      return new Int16Array(buffer)
    case 'u2':
      return new Uint16Array(buffer)
    case 'i4':
      return new Int32Array(buffer)
    case 'u4':
      return new Uint32Array(buffer)
    case 'i8':
      return new BigInt64Array(buffer)
    case 'u8':
      return new BigUint64Array(buffer)
    case 'f4':
      return new Float32Array(buffer)
    case 'f8':
      return new Float64Array(buffer)
  }
}

/**
 * The scalars as floats: kinds of up to 16 bits and float32 fit float32, all others become float64. 64-bit integers
 * beyond 2^53 are rounded to the nearest float64 (ties to even); `rounded` says whether any was.
 */
export function scalarsToFloats(scalars: ScalarArray): { data: FloatArray; rounded: boolean } {
  if (scalars instanceof Float32Array || scalars instanceof Float64Array) return { data: scalars, rounded: false }
  if (scalars instanceof BigInt64Array || scalars instanceof BigUint64Array) return bigIntsToFloats(scalars)
  if (scalars.BYTES_PER_ELEMENT < 4) return { data: Float32Array.from(scalars), rounded: false }
  return { data: Float64Array.from(scalars), rounded: false }
}

function bigIntsToFloats(integers: BigInt64Array | BigUint64Array): { data: FloatArray; rounded: boolean } {
  const data = new Float64Array(integers.length)
  let rounded = false
  for (let i = 0; i < integers.length; i++) {
    data[i] = Number(integers[i])
    if (!Number.isSafeInteger(data[i]) && BigInt(data[i]) !== integers[i]) rounded = true
  }
  return { data, rounded }
}

function alignedCopy(bytes: Uint8Array, size: number, bigEndian: boolean): ArrayBuffer {
  const copy = new ArrayBuffer(bytes.length)
  new Uint8Array(copy).set(bytes)
  if (bigEndian) swapBytes(Buffer.from(copy), size)
  return copy
}

/** Reverses the byte order of each scalar in place. */
export function swapBytes(buffer: Buffer, size: number): void {
  if (size === 2) buffer.swap16()
  else if (size === 4) buffer.swap32()
  else if (size === 8) buffer.swap64()
}

/** IEEE 754 binary16: 1 sign, 5 exponent (bias 15), 10 fraction bits. */
function halfToNumber(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1
  const exponent = (bits >> 10) & 0x1f
  const fraction = bits & 0x3ff
  if (exponent === 0) return sign * fraction * 2 ** -24
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15)
}

/** bfloat16 is the upper half of a float32. */
function bfloatsToFloats(halves: Uint16Array): Float32Array {
  const bits = new Uint32Array(halves.length)
  for (let i = 0; i < halves.length; i++) bits[i] = halves[i] << 16
  return new Float32Array(bits.buffer)
}
