import { AppError } from '../../../domain/errors.ts'
import type { FitsFile, Hdu } from '../file.ts'
import { type CellValues, decodeCells } from './cells.ts'
import { fieldBytes, type TableColumn, tableColumns } from './columns.ts'
import { heapRange, readDescriptor } from './descriptors.ts'
import { decodeText } from './textCells.ts'

/** The most bytes of one column that are read. */
const MAX_COLUMN_BYTES = 2 ** 30

/** Rows are read in pieces of about this size. */
const CHUNK_BYTES = 2 ** 22

/**
 * One column of a table. `cells` holds all rows one after the other, `shape` being that of one row in C order (empty:
 * one value a row); where rows have lengths of their own, `rows` holds each by itself.
 */
export type ColumnData = {
  readonly name: string
  readonly unit?: string
  readonly rowCount: number
} & (
  | { readonly kind: 'fixed'; readonly shape: readonly number[]; readonly cells: CellValues }
  | { readonly kind: 'variable'; readonly rows: readonly CellValues[] }
)

/**
 * Reads a column by its name (without regard to case) or by its number from 1. Numbers come in a type that holds them
 * exactly; TSCAL and TZERO are applied, TNULL becomes NaN. Complex numbers are pairs of real and imaginary parts.
 *
 * @throws AppError `not-found` where there is no such column, `bad-input` where the table is damaged
 */
export async function readColumn(file: FitsFile, hdu: Hdu, name: string | number): Promise<ColumnData> {
  const columns = tableColumns(hdu)
  const column = findColumn(hdu, columns, name)
  checkComplete(file, hdu)
  const rowCount = hdu.header.number('NAXIS2') ?? 0
  const bytes = await readFields(file, hdu, column, rowCount)
  const common = { name: column.name, rowCount, ...(column.unit === undefined ? {} : { unit: column.unit }) }
  if (column.type === undefined)
    return { ...common, kind: 'fixed', shape: [], cells: decodeText(bytes, column, rowCount) }
  if (column.descriptor !== undefined)
    return { ...common, kind: 'variable', rows: await readVariable(file, hdu, column, bytes, rowCount) }
  const cells = decodeCells(bytes, column, column.repeat, rowCount)
  return { ...common, kind: 'fixed', shape: cellShape(column), cells }
}

function findColumn(hdu: Hdu, columns: readonly TableColumn[], name: string | number): TableColumn {
  const wanted = typeof name === 'string' ? name.trim().toUpperCase() : undefined
  const column =
    typeof name === 'number' ? columns[name - 1] : columns.find(each => each.name.trim().toUpperCase() === wanted)
  if (column !== undefined) return column
  const names = columns.map((each, i) => each.name || String(i + 1))
  throw new AppError('not-found', `HDU ${hdu.index} has no column ${name}. It has ${names.join(', ') || 'none'}.`, {
    columns: names,
  })
}

/** Without an axis of length 1; strings are one value each. */
function cellShape({ type, repeat, shape }: TableColumn): readonly number[] {
  if (type === 'A') return shape?.slice(0, -1) ?? []
  return shape ?? (repeat === 1 ? [] : [repeat])
}

/** The bytes of one field of all rows, one after the other. */
async function readFields(file: FitsFile, hdu: Hdu, column: TableColumn, rowCount: number): Promise<Uint8Array> {
  const { offset, width } = column
  if (rowCount * width > MAX_COLUMN_BYTES)
    throw new AppError(
      'unsupported',
      `HDU ${hdu.index}: the column ${column.name} is larger than ${MAX_COLUMN_BYTES} bytes.`,
    )
  const rowBytes = hdu.header.number('NAXIS1') ?? 0
  const fields = new Uint8Array(rowCount * width)
  if (fields.length === 0) return fields
  const rowsAtOnce = Math.max(1, Math.floor(CHUNK_BYTES / rowBytes))
  for (let first = 0; first < rowCount; first += rowsAtOnce) {
    const rows = Math.min(rowsAtOnce, rowCount - first)
    const chunk = await file.source.read(hdu.dataOffset + first * rowBytes + offset, (rows - 1) * rowBytes + width)
    for (let row = 0; row < rows; row++)
      fields.set(chunk.subarray(row * rowBytes, row * rowBytes + width), (first + row) * width)
  }
  return fields
}

/** The elements that the descriptors point to, row by row. */
async function readVariable(
  file: FitsFile,
  hdu: Hdu,
  column: TableColumn,
  bytes: Uint8Array,
  rowCount: number,
): Promise<CellValues[]> {
  const { type = 'B', width } = column
  const heap = heapRange(hdu)
  const rows: CellValues[] = []
  let total = 0
  for (let row = 0; row < rowCount; row++) {
    const field = new DataView(bytes.buffer, bytes.byteOffset + row * width, width)
    const { count, offset } = readDescriptor(field, { ...column, offset: 0 })
    const length = type === 'X' ? Math.ceil(count / 8) : count * fieldBytes(type)
    total += length
    if (!(count >= 0 && offset >= 0 && offset + length <= heap.size && total <= MAX_COLUMN_BYTES) && count !== 0)
      throw new AppError(
        'bad-input',
        `HDU ${hdu.index}: row ${row + 1} of the column ${column.name} points to ${length} bytes at ${offset} of a heap of ${heap.size} (PCOUNT). The file is damaged: copy or download it again.`,
      )
    const elements = count === 0 ? new Uint8Array(0) : await file.source.read(heap.start + offset, length)
    rows.push(decodeCells(elements, { ...column, descriptor: undefined, shape: undefined }, count, 1))
  }
  return rows
}

function checkComplete(file: FitsFile, hdu: Hdu): void {
  if (!hdu.truncated) return
  throw new AppError(
    'bad-input',
    `The FITS file is cut short: HDU ${hdu.index} declares ${hdu.dataSize} bytes of data, the file has ${file.source.size - hdu.dataOffset}. Copy or download it again.`,
  )
}
