import type { Palette } from '@mui/material/styles'
import type { Data, Layout } from 'plotly.js'
import { useMemo } from 'react'
import { t } from '../../../text/t.ts'
import { ChartFrame } from '../../../ui/ChartFrame.tsx'
import { PlotlyView } from '../../../ui/PlotlyView.tsx'
import { plotLayout, usePlotLook } from '../../../ui/plotTheme.ts'
import { type ComparedRun, runStyle } from '../runLook.ts'
import { type FieldAxis, share } from './fieldAxis.ts'

interface ParallelChartProps {
  readonly runs: readonly ComparedRun[]
  readonly axes: readonly FieldAxis[]
}

const HEIGHT = 360
/** More names on an axis would lie over each other. */
const MOST_TICKS = 8

/** Each run as a line through its values, one upright axis a field (Inselberg 1985, The Visual Computer 1, 69). */
export function ParallelChart({ runs, axes }: ParallelChartProps) {
  const { isDark, palette } = usePlotLook()
  const data = useMemo(() => lines(runs, axes, isDark), [runs, axes, isDark])
  const layout = useMemo(() => axesLayout(axes, palette), [axes, palette])
  const content = useMemo(
    () => ({
      columns: ['run', ...axes.map(({ title }) => title)],
      rows: runs.map(({ run, letter, index }) => [`${letter} ${run.name}`, ...axes.map(({ texts }) => texts[index])]),
    }),
    [runs, axes],
  )
  return (
    <ChartFrame title={t.compareRuns.runsThroughTheirValues} content={content} height={HEIGHT}>
      <PlotlyView
        data={data}
        layout={layout}
        height={HEIGHT}
        label={t.compareRuns.eachRunAsALineThrough(axes.map(({ title }) => title).join(', '))}
      />
    </ChartFrame>
  )
}

function lines(runs: readonly ComparedRun[], axes: readonly FieldAxis[], isDark: boolean): Data[] {
  return runs.map(({ run, letter, index }) => {
    const { color, dash, symbol } = runStyle(index, isDark)
    return {
      ...{ type: 'scatter', mode: 'lines+markers', name: `${letter} ${run.name}` },
      x: axes.map((_, at) => at),
      y: axes.map(axis => {
        const place = axis.places[index]
        return place === null ? null : share(axis, place)
      }),
      text: axes.map(({ title, texts }) => `${letter}: ${title} ${texts[index]}`),
      hoverinfo: 'text',
      line: { color, dash, width: 1.75 },
      marker: { color, symbol, size: 7 },
    }
  })
}

function axesLayout(axes: readonly FieldAxis[], palette: Palette): Partial<Layout> {
  const base = plotLayout({ x: '', y: '', logY: false }, palette)
  const annotations = axes.flatMap((axis, x) =>
    axis.ticks.slice(0, MOST_TICKS).map(({ place, text }) => ({
      ...{ x, y: share(axis, place), text, showarrow: false, xanchor: 'left' as const, xshift: 6 },
      font: { size: 11, color: base.font?.color },
      bgcolor: palette.background.default,
    })),
  )
  return {
    ...base,
    annotations,
    hovermode: 'closest',
    margin: { l: 40, r: 72, t: 28, b: 48 },
    xaxis: {
      ...base.xaxis,
      ...{ title: { text: '' }, range: [-0.2, axes.length - 0.6], showgrid: true, fixedrange: true },
      tickvals: axes.map((_, at) => at),
      ticktext: axes.map(({ title }) => title),
    },
    yaxis: { ...base.yaxis, title: { text: '' }, range: [-0.08, 1.08], showticklabels: false, showgrid: false },
  }
}
