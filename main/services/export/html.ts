/** Text or attribute value for HTML: nothing in a name or a note can become markup. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, character => `&#${character.charCodeAt(0)};`)
}

export interface TableColumn<Row> {
  readonly title: string
  readonly cell: (row: Row) => string
  /** Numbers are set right, in tabular figures. */
  readonly numeric?: boolean
}

/** A table of escaped cells. `emphasised` rows stand out. */
export function htmlTable<Row>(
  rows: readonly Row[],
  columns: readonly TableColumn<Row>[],
  emphasised: (row: Row) => boolean = () => false,
): string {
  const align = (column: TableColumn<Row>) => (column.numeric ? ' class="number"' : '')
  const head = columns.map(c => `<th scope="col"${align(c)}>${escapeHtml(c.title)}</th>`).join('')
  const body = rows.map(row => {
    const cells = columns.map(c => `<td${align(c)}>${escapeHtml(c.cell(row))}</td>`).join('')
    return `<tr${emphasised(row) ? ' class="emphasis"' : ''}>${cells}</tr>`
  })
  return `<table><thead><tr>${head}</tr></thead><tbody>\n${body.join('\n')}\n</tbody></table>`
}

export function dataUri(mediaType: string, bytes: Uint8Array): string {
  return `data:${mediaType};base64,${Buffer.from(bytes).toString('base64')}`
}
