import type { Data, LayoutAxis } from 'plotly.js'
import { useMemo } from 'react'
import { t } from '../../../text/t.ts'
import { ChartFrame } from '../../../ui/ChartFrame.tsx'
import { PlotlyView } from '../../../ui/PlotlyView.tsx'
import { plotLayout, usePlotLook } from '../../../ui/plotTheme.ts'
import { type ComparedRun, runStyle } from '../runLook.ts'
import type { FieldAxis } from './fieldAxis.ts'

interface ScatterChartProps {
  readonly runs: readonly ComparedRun[]
  readonly x: FieldAxis
  readonly y: FieldAxis
}

const HEIGHT = 400

/** Two fields of all runs, a point each, with its letter. */
export function ScatterChart({ runs, x, y }: ScatterChartProps) {
  const { isDark, palette } = usePlotLook()
  const data = useMemo(() => points(runs, x, y, isDark), [runs, x, y, isDark])
  const layout = useMemo(() => {
    const base = plotLayout({ x: x.title, y: y.title, logY: false }, palette)
    return {
      ...base,
      hovermode: 'closest' as const,
      xaxis: { ...base.xaxis, ...ticksOf(x) },
      yaxis: { ...base.yaxis, ...ticksOf(y) },
    }
  }, [x, y, palette])
  const content = useMemo(
    () => ({
      columns: ['run', x.title, y.title],
      rows: runs.map(({ run, letter, index }) => [`${letter} ${run.name}`, x.texts[index], y.texts[index]]),
    }),
    [runs, x, y],
  )
  return (
    <ChartFrame title={t.compareRuns.against(y.title, x.title)} content={content} height={HEIGHT}>
      <PlotlyView
        data={data}
        layout={layout}
        height={HEIGHT}
        label={t.compareRuns.againstAPointARun(y.title, x.title)}
      />
    </ChartFrame>
  )
}

function points(runs: readonly ComparedRun[], x: FieldAxis, y: FieldAxis, isDark: boolean): Data[] {
  return runs.map(({ run, letter, index }) => {
    const { color, symbol } = runStyle(index, isDark)
    return {
      ...{ type: 'scatter', mode: 'text+markers', name: `${letter} ${run.name}`, showlegend: false },
      ...{ x: [x.places[index]], y: [y.places[index]], text: [letter], textposition: 'top center' },
      hovertext: [`${letter} ${run.name}<br>${x.title}: ${x.texts[index]}<br>${y.title}: ${y.texts[index]}`],
      ...{ hoverinfo: 'text', marker: { color, symbol, size: 10 } },
    }
  })
}

const ticksOf = ({ isNumber, ticks }: FieldAxis): Partial<LayoutAxis> =>
  isNumber ? {} : { tickvals: ticks.map(({ place }) => place), ticktext: ticks.map(({ text }) => text) }
