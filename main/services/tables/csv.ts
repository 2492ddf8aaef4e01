import type { Table, TableValue } from './table.ts'

/** RFC 4180: fields apart by commas, lines by CRLF, quoted where they hold either; an empty field is a missing value. */
export function csvTable({ columns, rows }: Table): string {
  const lines = [columns.map(column => field(column.name)), ...rows.map(row => row.map(field))]
  return `${lines.map(line => line.join(',')).join('\r\n')}\r\n`
}

function field(value: TableValue): string {
  if (value === null) return ''
  const text = String(value)
  // A spreadsheet takes what begins like this for a formula; a name must not become one.
  const safe = typeof value === 'string' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
