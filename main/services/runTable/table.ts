import type { z } from 'zod'
import type { RunRow, RunTable, runTableInput } from '../../contract/runTable.ts'
import { AppError } from '../../domain/errors.ts'
import { type FieldRef, fieldRefText, parseFieldRef } from '../../domain/runQuery/fields.ts'
import { chooseRuns, fieldRefs, sortRows } from './choose.ts'
import type { IndexedRun, RunIndex } from './runIndex.ts'

/** One page of the table of runs. */
export function runTable(index: RunIndex, input: z.output<typeof runTableInput>): RunTable {
  if (index.runs().length === 0) return emptyTable(input)
  const columns = fieldRefs(index, input.columns)
  const { runs, where } = chooseRuns(index, input)
  const keys = input.sort.map(({ field, descending }) => {
    const ref = parseFieldRef(field, index.fields())
    return { descending, value: (run: IndexedRun) => index.value(run, ref).value }
  })
  const page = sortRows(runs, keys).slice(input.offset, input.offset + input.limit)
  return {
    total: runs.length,
    columns: columns.map(fieldRefText),
    where,
    rows: page.map(run => runRow(index, run, columns)),
    baseline: input.baseline === undefined ? null : baselineRow(index, input.baseline, columns),
  }
}

/** Fields are those that runs have: without runs no name can be looked up. */
const emptyTable = ({ columns, where }: z.output<typeof runTableInput>): RunTable => ({
  total: 0,
  columns,
  where,
  rows: [],
  baseline: null,
})

function runRow(index: RunIndex, run: IndexedRun, columns: readonly FieldRef[]): RunRow {
  return { run: run.run, archived: run.archived, cells: columns.map(column => cell(index, run, column)) }
}

function cell(index: RunIndex, run: IndexedRun, column: FieldRef): RunRow['cells'][number] {
  const { value, step } = index.value(run, column)
  return { value: Array.isArray(value) ? [...value] : (value as Exclude<typeof value, readonly string[]>), step }
}

function baselineRow(index: RunIndex, id: string, columns: readonly FieldRef[]): RunRow {
  const run = index.get(id)
  if (run) return runRow(index, run, columns)
  throw new AppError('not-found', `There is no run ${id} to compare with. Choose another baseline.`, { id })
}
