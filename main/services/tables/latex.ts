import type { Table, TableColumn, TableValue } from './table.ts'

const SPECIAL: Readonly<Record<string, string>> = {
  '\\': '\\textbackslash{}',
  '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}',
  '&': '\\&',
  '%': '\\%',
  $: '\\$',
  '#': '\\#',
  _: '\\_',
  '{': '\\{',
  '}': '\\}',
  '<': '\\textless{}',
  '>': '\\textgreater{}',
  '"': "''",
}

/** Text for LaTeX: nothing in a name can become a command. */
export const escapeLatex = (text: string): string =>
  text.replace(/[\\~^&%$#_{}<>"]/g, character => SPECIAL[character]).replace(/[\r\n]+/g, ' ')

/** A table by the rules of booktabs: three lines, numbers set right. To be put into a document that loads booktabs. */
export function latexTable(table: Table): string {
  const kept = table.columns.flatMap((column, at) => (column.wide ? [] : [{ column, at }]))
  const head = kept.map(({ column }) => escapeLatex(titleOf(column)))
  const body = table.rows.map(row => kept.map(({ column, at }) => text(row[at], column)))
  const label = `tab:${table.name.replace(/[^A-Za-z0-9-]+/g, '-')}`
  return [
    '% \\usepackage{booktabs}',
    '\\begin{table}',
    '  \\centering',
    `  \\caption{${escapeLatex(table.caption)}}`,
    `  \\label{${label}}`,
    `  \\begin{tabular}{${kept.map(({ column }) => (column.type === 'text' ? 'l' : 'r')).join('')}}`,
    '    \\toprule',
    line(head),
    '    \\midrule',
    ...body.map(line),
    '    \\bottomrule',
    '  \\end{tabular}',
    '\\end{table}',
    '',
  ].join('\n')
}

const line = (cells: readonly string[]): string => `    ${cells.join(' & ')} \\\\`

const titleOf = ({ title, unit }: TableColumn): string => (unit === null ? title : `${title} (${unit})`)

function text(value: TableValue, { digits }: TableColumn): string {
  if (value === null) return '--'
  if (typeof value === 'string') return escapeLatex(value)
  if (digits === undefined) return String(value)
  // A fixed number of decimals would show a small error as 0.
  return Math.abs(value) < 0.5 * 10 ** -digits && value !== 0 ? power(value) : value.toFixed(digits)
}

/** 1.2e-7 as $1.2 \times 10^{-7}$. */
function power(value: number): string {
  const [mantissa, exponent] = value.toExponential(2).split('e')
  return `$${mantissa} \\times 10^{${Number(exponent)}}$`
}
