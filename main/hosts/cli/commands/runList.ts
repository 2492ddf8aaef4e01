import type { Command } from 'commander'
import { errorFromCall } from '../../../contract/client.ts'
import type { CellValue, GroupCell, RunGroups, RunTable } from '../../../contract/runTable.ts'
import { type CommonOptions, subarcCommand, wholeNumber, workspaceAction } from '../command.ts'
import type { Connection } from '../connect.ts'
import { formatTable, note, print, printJson } from '../output.ts'

interface ListOptions extends CommonOptions {
  readonly where: string
  readonly search: string
  readonly sort?: string
  readonly columns: string
  readonly groupBy?: string
  readonly archived?: boolean
  readonly limit: number
  readonly fields?: boolean
}

const FIRST_COLUMNS = 'status,dataset,recipe,network,device,psnr,ssim,duration'

const HELP = `
A filter compares fields with values:
  subarc runs --where 'ssim > 0.8 and recipe = "denoised-sisr" and device ~ "webgpu"'
  operators: = != < <= > >=, ~ (contains), !~, in ("a", "b"); and, or, not, brackets; a field alone: is it there?
A series is read at its best validation, at the end or at a step: psnr@best (or psnr), psnr@last, loss@1000.
The end of a name is enough where only one field ends so: blocks for network.blocks. --fields lists all.
  subarc runs --sort -psnr,name --columns name,psnr,psnr@last,learningRate
  subarc runs --group-by setup --columns recipe,blocks,psnr,test.psnr   mean and spread over seeds`

const names = (text: string): string[] =>
  text
    .split(',')
    .map(name => name.trim())
    .filter(name => name !== '')

/** '-psnr,name': a hyphen turns the order. */
const orders = (text: string) =>
  names(text).map(name => ({ field: name.replace(/^[-+]/, ''), descending: name.startsWith('-') }))

export const runListCommand = (): Command =>
  subarcCommand('runs', 'list the runs: filtered, sorted, grouped, with the columns you name')
    .option('--where <filter>', 'only runs that fit', '')
    .option('--search <text>', 'in names, notes, tags, datasets and networks', '')
    .option('--sort <fields>', 'by these fields; -field: largest first (default: -created)')
    .option('--columns <fields>', 'columns after id and name', FIRST_COLUMNS)
    .option('--group-by <fields>', 'groups of equal values, with mean and spread of each number')
    .option('--archived', 'archived runs too')
    .option('--limit <n>', 'at most so many', wholeNumber, 500)
    .option('--fields', 'list the fields that there are')
    .addHelpText('after', HELP)
    .action(
      workspaceAction<ListOptions>(async ({ client }, options) => {
        if (options.fields) return listFields(client, options.json === true)
        const { where, search, sort, json, groupBy } = options
        const choice = { where, search, archived: options.archived ? ('show' as const) : ('hide' as const) }
        const common = { ...choice, columns: names(options.columns), limit: Math.max(1, options.limit) }
        const order = sort === undefined ? {} : { sort: orders(sort) }
        if (groupBy === undefined) {
          const table = await marked(where, client.runTable.rows({ ...common, ...order }))
          return json ? printJson(runObjects(table)) : print(runText(table))
        }
        const groups = await marked(where, client.runTable.groups({ ...common, ...order, by: names(groupBy) }))
        return json ? printJson(groups.groups.map(group => groupObject(groups, group))) : print(groupText(groups))
      }),
    )

/** Shows the place in the filter that an error speaks of. */
async function marked<T>(where: string, answer: Promise<T>): Promise<T> {
  try {
    return await answer
  } catch (error) {
    const { from, to } = errorFromCall(error).details
    if (typeof from === 'number' && typeof to === 'number') {
      note(`  ${where}\n  ${' '.repeat(from)}${'^'.repeat(Math.max(1, to - from))}`)
    }
    throw error
  }
}

async function listFields(client: Connection['client'], json: boolean): Promise<void> {
  const fields = await client.runTable.fields()
  if (json) return printJson(fields)
  print(
    formatTable(fields, [
      { title: 'field', value: ({ name, isSeries }) => (isSeries ? `${name}@best, @last, @STEP` : name) },
      { title: 'type', value: ({ type }) => type },
      { title: 'what', value: ({ title, unit }) => (unit === null ? title : `${title} (${unit})`) },
      { title: 'values', value: ({ values }) => values.slice(0, 4).join(', ').slice(0, 60) },
    ]),
  )
}

/** Each run as it is listed, with `values` and, of series, the `steps` at which they were read. */
function runObjects({ rows, columns }: RunTable) {
  return rows.map(({ run, archived, cells }) => ({
    ...run,
    archived,
    values: Object.fromEntries(columns.map((column, i) => [column, cells[i].value])),
    steps: Object.fromEntries(
      columns.flatMap((column, i) => (cells[i].step === null ? [] : [[column, cells[i].step]])),
    ),
  }))
}

function runText({ rows, columns, total }: RunTable): string {
  const table = formatTable(rows, [
    { title: 'id', value: ({ run }) => run.id },
    { title: 'name', value: ({ run, archived }) => (archived ? `${run.name} (archived)` : run.name) },
    ...columns.map((column, i) => ({
      title: column,
      value: ({ cells }: RunTable['rows'][number]) => valueText(cells[i].value),
      align: rows.some(({ cells }) => typeof cells[i].value === 'number') ? ('right' as const) : ('left' as const),
    })),
  ])
  return rows.length < total ? `${table}\n${rows.length} of ${total} runs` : table
}

const groupObject = ({ by, columns }: RunGroups, { key, cells, runs, ids }: RunGroups['groups'][number]) => ({
  group: Object.fromEntries(by.map((field, i) => [field, key[i]])),
  ...{ runs, ids },
  columns: Object.fromEntries(columns.map((column, i) => [column, cells[i]])),
})

function groupText({ by, columns, groups, total }: RunGroups): string {
  type Group = RunGroups['groups'][number]
  const table = formatTable(groups, [
    ...by.map((field, i) => ({ title: field, value: ({ key }: Group) => valueText(key[i]) })),
    { title: 'runs', value: ({ runs }) => String(runs), align: 'right' },
    ...columns.map((column, i) => ({ title: column, value: ({ cells }: Group) => groupCellText(cells[i]) })),
  ])
  return groups.length < total ? `${table}\n${groups.length} of ${total} groups` : table
}

function groupCellText(cell: GroupCell): string {
  if (cell.kind === 'same') return valueText(cell.value)
  if (cell.kind === 'various') return `${cell.count} values`
  return cell.std === null ? valueText(cell.mean) : `${valueText(cell.mean)} +- ${valueText(cell.std)}`
}

export function valueText(value: CellValue): string {
  if (value === null) return '-'
  if (typeof value === 'number') return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(6)))
  return Array.isArray(value) ? value.join(', ') : String(value)
}
