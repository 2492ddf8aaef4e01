import Box from '@mui/material/Box'
import { useColorScheme } from '@mui/material/styles'
import type { Data } from 'plotly.js'
import { useEffect, useRef, useState } from 'react'
import { t } from '../text/t.ts'
import type { PlotSeries } from './chartRows.ts'
import { ErrorPanel } from './ErrorPanel.tsx'
import { type AxisTitles, plotLayout, seriesStyle } from './plotTheme.ts'

interface PlotProps extends AxisTitles {
  readonly series: readonly PlotSeries[]
  /** Names the chart for those who do not see it. */
  readonly label: string
  readonly height: number
}

/** New points come many a second; a chart is drawn again this often at most. */
const REDRAW_MILLISECONDS = 500

const loadPlotly = async () => (await import('plotly.js/dist/plotly-strict.min.js')).default

const CONFIG = { displaylogo: false, responsive: false, displayModeBar: false, doubleClick: 'reset' } as const

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

/** Lines over a common axis, drawn by Plotly in the theme's colours. The library is loaded when the first chart is shown. */
export function Plot({ series, label, height, x, y, logY }: PlotProps) {
  const place = useRef<HTMLDivElement>(null)
  const drawnAt = useRef(0)
  const [error, setError] = useState<unknown>(null)
  const { colorScheme } = useColorScheme()

  useEffect(() => {
    let isCurrent = true
    const draw = async () => {
      try {
        const plotly = await loadPlotly()
        if (!isCurrent || place.current === null) return
        drawnAt.current = performance.now()
        await plotly.react(
          place.current,
          traces(series, colorScheme !== 'light'),
          { ...plotLayout({ x, y, logY }), height },
          CONFIG,
        )
      } catch (reason) {
        if (isCurrent) setError(reason)
      }
    }
    const wait = Math.max(0, drawnAt.current + REDRAW_MILLISECONDS - performance.now())
    const timer = setTimeout(() => void draw(), wait)
    return () => {
      isCurrent = false
      clearTimeout(timer)
    }
  }, [series, colorScheme, x, y, logY, height])

  useEffect(() => {
    const element = place.current
    if (element === null) return
    let plotly: Awaited<ReturnType<typeof loadPlotly>> | null = null
    const observer = new ResizeObserver(() => {
      if (plotly !== null && element.querySelector('.plot-container')) plotly.Plots.resize(element)
    })
    void loadPlotly().then(
      loaded => {
        plotly = loaded
        observer.observe(element)
      },
      () => undefined,
    )
    return () => {
      observer.disconnect()
      plotly?.purge(element)
    }
  }, [])

  if (error !== null) return <ErrorPanel error={error} doing={t.ui.drawingTheChart} />
  return <Box ref={place} role="img" aria-label={label} sx={{ height, width: '100%' }} />
}
