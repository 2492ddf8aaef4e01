import { decodeScalars, type PlainKind, type ScalarArray } from '../../scalars.ts'
import { exactInteger, type LinearScaling, physicalValues } from '../scaling.ts'
import type { FieldType, TableColumn } from './columns.ts'

/** Values of a column: numbers (complex ones as pairs), strings, or logical values, of which undefined is none. */
export type CellValues =
  | { readonly type: 'numbers'; readonly values: ScalarArray }
  | { readonly type: 'strings'; readonly values: readonly string[] }
  | { readonly type: 'logicals'; readonly values: readonly (boolean | undefined)[] }

const KINDS: Partial<Record<FieldType, PlainKind>> = {
  B: 'u1',
  I: 'i2',
  J: 'i4',
  K: 'i8',
  E: 'f4',
  D: 'f8',
  C: 'f4',
  M: 'f8',
}

/**
 * Decodes the fields of one column of a binary table.
 *
 * @param bytes `rows` fields of `repeat` elements, one after the other
 */
export function decodeCells(bytes: Uint8Array, column: TableColumn, repeat: number, rows: number): CellValues {
  if (column.type === 'A') return { type: 'strings', values: decodeStrings(bytes, column, repeat, rows) }
  if (column.type === 'L') return { type: 'logicals', values: Array.from(bytes, decodeLogical) }
  if (column.type === 'X') return { type: 'logicals', values: decodeBits(bytes, repeat, rows) }
  const kind = KINDS[column.type ?? 'B'] ?? 'u1'
  return { type: 'numbers', values: physicalValues(decodeScalars(bytes, kind, true), kind, scalingOf(column, kind)) }
}

/** TNULLn is for integers alone. */
function scalingOf({ scale, zero, nullText }: TableColumn, kind: PlainKind): LinearScaling {
  return { scale, zero, blank: kind.startsWith('f') ? undefined : exactInteger(nullText) }
}

function decodeStrings(bytes: Uint8Array, { shape }: TableColumn, repeat: number, rows: number): string[] {
  const length = shape?.at(-1) ?? repeat
  const perRow = shape === undefined ? 1 : shape.slice(0, -1).reduce((product, each) => product * each, 1)
  return Array.from({ length: rows * perRow }, (_, i) => {
    const start = Math.floor(i / perRow) * repeat + (i % perRow) * length
    return stringOf(bytes.subarray(start, start + length))
  })
}

/** A string ends at its first NUL; blanks at its end mean nothing (FITS standard 4.0, section 7.3.3.1). */
function stringOf(bytes: Uint8Array): string {
  const end = bytes.indexOf(0)
  const used = end < 0 ? bytes : bytes.subarray(0, end)
  return Buffer.from(used.buffer, used.byteOffset, used.length).toString('latin1').trimEnd()
}

/** T and F; anything else, above all 0, is no value. */
function decodeLogical(byte: number): boolean | undefined {
  if (byte === 0x54) return true
  return byte === 0x46 ? false : undefined
}

/** The highest bit of each byte comes first; each row begins with a new byte. */
function decodeBits(bytes: Uint8Array, repeat: number, rows: number): boolean[] {
  const perRow = Math.ceil(repeat / 8)
  return Array.from({ length: rows * repeat }, (_, i) => {
    const bit = i % repeat
    return (bytes[Math.floor(i / repeat) * perRow + (bit >> 3)] & (0x80 >> (bit & 7))) !== 0
  })
}
