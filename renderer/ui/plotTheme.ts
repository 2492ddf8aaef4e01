import { type Palette, useColorScheme, useTheme } from '@mui/material/styles'
import type {} from '@mui/material/themeCssVarsAugmentation'
import type { Dash, Layout } from 'plotly.js'

/** A series told apart by its colour, its dash and its marker: any one of them is enough. */
export interface SeriesStyle {
  readonly color: string
  readonly dash: Dash
  readonly symbol: (typeof SYMBOLS)[number]
}

const DASHES: readonly Dash[] = ['solid', 'dash', 'dot', 'dashdot', 'longdash']
const SYMBOLS = ['circle', 'square', 'diamond', 'triangle-up', 'cross'] as const

/** Colours that stay apart for the colour-blind on dark and on light paper (after Okabe and Ito, lightness adapted). */
const COLORS = {
  dark: ['#7fb4ff', '#f0a35e', '#62c7a8', '#d79ac9', '#e0cf5c'],
  light: ['#1a5fb4', '#b05500', '#0b7a5c', '#93478a', '#7a6a00'],
}

export const seriesStyle = (index: number, isDark: boolean): SeriesStyle => {
  const at = index % DASHES.length
  return { color: COLORS[isDark ? 'dark' : 'light'][at], dash: DASHES[at], symbol: SYMBOLS[at] }
}

export interface PlotLook {
  readonly isDark: boolean
  readonly palette: Palette
}

/**
 * The theme that is shown, as values: Plotly cannot read CSS variables, and those of the document change only after what
 * depends on the theme was rendered.
 */
export function usePlotLook(): PlotLook {
  const { colorScheme = 'dark' } = useColorScheme()
  const { palette } = useTheme().colorSchemes[colorScheme] ?? {}
  if (palette === undefined) throw new Error(`The theme has no colours for ${colorScheme}.`)
  return { isDark: colorScheme === 'dark', palette }
}

export interface AxisTitles {
  readonly x: string
  readonly y: string
  readonly logY: boolean
}

/** A chart's layout in the theme's colours. */
export function plotLayout({ x, y, logY }: AxisTitles, { divider, text, background }: Palette): Partial<Layout> {
  const axis = {
    gridcolor: divider,
    linecolor: divider,
    zeroline: false,
    tickfont: { color: text.secondary },
    automargin: true,
  }
  const titled = (title: string) => ({ text: title, standoff: 8, font: { size: 12, color: text.secondary } })
  return {
    autosize: true,
    paper_bgcolor: 'transparent',
    plot_bgcolor: 'transparent',
    font: { family: getComputedStyle(document.body).fontFamily, size: 12, color: text.primary },
    margin: { l: 56, r: 12, t: 28, b: 40 },
    showlegend: true,
    legend: { orientation: 'h', x: 0, y: 1, yanchor: 'bottom', bgcolor: 'transparent' },
    hovermode: 'x unified',
    hoverlabel: {
      bgcolor: background.paper,
      bordercolor: divider,
      font: { color: text.primary },
    },
    xaxis: { ...axis, title: titled(x) },
    yaxis: { ...axis, title: titled(y), type: logY ? 'log' : 'linear', exponentformat: 'power' },
    // The user's zoom stays while points are added.
    uirevision: 'kept',
  }
}
