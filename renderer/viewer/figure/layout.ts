import type { Region } from '../../../main/domain/regions/region.ts'
import { type Frame, referenceToScreen, type Size } from '../frame.ts'
import type { Linking } from '../linking.ts'
import { shapeOutline } from '../measure/outline.ts'
import { EXCLUDED_COLOR, labelPlace, REGION_COLOR } from '../measure/regionLook.ts'
import { regionName } from '../measure/regionSet.ts'
import type { ViewerPanel } from '../panels.ts'
import { roundTicks, tickText } from '../ticks.ts'
import type { ViewState } from '../viewState.ts'
import type { Display } from '../webgl/floatRenderer.ts'
import type { Figure, FigureItem } from './items.ts'
import { panelRaster } from './raster.ts'
import { scaleBar } from './scaleBar.ts'

/** A panel as it stands on the screen. */
export interface FigurePanel {
  readonly panel: ViewerPanel
  readonly display: Display
  readonly frame: Frame
  readonly size: Size
}

export interface FigureContent {
  readonly panels: readonly FigurePanel[]
  readonly columns: number
  readonly view: ViewState
  readonly linking: Linking
  readonly regions: readonly Region[]
  readonly pixelArcsec: number | null
  /** References (main/contract/images.ts) of the panels whose pixels the core has, by panel id. */
  readonly refs: ReadonlyMap<string, string>
}

/** What the user chose for the figure. */
export interface FigureChoices {
  readonly title: string
  readonly labels: boolean
  readonly colorBars: boolean
  readonly scaleBar: boolean
  readonly regions: boolean
  readonly paper: 'white' | 'dark'
}

/** Raster pixels a CSS pixel, of panels that are sampled. */
const FINENESS = 3
const MARGIN = 16
const GAP = 16
const TITLE = 30
const LABEL = 20
const BAR = { top: 6, height: 8, ticks: 18 }
const TEXT = 11
const CROSS = 6

const PAPERS = {
  white: { paper: '#ffffff', ink: '#171c24', faint: '#505b6b' },
  dark: { paper: '#0e1116', ink: '#e6eaf0', faint: '#a3adbb' },
} as const

type Ink = (typeof PAPERS)[keyof typeof PAPERS]

/** The panels in their rows with what the user wants around them, in the sizes that they have on the screen. */
export function layoutFigure(content: FigureContent, choices: FigureChoices): Figure {
  const ink = PAPERS[choices.paper]
  const above = choices.labels ? LABEL : 0
  const below = choices.colorBars ? BAR.top + BAR.height + BAR.ticks : 0
  const cell = {
    width: Math.max(...content.panels.map(({ size }) => size.width)),
    height: Math.max(...content.panels.map(({ size }) => size.height)) + above + below,
  }
  const columns = Math.min(content.columns, content.panels.length)
  const rows = Math.ceil(content.panels.length / columns)
  const top = MARGIN + (choices.title === '' ? 0 : TITLE)
  const width = 2 * MARGIN + columns * cell.width + (columns - 1) * GAP
  const height = top + rows * cell.height + (rows - 1) * GAP + MARGIN
  const panels = content.panels.flatMap((placed, i): FigureItem[] => {
    const x = MARGIN + (i % columns) * (cell.width + GAP)
    const y = top + Math.floor(i / columns) * (cell.height + GAP)
    return [
      ...(choices.labels ? [label(placed, x, y, ink)] : []),
      ...picture(content, placed, choices, x, y + above),
      ...(choices.colorBars && !placed.display.composite
        ? colorBar(placed, x, y + above + placed.size.height + BAR.top, ink)
        : []),
    ]
  })
  const title: FigureItem[] =
    choices.title === ''
      ? []
      : [
          {
            kind: 'text',
            text: choices.title,
            x: MARGIN,
            y: MARGIN + 14,
            anchor: 'start',
            size: 16,
            bold: true,
            color: ink.ink,
          },
        ]
  const paper: FigureItem = { kind: 'rect', x: 0, y: 0, width, height, color: ink.paper }
  return { title: choices.title, width, height, items: [paper, ...title, ...panels] }
}

const label = ({ panel }: FigurePanel, x: number, y: number, ink: Ink): FigureItem => ({
  kind: 'text',
  text: panel.title,
  x,
  y: y + 13,
  anchor: 'start',
  size: 12,
  bold: true,
  color: ink.ink,
})

function picture(
  { view, linking, regions, pixelArcsec }: FigureContent,
  { panel, display, frame, size }: FigurePanel,
  choices: FigureChoices,
  x: number,
  y: number,
): FigureItem[] {
  const raster = panelRaster({ panel, display, view, linking, frame, size, fineness: FINENESS })
  const items: FigureItem[] = [
    { kind: 'rect', x, y, ...size, color: '#07090c' },
    { kind: 'raster', ...raster, x: x + raster.x, y: y + raster.y },
    ...(choices.regions ? regionItems(regions, frame, size, x, y) : []),
    ...(choices.scaleBar ? scaleBarItems(frame, size, pixelArcsec, x, y) : []),
  ]
  return [{ kind: 'clip', x, y, ...size, items }]
}

function regionItems(regions: readonly Region[], frame: Frame, size: Size, x: number, y: number): FigureItem[] {
  return regions.flatMap((region, index): FigureItem[] => {
    const place = (p: { readonly x: number; readonly y: number }) => {
      const at = referenceToScreen(frame, size, p)
      return { x: x + at.x, y: y + at.y }
    }
    const steps = shapeOutline(region.shape, place, CROSS / frame.zoom)
    const color = region.exclude ? EXCLUDED_COLOR : REGION_COLOR
    const text = { kind: 'text', text: regionName(region, index), anchor: 'middle', size: TEXT, color } as const
    return [
      { kind: 'path', steps, color: '#000000', width: 3 },
      { kind: 'path', steps, color, width: 1.5, ...(region.exclude ? { dash: [6, 4] } : {}) },
      { ...text, ...labelPlace(region.shape, place), halo: '#000000' },
    ]
  })
}

function scaleBarItems(frame: Frame, size: Size, pixelArcsec: number | null, x: number, y: number): FigureItem[] {
  const { length, text } = scaleBar(size.width, frame.zoom, pixelArcsec)
  const [left, base] = [x + 12, y + size.height - 12]
  return [
    { kind: 'rect', x: left - 1, y: base - 1, width: length + 2, height: 4, color: '#000000' },
    { kind: 'rect', x: left, y: base, width: length, height: 2, color: '#ffffff' },
    {
      kind: 'text',
      text,
      x: left + length / 2,
      y: base - 6,
      anchor: 'middle',
      size: TEXT,
      color: '#ffffff',
      halo: '#000000',
    },
  ]
}

/** The colour table as one row of pixels, round values beneath it. */
function colorBar({ panel, display, size }: FigurePanel, x: number, y: number, ink: Ink): FigureItem[] {
  const unit = panel.unit === null ? 0 : 8 + TEXT * 0.6 * panel.unit.length
  const width = Math.max(40, size.width - unit)
  const { colors } = display
  const ticks = roundTicks(display).flatMap(({ value, at }): FigureItem[] => {
    const anchor = at < 0.08 ? 'start' : at > 0.92 ? 'end' : 'middle'
    const place = x + at * width
    return [
      { kind: 'rect', x: place - 0.5, y: y + BAR.height, width: 1, height: 3, color: ink.faint },
      { kind: 'text', text: tickText(value), x: place, y: y + BAR.height + 14, anchor, size: TEXT, color: ink.faint },
    ]
  })
  const named: FigureItem[] =
    panel.unit === null
      ? []
      : [
          {
            kind: 'text',
            text: panel.unit,
            x: x + size.width,
            y: y + BAR.height,
            anchor: 'end',
            size: TEXT,
            color: ink.ink,
          },
        ]
  const raster = { width: colors.length / 3, height: 1, rgb: colors }
  return [{ kind: 'raster', raster, x, y, width, height: BAR.height }, ...ticks, ...named]
}
