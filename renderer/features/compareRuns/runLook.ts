import type { RunSummary } from '../../../main/contract/runs.ts'
import { type SeriesStyle, seriesStyle } from '../../ui/plotTheme.ts'

/** A run of a comparison: its letter is what charts and tables call it. */
export interface ComparedRun {
  readonly run: RunSummary
  readonly letter: string
  readonly index: number
}

const STYLES = 5

/** Twenty runs told apart: five colours, and another dash and marker for every further five. */
export function runStyle(index: number, isDark: boolean): SeriesStyle {
  const { color } = seriesStyle(index, isDark)
  const { dash, symbol } = seriesStyle((index % STYLES) + Math.floor(index / STYLES), isDark)
  return { color, dash, symbol }
}

export const letterOf = (index: number): string => String.fromCharCode(65 + index)

export const comparedRuns = (runs: readonly RunSummary[]): ComparedRun[] =>
  runs.map((run, index) => ({ run, index, letter: letterOf(index) }))
