import { unzlibSync } from 'fflate'
import { describe, expect, test } from 'vitest'
import { colorTable } from '../../../../main/domain/colormap.ts'
import type { Region } from '../../../../main/domain/regions/region.ts'
import { visibleWindow } from '../../../../renderer/viewer/figure/cutout.ts'
import { helveticaWidth, isInWinAnsi } from '../../../../renderer/viewer/figure/helvetica.ts'
import type { Figure, FigureItem, RasterItem } from '../../../../renderer/viewer/figure/items.ts'
import { type FigureChoices, type FigureContent, layoutFigure } from '../../../../renderer/viewer/figure/layout.ts'
import { figurePdf } from '../../../../renderer/viewer/figure/pdf.ts'
import { scaleBar } from '../../../../renderer/viewer/figure/scaleBar.ts'
import { figureSvg } from '../../../../renderer/viewer/figure/svg.ts'
import type { Frame } from '../../../../renderer/viewer/frame.ts'
import { panelDisplays } from '../../../../renderer/viewer/levels.ts'
import { linkPanels } from '../../../../renderer/viewer/linking.ts'
import { viewerPanel } from '../../../../renderer/viewer/panels.ts'
import { DEFAULT_VIEW, type ViewState } from '../../../../renderer/viewer/viewState.ts'
import { pixels } from '../../../support/core.ts'

const GREY: ViewState = { ...DEFAULT_VIEW, stretch: 'linear', rule: 'manual', low: 0, high: 256, colorMap: 'grey' }
const CHOICES: FigureChoices = {
  title: 'Lens <J0946> & "more"',
  labels: true,
  colorBars: true,
  scaleBar: true,
  regions: true,
  paper: 'white',
}
const circle: Region = { id: 'r1', label: 'G1', exclude: false, shape: { kind: 'circle', x: 4, y: 4, radius: 2 } }

/** LR of 4 x 4 beside HR of 8 x 8 pixels, each in a panel of 80 CSS pixels; every value is its own grey. */
function content(view: ViewState, frame: Frame = { x: 3.5, y: 3.5, zoom: 10 }): FigureContent {
  const panels = [
    viewerPanel({
      id: 'lr',
      title: 'LR',
      scale: 2,
      image: { width: 4, height: 4, data: pixels(4, 4, (x, y) => 10 + x + 4 * y) },
    }),
    viewerPanel({
      id: 'hr',
      title: 'HR',
      unit: 'Jy/beam',
      image: { width: 8, height: 8, data: pixels(8, 8, (x, y) => (x === 7 && y === 0 ? Number.NaN : 100 + x + 8 * y)) },
    }),
  ]
  const displays = panelDisplays(panels, view)
  return {
    columns: 2,
    view,
    linking: linkPanels(panels, view.link),
    regions: [circle],
    pixelArcsec: 0.05,
    refs: new Map(),
    panels: panels.flatMap(panel => {
      const display = displays.get(panel.id)
      return display ? [{ panel, display, frame, size: { width: 80, height: 80 } }] : []
    }),
  }
}

const flat = (items: readonly FigureItem[]): FigureItem[] =>
  items.flatMap(item => (item.kind === 'clip' ? flat(item.items) : [item]))

/** The pictures, without the colour bars of one row. */
const pictures = ({ items }: Figure): RasterItem[] =>
  flat(items).filter((item): item is RasterItem => item.kind === 'raster' && item.raster.height > 1)

const GREYS = colorTable('grey')

describe('a picture in a figure', () => {
  test('holds each data pixel once, in the colour of the screen, the top row first', () => {
    const [lr, hr] = pictures(layoutFigure(content(GREY), CHOICES))
    expect([lr.raster.width, lr.raster.height, lr.width, lr.height]).toEqual([4, 4, 80, 80])
    const greys = (raster: RasterItem['raster']) =>
      Array.from({ length: raster.rgb.length / 3 }, (_, i) => raster.rgb[3 * i])
    const rows = [3, 2, 1, 0]
    expect(greys(lr.raster)).toEqual(rows.flatMap(y => [0, 1, 2, 3].map(x => GREYS[3 * (10 + x + 4 * y)])))
    expect(greys(hr.raster).slice(0, 8)).toEqual([...Array(8).keys()].map(x => GREYS[3 * (100 + x + 56)]))
    // The pixel without a value, lower right.
    expect([...hr.raster.rgb.subarray(-3)]).toEqual([0x6b, 0x3d, 0x4d])
  })

  test('holds only the pixels that are seen, where they stand on the screen', () => {
    const [lr, hr] = pictures(layoutFigure(content(GREY, { x: 6, y: 2, zoom: 20 }), CHOICES))
    // 4 reference pixels are seen: x from 4 to 8, y from 0 to 4.
    expect([hr.raster.width, hr.raster.height]).toEqual([4, 5])
    expect([lr.raster.width, lr.raster.height]).toEqual([2, 3])
    expect(hr.width / hr.raster.width).toBe(20)
    expect(lr.width / lr.raster.width).toBe(40)
    expect(lr.x - 16).toBeCloseTo((4 - 0.5 - 6) * 20 + 40, 9)
  })

  test('that is smoothed is sampled between its pixels', () => {
    const [, hr] = pictures(layoutFigure(content({ ...GREY, smooth: true }), CHOICES))
    expect([hr.raster.width, hr.raster.height]).toEqual([240, 240])
    const distinct = new Set(hr.raster.rgb.subarray(0, 3 * 240))
    expect(distinct.size).toBeGreaterThan(5)
  })
})

test('a cutout is the smallest part of the image that holds all that is seen', () => {
  const { panels, linking } = content(GREY, { x: 6, y: 2, zoom: 20 })
  const [lr, hr] = panels.map(placed => visibleWindow(placed, linking))
  expect(hr).toEqual({ x: 4, y: 0, width: 4, height: 5 })
  expect(lr).toEqual({ x: 2, y: 0, width: 2, height: 3 })
  const whole = content(GREY)
  expect(whole.panels.map(placed => visibleWindow(placed, whole.linking))).toEqual([
    { x: 0, y: 0, width: 4, height: 4 },
    { x: 0, y: 0, width: 8, height: 8 },
  ])
  const beside = content(GREY, { x: 100, y: 2, zoom: 20 })
  expect(beside.panels.map(placed => visibleWindow(placed, beside.linking))).toEqual([null, null])
})

test('SVG holds the text as text, safely, the outlines as paths and the images as pixels', () => {
  const svg = figureSvg(layoutFigure(content(GREY), CHOICES), raster => `data:test,${raster.width}x${raster.height}`)
  expect(svg).toContain('<title>Lens &lt;J0946&gt; &amp; &quot;more&quot;</title>')
  expect(svg).toContain('>G1</text>')
  expect(svg).toContain('>Jy/beam</text>')
  expect(svg).toContain('href="data:test,8x8"')
  expect(svg.match(/<path /g)).toHaveLength(4)
  expect(svg).toMatch(/<text [^>]*>0\.1"<\/text>|<text [^>]*>0\.1&quot;<\/text>/)
})

/** The bytes between `stream` and `endstream` of every packed object of a PDF, unpacked. */
function pdfStreams(pdf: Uint8Array): Uint8Array[] {
  const text = Buffer.from(pdf).toString('latin1')
  return [...text.matchAll(/\/Length (\d+) >>\nstream\n/g)].map(({ index, 0: head, 1: length }) =>
    unzlibSync(pdf.subarray(index + head.length, index + head.length + Number(length))),
  )
}

test('PDF is one page with text as text, and its table names where every object lies', () => {
  const figure = layoutFigure(content(GREY), { ...CHOICES, title: 'Räumlich – 0.05″' })
  const pdf = figurePdf(figure)
  const text = Buffer.from(pdf).toString('latin1')
  expect(text.startsWith('%PDF-1.7\n')).toBe(true)
  expect(text.endsWith('%%EOF\n')).toBe(true)
  const start = Number(/startxref\n(\d+)\n/.exec(text)?.[1])
  expect(text.slice(start, start + 4)).toBe('xref')
  const offsets = [...text.slice(start).matchAll(/^(\d{10}) 00000 n $/gm)].map(match => Number(match[1]))
  offsets.forEach((offset, i) => {
    expect(text.slice(offset, offset + `${i + 1} 0 obj`.length)).toBe(`${i + 1} 0 obj`)
  })
  expect(text).toContain(`/MediaBox [0 0 ${figure.width * 0.75} ${figure.height * 0.75}]`)
  const [page, ...images] = pdfStreams(pdf)
  const content0 = Buffer.from(page).toString('latin1')
  const shown = [...content0.matchAll(/<([0-9a-f]*)> Tj/g)].map(m => Buffer.from(m[1], 'hex').toString('latin1'))
  expect(shown).toEqual(expect.arrayContaining(['LR', 'HR', 'G1', 'Jy/beam', 'R\xe4umlich \x96 0.05?']))
  expect(images.map(image => image.length)).toEqual(
    flat(figure.items).flatMap(item => (item.kind === 'raster' ? [item.raster.rgb.length] : [])),
  )
})

test('letters that a PDF font lacks are known beforehand', () => {
  expect(isInWinAnsi('Å ± 5 µJy – “ok”?')).toBe(true)
  expect(isInWinAnsi('κ > 0.5')).toBe(false)
  expect(helveticaWidth('Wi', 10)).toBeCloseTo(9.44 + 2.22, 9)
})

test('a scale bar is round and fits: arcsec, arcmin or pixels', () => {
  expect(scaleBar(300, 10, 0.05)).toEqual({ length: 40, text: '0.2"' })
  expect(scaleBar(300, 0.5, 1)).toEqual({ length: 60, text: "2'" })
  expect(scaleBar(300, 4, null)).toEqual({ length: 80, text: '20 px' })
})
