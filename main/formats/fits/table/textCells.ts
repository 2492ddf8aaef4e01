import type { CellValues } from './cells.ts'
import type { TableColumn } from './columns.ts'

/**
 * Decodes the fields of one column of a text table (FITS standard 4.0, section 7.2): strings, or numbers as float64. A
 * number without a point in a format with decimals has it in front of them; a blank field is 0, one that equals TNULLn
 * or is no number is NaN.
 */
export function decodeText(bytes: Uint8Array, column: TableColumn, rows: number): CellValues {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1')
  const fields = Array.from({ length: rows }, (_, row) => text.slice(row * column.width, (row + 1) * column.width))
  if (column.format.startsWith('A')) return { type: 'strings', values: fields.map(field => field.trimEnd()) }
  const decimals = Number(/\.(\d+)$/.exec(column.format)?.[1] ?? 0)
  return { type: 'numbers', values: Float64Array.from(fields, field => numberOf(field, column, decimals)) }
}

function numberOf(field: string, { nullText, scale, zero }: TableColumn, decimals: number): number {
  const digits = field.trim()
  if (nullText !== undefined && digits === nullText.trim()) return Number.NaN
  if (digits === '') return zero
  const parts = /^([+-]?\d*)(\.\d*)?(?:[EeDd]?([+-]?\d+))?$/.exec(digits.replaceAll(' ', ''))
  if (parts === null || (parts[1] + (parts[2] ?? '')).replace(/[+\-.]/g, '') === '') return Number.NaN
  const [, integer, fraction, exponent = '0'] = parts
  const value = Number(`${integer}${fraction ?? ''}e${Number(exponent) - (fraction === undefined ? decimals : 0)}`)
  return zero + scale * value
}
