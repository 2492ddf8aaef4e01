import type { Data } from 'plotly.js'
import { useMemo } from 'react'
import type { PlotSeries } from './chartRows.ts'
import { PlotlyView } from './PlotlyView.tsx'
import { type AxisTitles, plotLayout, seriesStyle, usePlotLook } from './plotTheme.ts'

interface PlotProps extends AxisTitles {
  readonly series: readonly PlotSeries[]
  /** Names the chart for those who do not see it. */
  readonly label: string
  readonly height: number
}

/** Two lines without a stroke, and the colour between them. */
function bandTraces({ name, band }: PlotSeries, color: string): Data[] {
  if (band === undefined) return []
  const edge = { type: 'scatter', mode: 'lines', line: { width: 0 }, hoverinfo: 'skip', showlegend: false } as const
  return [
    { ...edge, name, x: [...band.x], y: [...band.low] },
    { ...edge, name, x: [...band.x], y: [...band.high], fill: 'tonexty', fillcolor: `${color}33` },
  ]
}

function traces(series: readonly PlotSeries[], isDark: boolean): Data[] {
  return series.flatMap((drawn, index): Data[] => {
    const { name, x, y, markers = false } = drawn
    const { color, dash, symbol } = seriesStyle(index, isDark)
    const line: Data = {
      type: 'scatter',
      name,
      x: [...x],
      y: [...y],
      mode: markers ? 'lines+markers' : 'lines',
      line: { color, dash, width: 1.75 },
      marker: { color, symbol, size: 6 },
    }
    return [...bandTraces(drawn, color), line]
  })
}

/** Lines over a common axis in the theme's colours. */
export function Plot({ series, label, height, x, y, logY }: PlotProps) {
  const { isDark, palette } = usePlotLook()
  const data = useMemo(() => traces(series, isDark), [series, isDark])
  const layout = useMemo(() => plotLayout({ x, y, logY }, palette), [x, y, logY, palette])
  return <PlotlyView data={data} layout={layout} label={label} height={height} />
}
