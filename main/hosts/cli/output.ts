/** Standard output carries results, standard error carries progress: a pipe sees only what was asked for. */
export function print(text: string): void {
  process.stdout.write(`${text}
`)
}

export function note(text: string): void {
  process.stderr.write(`${text}
`)
}

export function printJson(value: unknown): void {
  print(JSON.stringify(value, null, 2))
}

export interface Column<Row> {
  readonly title: string
  readonly value: (row: Row) => string
  readonly align?: 'left' | 'right'
}

/** Rows as aligned columns of plain text. */
export function formatTable<Row>(rows: readonly Row[], columns: readonly Column<Row>[]): string {
  const cells = rows.map(row => columns.map(column => column.value(row)))
  const widths = columns.map((column, c) => Math.max(column.title.length, ...cells.map(line => line[c].length)))
  const pad = (text: string, c: number) =>
    columns[c].align === 'right' ? text.padStart(widths[c]) : text.padEnd(widths[c])
  const lines = [
    columns.map((column, c) => pad(column.title, c)),
    widths.map(width => '-'.repeat(width)),
    ...cells.map(line => line.map(pad)),
  ]
  return lines.map(line => line.join('  ').trimEnd()).join('\n')
}

/** A number with `digits` decimals; '-' for what is not known. */
export const fixed = (value: number | null | undefined, digits: number): string =>
  value === null || value === undefined || !Number.isFinite(value) ? '-' : value.toFixed(digits)

export function formatSeconds(seconds: number | null): string {
  if (seconds === null || !Number.isFinite(seconds)) return '-'
  if (seconds < 60) return `${seconds.toFixed(seconds < 10 ? 1 : 0)} s`
  const minutes = Math.floor(seconds / 60)
  return minutes < 60
    ? `${minutes} min ${Math.round(seconds % 60)} s`
    : `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}

export const formatMebibytes = (bytes: number | null): string =>
  bytes === null ? '-' : `${Math.round(bytes / 2 ** 20)} MiB`
