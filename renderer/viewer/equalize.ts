import { sortedFinite } from '../../main/domain/stats.ts'
import { equalizationTable } from '../../main/domain/stretch.ts'
import type { ViewerPanel } from './panels.ts'
import { remembered, sharedSample } from './samples.ts'

/** Enough values to find 1024 ranks among; sorting more would be felt. */
const RANKED_PIXELS = 250_000

const tableOf = (values: Float32Array): Float32Array | null => {
  const sorted = sortedFinite(values)
  return sorted.length === 0 ? null : equalizationTable(sorted)
}

/** Tables of sets of panels, by their first image. */
const sharedTables = new WeakMap<Float32Array, { readonly of: string; readonly table: Float32Array | null }>()
const names = new WeakMap<Float32Array, number>()
let named = 0

function nameOf(data: Float32Array): number {
  const name = names.get(data) ?? named++
  names.set(data, name)
  return name
}

/** The table of all panels together, in the unit of the reference pixels; the same array as long as the set is the same. */
export function sharedTable(panels: readonly ViewerPanel[]): Float32Array | null {
  const [first] = panels
  if (!first) return null
  const of = panels.map(({ image, levelFactor }) => `${nameOf(image.data)}*${levelFactor}`).join()
  const found = sharedTables.get(first.image.data)
  if (found?.of === of) return found.table
  const table = tableOf(sharedSample(panels, RANKED_PIXELS))
  sharedTables.set(first.image.data, { of, table })
  return table
}

/** A table in a panel's own unit. */
export const scaledTable = (table: Float32Array, factor: number): Float32Array =>
  factor === 1 ? table : remembered(table, `times ${factor}`, () => table.map(value => value * factor))

/** The table of one panel alone, in its own unit. */
export const ownTable = (panel: ViewerPanel): Float32Array | null =>
  remembered(panel.image.data, 'equalization', () =>
    tableOf(sharedSample([{ ...panel, levelFactor: 1 }], RANKED_PIXELS)),
  )
