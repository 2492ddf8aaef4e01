import type { z } from 'zod'
import type { CellValue, GroupCell, RunGroup, RunGroups, runGroupsInput } from '../../contract/runTable.ts'
import { AppError } from '../../domain/errors.ts'
import { type FieldRef, type FieldValue, fieldRefText, parseFieldRef } from '../../domain/runQuery/fields.ts'
import { literalText } from '../../domain/runQuery/text.ts'
import { mean, standardDeviation } from '../../domain/stats.ts'
import { chooseRuns, fieldRefs, sortRows } from './choose.ts'
import type { IndexedRun, RunIndex } from './runIndex.ts'

const MOST_IDS = 20

interface Group {
  readonly key: readonly FieldValue[]
  readonly runs: IndexedRun[]
}

/** The runs that fit as groups of equal values, the largest first unless another order is asked for. */
export function runGroups(index: RunIndex, input: z.output<typeof runGroupsInput>): RunGroups {
  if (index.runs().length === 0) {
    return { total: 0, by: input.by, columns: input.columns, where: input.where, groups: [] }
  }
  const by = fieldRefs(index, input.by)
  const columns = fieldRefs(index, input.columns)
  const { runs, where } = chooseRuns(index, input)
  const groups = [...grouped(index, runs, by).values()]
  const keys = input.sort.map(({ field, descending }) => {
    return { descending, value: sortValue(index, parseFieldRef(field, index.fields()), by) }
  })
  const bySize = { descending: true, value: (group: Group) => group.runs.length }
  const page = sortRows(groups, [...keys, bySize]).slice(input.offset, input.offset + input.limit)
  return {
    total: groups.length,
    by: by.map(fieldRefText),
    columns: columns.map(fieldRefText),
    where,
    groups: page.map(group => describe(index, group, by, columns)),
  }
}

function grouped(index: RunIndex, runs: readonly IndexedRun[], by: readonly FieldRef[]): Map<string, Group> {
  const groups = new Map<string, Group>()
  for (const run of runs) {
    const key = by.map(field => index.value(run, field).value)
    const name = JSON.stringify(key)
    const group = groups.get(name) ?? { key, runs: [] }
    group.runs.push(run)
    groups.set(name, group)
  }
  return groups
}

/** Groups are ordered by what they are made by, or by the mean of a number. */
function sortValue(index: RunIndex, field: FieldRef, by: readonly FieldRef[]): (group: Group) => FieldValue {
  const at = by.findIndex(one => fieldRefText(one) === fieldRefText(field))
  if (at >= 0) return group => group.key[at]
  if (index.fields().find(({ name }) => name === field.name)?.type !== 'number') {
    throw new AppError(
      'bad-input',
      `Groups can be sorted by a number or by what they are made by, not by ${field.name}.`,
      {
        field: field.name,
      },
    )
  }
  return ({ runs }) => {
    const numbers = numbersOf(runs.map(run => index.value(run, field).value))
    return numbers.length === 0 ? null : mean(numbers)
  }
}

const numbersOf = (values: readonly FieldValue[]): number[] =>
  values.filter((value): value is number => typeof value === 'number' && Number.isFinite(value))

const cellValue = (value: FieldValue): CellValue =>
  Array.isArray(value) ? [...value] : (value as Exclude<FieldValue, readonly string[]>)

function describe(
  index: RunIndex,
  { key, runs }: Group,
  by: readonly FieldRef[],
  columns: readonly FieldRef[],
): RunGroup {
  return {
    key: key.map(cellValue),
    where: by.map((field, i) => conditionOf(field, key[i])).join(' and '),
    runs: runs.length,
    ids: runs.slice(0, MOST_IDS).map(({ run }) => run.id),
    cells: columns.map(column => groupCell(runs.map(run => index.value(run, column).value))),
  }
}

function conditionOf(field: FieldRef, value: FieldValue): string {
  const name = fieldRefText(field)
  if (!Array.isArray(value)) return `${name} = ${literalText(value as Exclude<FieldValue, readonly string[]>)}`
  return value.length === 0 ? `not ${name}` : value.map(one => `${name} = ${literalText(one)}`).join(' and ')
}

function groupCell(values: readonly FieldValue[]): GroupCell {
  const texts = new Set(values.map(value => JSON.stringify(value)))
  const numbers = numbersOf(values)
  if (numbers.length > 0 && numbers.length === values.filter(value => value !== null).length && texts.size > 1) {
    return {
      kind: 'numbers',
      mean: mean(numbers),
      std: numbers.length < 2 ? null : standardDeviation(numbers),
      min: numbers.reduce((a, b) => Math.min(a, b)),
      max: numbers.reduce((a, b) => Math.max(a, b)),
      n: numbers.length,
    }
  }
  return texts.size === 1 ? { kind: 'same', value: cellValue(values[0]) } : { kind: 'various', count: texts.size }
}
