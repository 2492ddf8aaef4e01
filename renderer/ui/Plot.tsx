import { useColorScheme } from '@mui/material/styles'
import type { Data } from 'plotly.js'
import { useMemo } from 'react'
import type { PlotSeries } from './chartRows.ts'
import { PlotlyView } from './PlotlyView.tsx'
import { type AxisTitles, plotLayout, seriesStyle } from './plotTheme.ts'

interface PlotProps extends AxisTitles {
  readonly series: readonly PlotSeries[]
  /** Names the chart for those who do not see it. */
  readonly label: string
  readonly height: number
}

function traces(series: readonly PlotSeries[], isDark: boolean): Data[] {
  return series.map(({ name, x, y, markers = false }, index) => {
    const { color, dash, symbol } = seriesStyle(index, isDark)
    return {
      type: 'scatter',
      name,
      x: [...x],
      y: [...y],
      mode: markers ? 'lines+markers' : 'lines',
      line: { color, dash, width: 1.75 },
      marker: { color, symbol, size: 6 },
    }
  })
}

/** Lines over a common axis in the theme's colours. */
export function Plot({ series, label, height, x, y, logY }: PlotProps) {
  const { colorScheme } = useColorScheme()
  const data = useMemo(() => traces(series, colorScheme !== 'light'), [series, colorScheme])
  // biome-ignore lint/correctness/useExhaustiveDependencies: the layout's colours are those of the scheme
  const layout = useMemo(() => plotLayout({ x, y, logY }), [x, y, logY, colorScheme])
  return <PlotlyView data={data} layout={layout} label={label} height={height} />
}
