import { parquetWriteBuffer } from 'hyparquet-writer'
import type { Table } from './table.ts'

const TYPES = { text: 'STRING', number: 'DOUBLE', integer: 'INT64' } as const

/** Apache Parquet: text, doubles and 64-bit integers; a missing value is null. Units stand in the file's own metadata. */
export function parquetTable({ name, columns, rows }: Table, createdBy: string): Uint8Array {
  const columnData = columns.map((column, at) => ({
    name: column.name,
    type: TYPES[column.type],
    data: rows.map(row => {
      const value = row[at]
      return column.type === 'integer' && typeof value === 'number' ? BigInt(value) : value
    }),
  }))
  const units = Object.fromEntries(
    columns.flatMap(column => (column.unit === null ? [] : [[column.name, column.unit]])),
  )
  const kvMetadata = [
    { key: 'table', value: name },
    { key: 'units', value: JSON.stringify(units) },
  ]
  return new Uint8Array(parquetWriteBuffer({ columnData, kvMetadata, createdBy }))
}
