import type { RunChoice } from '../../contract/runTable.ts'
import { matches } from '../../domain/runQuery/evaluate.ts'
import { type FieldRef, type FieldValue, parseFieldRef } from '../../domain/runQuery/fields.ts'
import { type Expression, parseRunFilter } from '../../domain/runQuery/parse.ts'
import { expressionText } from '../../domain/runQuery/text.ts'
import type { IndexedRun, RunIndex } from './runIndex.ts'

export interface Chosen {
  readonly runs: readonly IndexedRun[]
  /** The filter in full. */
  readonly where: string
}

/** The runs that fit, the latest first. Throws `bad-input` for a filter that cannot be read, with the place. */
export function chooseRuns(index: RunIndex, choice: RunChoice): Chosen {
  const filter = parseRunFilter(choice.where, index.fields())
  const words = choice.search.toLowerCase().split(/\s+/).filter(Boolean)
  const runs = index.runs().filter(run => {
    if (choice.archived !== 'show' && run.archived !== (choice.archived === 'only')) return false
    if (choice.status !== undefined && run.run.status !== choice.status) return false
    if (choice.datasetId !== undefined && run.run.datasetId !== choice.datasetId) return false
    return words.every(word => run.search.includes(word)) && passes(index, run, filter)
  })
  return { runs, where: filter === null ? '' : expressionText(filter) }
}

const passes = (index: RunIndex, run: IndexedRun, filter: Expression | null): boolean =>
  matches(filter, field => index.value(run, field).value)

export const fieldRefs = (index: RunIndex, texts: readonly string[]): FieldRef[] =>
  texts.map(text => parseFieldRef(text, index.fields()))

/** The order in which values stand: numbers by size, texts as people sort them, what is missing last. */
export interface SortKey<Row> {
  readonly descending: boolean
  value(row: Row): FieldValue
}

const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' })

export function sortRows<Row>(rows: readonly Row[], keys: readonly SortKey<Row>[]): Row[] {
  // Each value is read once, however often it is compared.
  const keyed = rows.map(row => ({ row, values: keys.map(key => key.value(row)) }))
  keyed.sort((a, b) => {
    for (let k = 0; k < keys.length; k++) {
      const order = compareValues(a.values[k], b.values[k], keys[k].descending)
      if (order !== 0) return order
    }
    return 0
  })
  return keyed.map(({ row }) => row)
}

function compareValues(a: FieldValue, b: FieldValue, descending: boolean): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null)
  const order = typeof a === 'number' && typeof b === 'number' ? a - b : collator.compare(textOf(a), textOf(b))
  return descending ? -order : order
}

const textOf = (value: FieldValue): string => (Array.isArray(value) ? value.join(', ') : String(value))
