import Box from '@mui/material/Box'
import type { Data, Layout } from 'plotly.js'
import { useEffect, useRef, useState } from 'react'
import { t } from '../text/t.ts'
import { ErrorPanel } from './ErrorPanel.tsx'

interface PlotlyViewProps {
  /** Keep data and layout the same objects from render to render: others are drawn. */
  readonly data: readonly Data[]
  readonly layout: Partial<Layout>
  /** Names the chart for those who do not see it. */
  readonly label: string
  readonly height: number
  /** A point was pressed; gets its `customdata`. */
  readonly onPoint?: (customdata: unknown) => void
}

/** New points come many a second; a chart is drawn again this often at most. */
const REDRAW_MILLISECONDS = 500

const loadPlotly = async () => (await import('plotly.js/dist/plotly-strict.min.js')).default

const CONFIG = { displaylogo: false, responsive: false, displayModeBar: false, doubleClick: 'reset' } as const

interface PressedPoints {
  readonly points: readonly { readonly customdata?: unknown }[]
}

interface PlotlyElement extends HTMLElement {
  on(event: 'plotly_click', listener: (event: PressedPoints) => void): void
  removeAllListeners(event: 'plotly_click'): void
}

/** A chart by Plotly, as large as its place. The library is loaded when the first chart is shown. */
export function PlotlyView({ data, layout, label, height, onPoint }: PlotlyViewProps) {
  const place = useRef<HTMLDivElement>(null)
  const drawnAt = useRef(0)
  const pressed = useRef(onPoint)
  const [error, setError] = useState<unknown>(null)
  useEffect(() => {
    pressed.current = onPoint
  })

  useEffect(() => {
    let isCurrent = true
    const draw = async () => {
      try {
        const plotly = await loadPlotly()
        const element = place.current
        if (!isCurrent || element === null) return
        drawnAt.current = performance.now()
        await plotly.react(element, [...data], { ...layout, height }, CONFIG)
        const drawn = element as unknown as PlotlyElement
        drawn.removeAllListeners('plotly_click')
        drawn.on('plotly_click', ({ points }) => pressed.current?.(points[0]?.customdata))
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
  }, [data, layout, height])

  useEffect(() => {
    const element = place.current
    if (element === null) return
    let plotly: Awaited<ReturnType<typeof loadPlotly>> | null = null
    const observer = new ResizeObserver(() => {
      // Leaving the page changes its size too, to nothing, which Plotly takes for a mistake.
      if (!element.checkVisibility() || element.querySelector('.plot-container') === null) return
      plotly?.Plots.resize(element)
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
