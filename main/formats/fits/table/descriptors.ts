import type { Hdu } from '../file.ts'
import type { TableColumn } from './columns.ts'

/** Where the elements of one variable-length field stand: `count` elements from `offset` bytes into the heap on. */
export interface Descriptor {
  readonly count: number
  readonly offset: number
}

/** Reads the descriptor of a field (FITS standard 4.0, section 7.3.5) from the bytes of its row. */
export function readDescriptor(row: DataView, column: TableColumn): Descriptor {
  if (column.repeat === 0) return { count: 0, offset: 0 }
  if (column.descriptor === 'P') return { count: row.getInt32(column.offset), offset: row.getInt32(column.offset + 4) }
  return {
    count: Number(row.getBigInt64(column.offset)),
    offset: Number(row.getBigInt64(column.offset + 8)),
  }
}

/** Byte range of the heap in the file: it begins at THEAP, else right behind the rows, and PCOUNT ends it. */
export function heapRange(hdu: Hdu): { start: number; size: number } {
  const tableBytes = (hdu.header.number('NAXIS1') ?? 0) * (hdu.header.number('NAXIS2') ?? 0)
  const gap = hdu.header.number('THEAP') ?? tableBytes
  const offset = Number.isInteger(gap) && gap >= tableBytes && gap <= hdu.dataSize ? gap : tableBytes
  return { start: hdu.dataOffset + offset, size: hdu.dataSize - offset }
}
