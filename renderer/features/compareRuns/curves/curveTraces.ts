import type { Data } from 'plotly.js'
import type { RunCurve } from '../../../../main/contract/comparison.ts'
import { bandOf } from '../../../../main/domain/bands.ts'
import { t } from '../../../text/t.ts'
import type { ChartContent } from '../../../ui/chartContent.ts'
import { formatNumber } from '../../../ui/format.ts'
import { smoothed } from '../../runs/liveSeries.ts'
import { type ComparedRun, runStyle } from '../runLook.ts'

/** A line of the chart: one run's, or the mean of several seeds with their spread. */
export interface CurveLine {
  readonly name: string
  /** The run whose colour and dash it has. */
  readonly index: number
  readonly x: readonly number[]
  readonly y: readonly number[]
  /** Standard deviation at each x; null of a single run. */
  readonly spread: readonly number[] | null
}

/** The curves as lines; with `bands`, runs that differ in seed, name and device only become one. */
export function curveLines(
  curves: readonly RunCurve[],
  runs: readonly ComparedRun[],
  smoothing: number,
  bands: boolean,
): CurveLine[] {
  const smooth = (y: readonly number[]) => (smoothing > 0 ? smoothed(y, smoothing) : [...y])
  const placed = curves.flatMap(curve => {
    const compared = runs.find(({ run }) => run.id === curve.runId)
    return compared && curve.x.length > 0 ? [{ curve, compared, y: smooth(curve.y) }] : []
  })
  if (!bands) {
    return placed.map(({ curve, compared: { run, letter, index }, y }) => {
      return { name: `${letter} ${run.name}`, index, x: curve.x, y, spread: null }
    })
  }
  const setups = [...new Set(placed.map(({ curve }) => curve.setup))]
  return setups.map(setup => {
    const own = placed.filter(({ curve }) => curve.setup === setup)
    const [{ compared }] = own
    const letters = own.map(one => one.compared.letter).join('')
    const { x, mean, std } = bandOf(own.map(({ curve, y }) => ({ x: curve.x, y })))
    const name = own.length === 1 ? `${letters} ${compared.run.name}` : t.compareRuns.meanOfRuns(letters, own.length)
    return { name, index: compared.index, x, y: mean, spread: own.length === 1 ? null : std }
  })
}

export function curveTraces(lines: readonly CurveLine[], isDark: boolean): Data[] {
  return lines.flatMap(({ name, index, x, y, spread }): Data[] => {
    const { color, dash } = runStyle(index, isDark)
    const line: Data = {
      type: 'scatter',
      mode: 'lines',
      name,
      x: [...x],
      y: [...y],
      line: { color, dash, width: 1.75 },
    }
    if (spread === null) return [line]
    const edge = (sign: 1 | -1): Data => ({
      ...{ type: 'scatter', mode: 'lines', name, x: [...x], y: y.map((value, i) => value + sign * spread[i]) },
      ...{ line: { width: 0 }, showlegend: false, hoverinfo: 'skip', fillcolor: `${color}33` },
      fill: sign === 1 ? 'none' : 'tonexty',
    })
    return [edge(1), edge(-1), line]
  })
}

/** A row for each point of each line. */
export function curveContent(lines: readonly CurveLine[], xTitle: string, yTitle: string): ChartContent {
  const hasSpread = lines.some(({ spread }) => spread !== null)
  return {
    columns: ['run', xTitle, yTitle, ...(hasSpread ? [t.compareRuns.spreadOverSeeds] : [])],
    rows: lines.flatMap(({ name, x, y, spread }) =>
      x.map((at, i) => [
        name,
        formatNumber(at, 6),
        formatNumber(y[i], 6),
        ...(hasSpread ? [spread === null ? '-' : formatNumber(spread[i], 3)] : []),
      ]),
    ),
  }
}
