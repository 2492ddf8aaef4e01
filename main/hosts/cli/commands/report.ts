import { extname, resolve } from 'node:path'
import { type Command, Option } from 'commander'
import { type TableFormat, type TableKind, tableFormats, tableKinds } from '../../../contract/reports.ts'
import { AppError } from '../../../domain/errors.ts'
import { type CommonOptions, subarcCommand, workspaceAction } from '../command.ts'
import { note, print, printJson } from '../output.ts'

/** `subarc report`: a run or several as one page. */
export const reportCommand = (): Command =>
  subarcCommand('report', 'write a run, or several compared, as one self-contained HTML or PDF file')
    .argument('<runs...>', 'ids of the runs; the others are compared with the first')
    .option(
      '-o, --out <file>',
      'file to write, ending in .html or .pdf (default: HTML in the exports of the workspace)',
    )
    .action(
      workspaceAction<CommonOptions & { out?: string }>(async ({ client }, { json, out }, runs) => {
        const format = out === undefined ? 'html' : formatOf(out)
        const { ref: _, ...report } = await client.reports.write({
          runs,
          format,
          ...(out === undefined ? {} : { file: resolve(out) }),
        })
        if (json) return printJson(report)
        if (report.reason !== null) note(`warning: ${report.reason}`)
        print(report.file)
      }),
    )

function formatOf(file: string): 'html' | 'pdf' {
  const ending = extname(file).toLowerCase()
  if (ending === '.html') return 'html'
  if (ending === '.pdf') return 'pdf'
  throw new AppError('bad-input', `A report ends in .html or .pdf, not as ${file} does.`, { file })
}

const formatByEnding: Readonly<Record<string, TableFormat>> = {
  '.csv': 'csv',
  '.parquet': 'parquet',
  '.tex': 'latex',
  '.vot': 'votable',
  '.votable': 'votable',
  '.xml': 'votable',
}

interface TableOptions extends CommonOptions {
  readonly what: TableKind
  readonly format?: TableFormat
  readonly out?: string
}

/** `subarc runs table`: numbers of runs for other programs. */
export const tableCommand = (): Command =>
  subarcCommand('table', 'write the numbers of runs as CSV, Parquet, LaTeX (booktabs) or VOTable')
    .argument('<runs...>', 'ids of the runs')
    .addOption(
      new Option('--what <rows>', 'runs with their settings, scores, scores of each image, or curves')
        .choices(tableKinds)
        .default('scores'),
    )
    .addOption(new Option('--format <format>', 'the format, where the file does not tell it').choices(tableFormats))
    .option('-o, --out <file>', 'file to write: .csv, .parquet, .tex, .vot')
    .action(
      workspaceAction<TableOptions>(async ({ client }, { json, what, format, out }, runs) => {
        const ending = out === undefined ? 'csv' : formatByEnding[extname(out).toLowerCase()]
        const chosen = format ?? ending
        if (chosen === undefined) {
          throw new AppError('bad-input', `A table ends in .csv, .parquet, .tex or .vot, not as ${out} does.`, { out })
        }
        const file = out === undefined ? {} : { file: resolve(out) }
        const { ref: _, ...table } = await client.reports.table({ runs, what, format: chosen, ...file })
        if (json) return printJson(table)
        print(`${table.file} (${table.rows} rows, ${table.columns} columns)`)
      }),
    )

const hints = {
  mlflow: (folder: string) => `MLFLOW_ALLOW_FILE_STORE=true mlflow ui --backend-store-uri "${folder}"`,
  tensorboard: (folder: string) => `tensorboard --logdir "${folder}"`,
}

/** `subarc runs mlflow` and `subarc runs tensorboard`. */
export const programCommands = (): Command[] =>
  (['mlflow', 'tensorboard'] as const).map(program =>
    subarcCommand(program, `write runs as files of ${{ mlflow: 'MLflow', tensorboard: 'TensorBoard' }[program]}`)
      .argument('<runs...>', 'ids of the runs')
      .option('-o, --out <folder>', 'folder to write to (default: in the exports of the workspace)')
      .action(
        workspaceAction<CommonOptions & { out?: string }>(async ({ client }, { json, out }, runs) => {
          const place = out === undefined ? {} : { folder: resolve(out) }
          const written = await client.reports.exportTo({ runs, program, ...place })
          if (json) return printJson(written)
          print(written.folder)
          note(`open it by: ${hints[program](written.folder)}`)
        }),
      ),
  )
