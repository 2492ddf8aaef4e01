import type { SplitSide } from '../../../../main/contract/common.ts'
import type { DatasetDetail } from '../../../../main/contract/datasets.ts'

export type SampleFilter = 'all' | 'findings' | SplitSide

/** Indices of the samples that a filter keeps, ascending. */
export function filteredSamples(
  { samples, split, health }: Pick<DatasetDetail, 'samples' | 'split' | 'health'>,
  filter: SampleFilter,
): readonly number[] {
  if (filter === 'all') return Array.from({ length: samples }, (_, index) => index)
  if (filter === 'findings') {
    const found = health.map(finding => finding.sample).filter(sample => sample !== null)
    return [...new Set(found)].sort((a, b) => a - b)
  }
  return [...(split?.[filter] ?? [])].sort((a, b) => a - b)
}

/** Where a key leads from a place in a grid of `columns` columns; null: the key does not move. `at` is -1 where nothing is chosen. */
export function stepInGrid(key: string, at: number, count: number, columns: number): number | null {
  const steps: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -columns, ArrowDown: columns }
  if (count === 0) return null
  if (key === 'Home') return 0
  if (key === 'End') return count - 1
  const step = steps[key]
  if (step === undefined) return null
  if (at < 0) return 0
  const next = at + step
  return next >= 0 && next < count ? next : at
}
