import { basename, dirname, extname, join } from 'node:path'
import type { TableFormat, TableKind } from '../../contract/reports.ts'
import { AppError } from '../../domain/errors.ts'
import { writeFileAtomic } from '../../formats/atomicFile.ts'
import type { ServiceContext } from '../context.ts'
import { outputFolder } from '../export/outputFolder.ts'
import { voTable } from '../samp/voTable.ts'
import { csvTable } from './csv.ts'
import { latexTable } from './latex.ts'
import { parquetTable } from './parquet.ts'
import { runTable } from './runTables.ts'
import type { Table } from './table.ts'

/** Endings of each format, the usual one first. */
const endings = {
  csv: ['.csv'],
  parquet: ['.parquet'],
  latex: ['.tex'],
  votable: ['.vot', '.xml', '.votable'],
} as const satisfies Record<TableFormat, readonly string[]>

export interface TableRequest {
  readonly runs: readonly string[]
  readonly what: TableKind
  readonly format: TableFormat
  readonly file?: string | undefined
}

/** Writes a table of runs. An older file of that name is replaced. Errors: those of `runTable` and of writing. */
export async function writeTable(
  context: ServiceContext,
  { runs, what, format, file }: TableRequest,
): Promise<{ file: string; rows: number; columns: number }> {
  const allowed: readonly string[] = endings[format]
  if (file && !allowed.includes(extname(file).toLowerCase())) {
    throw new AppError('bad-input', `A table in this format ends in ${allowed.join(' or ')}, not as ${file} does.`, {
      file,
    })
  }
  const table = runTable(context.workspace, runs, what)
  const folder = await outputFolder(context, file && dirname(file), 'tables')
  const path = join(folder, file ? basename(file) : `${what}-${runs[0]}${allowed[0]}`)
  await writeFileAtomic(path, encoded(table, format, `Subarc ${context.version}`))
  return { file: path, rows: table.rows.length, columns: table.columns.length }
}

function encoded(table: Table, format: TableFormat, createdBy: string): Uint8Array | string {
  if (format === 'csv') return csvTable(table)
  if (format === 'latex') return latexTable(table)
  if (format === 'votable') return voTable(table.name, table.columns, table.rows)
  return parquetTable(table, createdBy)
}
