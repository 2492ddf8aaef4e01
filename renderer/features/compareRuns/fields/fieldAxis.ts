import type { CellValue } from '../../../../main/contract/runTable.ts'
import { valueText } from '../../runs/table/columnText.ts'
import type { FieldValues } from './useFieldValues.ts'

/** A field as an axis: numbers by their size, anything else by its order. */
export interface FieldAxis {
  readonly title: string
  /** The place of each run; null where it has no such value. */
  readonly places: readonly (number | null)[]
  readonly texts: readonly string[]
  /** Places with their names; of numbers only the ends. */
  readonly ticks: readonly { readonly place: number; readonly text: string }[]
  readonly isNumber: boolean
}

export function fieldAxis({ column, values }: FieldValues): FieldAxis {
  const title = column.unit === null ? column.title : `${column.title}, ${column.unit}`
  const texts = values.map(value => valueText(value, column.ref))
  const numbers = values.filter((value): value is number => typeof value === 'number')
  const isNumber = numbers.length > 0 && values.every(value => value === null || typeof value === 'number')
  if (isNumber) {
    const [low, high] = [Math.min(...numbers), Math.max(...numbers)]
    const ticks = [...new Set([low, high])].map(place => ({ place, text: valueText(place, column.ref) }))
    return { title, texts, ticks, isNumber, places: values.map(value => (typeof value === 'number' ? value : null)) }
  }
  const kinds = [...new Set(values.filter(value => value !== null).map(keyOf))].sort()
  const ticks = kinds.map((kind, place) => ({ place, text: valueText(JSON.parse(kind) as CellValue, column.ref) }))
  return {
    ...{ title, texts, ticks, isNumber },
    places: values.map(value => (value === null ? null : kinds.indexOf(keyOf(value)))),
  }
}

const keyOf = (value: CellValue): string => JSON.stringify(value)

/** A place between 0 and 1 of its axis; an axis of one place has it in the middle. */
export function share({ ticks }: FieldAxis, place: number): number {
  const places = ticks.map(tick => tick.place)
  const [low, high] = [Math.min(...places), Math.max(...places)]
  return high > low ? (place - low) / (high - low) : 0.5
}
