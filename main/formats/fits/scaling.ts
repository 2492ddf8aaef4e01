import type { PlainKind, ScalarArray } from '../scalars.ts'
import type { Hdu } from './file.ts'

/** BSCALE, BZERO and BLANK with their defaults; BLANK is exact, because it may need 64 bits. */
export interface LinearScaling {
  readonly scale: number
  readonly zero: number
  readonly blank: bigint | undefined
}

/** The integer kinds that an offset turns into their opposite sign (FITS standard 4.0, tables 11 and 19). */
const OFFSETS: Partial<Record<PlainKind, { zero: number; kind: PlainKind }>> = {
  u1: { zero: -128, kind: 'i1' },
  i2: { zero: 32768, kind: 'u2' },
  i4: { zero: 2147483648, kind: 'u4' },
  i8: { zero: 2 ** 63, kind: 'u8' },
}

/** Integers alone have a BLANK; that of a compressed image may be called ZBLANK (section 10.1.3). */
export function linearScaling({ header, bitpix, type }: Hdu): LinearScaling {
  const text = header.valueText('BLANK') ?? (type === 'compressed' ? header.valueText('ZBLANK') : undefined)
  return {
    scale: header.number('BSCALE') ?? 1,
    zero: header.number('BZERO') ?? 0,
    blank: bitpix > 0 ? exactInteger(text) : undefined,
  }
}

/** The integer that the text is, or undefined. */
export function exactInteger(text: string | undefined): bigint | undefined {
  return text !== undefined && /^\s*[+-]?\d{1,20}\s*$/.test(text) ? BigInt(text.trim().replace('+', '')) : undefined
}

export function isAsStored({ scale, zero }: LinearScaling): boolean {
  return scale === 1 && zero === 0
}

/** The kind of integers of the opposite sign that the offset makes of stored ones of `kind`, where it does. */
export function offsetKind(kind: PlainKind, { scale, zero }: LinearScaling): PlainKind | undefined {
  const offset = OFFSETS[kind]
  return offset !== undefined && scale === 1 && zero === offset.zero ? offset.kind : undefined
}

/**
 * Physical values of stored ones of `kind`, each exact where its type allows. Values that keep their type are returned
 * as they are; integers that change their sign are changed in place.
 */
export function physicalValues(stored: ScalarArray, kind: PlainKind, scaling: LinearScaling): ScalarArray {
  const { blank } = scaling
  if (blank === undefined && isAsStored(scaling)) return stored
  if (blank === undefined && offsetKind(kind, scaling) !== undefined) return offsetIntegers(stored)
  if (stored instanceof BigInt64Array || stored instanceof BigUint64Array) return longIntegers(stored, scaling)
  const { scale, zero } = scaling
  const blankValue = blank === undefined ? Number.NaN : Number(blank)
  const values = new Float64Array(stored.length)
  for (let i = 0; i < values.length; i++) values[i] = stored[i] === blankValue ? Number.NaN : zero + scale * stored[i]
  return values
}

/** Adding the offset flips the highest bit. */
function offsetIntegers(stored: ScalarArray): ScalarArray {
  if (stored instanceof BigInt64Array) {
    const values = new BigUint64Array(stored.buffer, stored.byteOffset, stored.length)
    for (let i = 0; i < values.length; i++) values[i] ^= 0x8000000000000000n
    return values
  }
  if (stored instanceof Int32Array) {
    const values = new Uint32Array(stored.buffer, stored.byteOffset, stored.length)
    for (let i = 0; i < values.length; i++) values[i] ^= 0x80000000
    return values
  }
  if (stored instanceof Int16Array) {
    const values = new Uint16Array(stored.buffer, stored.byteOffset, stored.length)
    for (let i = 0; i < values.length; i++) values[i] ^= 0x8000
    return values
  }
  const values = new Int8Array(stored.buffer, stored.byteOffset, stored.length)
  for (let i = 0; i < values.length; i++) values[i] ^= 0x80
  return values
}

/** 64-bit integers are summed with BZERO exactly and then rounded to the nearest float64. */
function longIntegers(stored: BigInt64Array | BigUint64Array, { scale, zero, blank }: LinearScaling): Float64Array {
  const values = new Float64Array(stored.length)
  const exactZero = scale === 1 && Number.isInteger(zero) ? BigInt(zero) : undefined
  for (let i = 0; i < values.length; i++) {
    if (stored[i] === blank) values[i] = Number.NaN
    else if (exactZero !== undefined) values[i] = Number(stored[i] + exactZero)
    else values[i] = zero + scale * Number(stored[i])
  }
  return values
}
