import { describe, expect, it } from 'vitest'
import { celestialWcs } from '../../../main/domain/wcs/index.ts'
import type { Point } from '../../../renderer/viewer/frame.ts'
import { linkPanels, turnedPlacement } from '../../../renderer/viewer/linking.ts'
import { compassArrows, gridMarks, type SkyWindow, scaleBar } from '../../../renderer/viewer/marks/skyMarks.ts'
import { readPanels, viewerPanel } from '../../../renderer/viewer/panels.ts'
import { skyText } from '../../../renderer/viewer/skyText.ts'

const card = (keyword: string, value: string | number) =>
  `${keyword.padEnd(8)}= ${(typeof value === 'string' ? `'${value}'` : String(value)).padStart(20)}`.padEnd(80)

/** TAN about (150, 2) of n x n pixels of `arcsec`, turned from x towards y. */
function wcsOf(n: number, arcsec: number, degrees: number, dec = 2) {
  const side = arcsec / 3600
  const [cos, sin] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)]
  const wcs = celestialWcs([
    card('CTYPE1', 'RA---TAN'),
    card('CTYPE2', 'DEC--TAN'),
    card('RADESYS', 'ICRS'),
    card('CRVAL1', 150),
    card('CRVAL2', dec),
    card('CRPIX1', (n + 1) / 2),
    card('CRPIX2', (n + 1) / 2),
    card('CD1_1', -side * cos),
    card('CD1_2', side * sin),
    card('CD2_1', side * sin),
    card('CD2_2', side * cos),
  ])
  if (!wcs) throw new Error('no WCS')
  return wcs
}

const image = (n: number) => ({ width: n, height: n, data: Float32Array.from({ length: n * n }, (_, i) => i) })
const base = viewerPanel({ id: 'base', title: '', image: image(20), wcs: wcsOf(20, 0.2, 0) })
const turned = viewerPanel({ id: 'turned', title: '', image: image(40), wcs: wcsOf(40, 0.1, 90) })
const plain = viewerPanel({ id: 'plain', title: '', image: image(10), scale: 2 })
const panels = [base, turned, plain]

const near = (seen: Point | null, expected: Point) => {
  expect(seen?.x).toBeCloseTo(expected.x, 6)
  expect(seen?.y).toBeCloseTo(expected.y, 6)
}

describe('panels linked by the sky', () => {
  const linking = linkPanels(panels, 'sky')

  it('show the same place: an image turned by 90 degrees with half the pixel side', () => {
    expect(linking.extent).toEqual({ width: 20, height: 20 })
    near(linking.pixelOf(base, { x: 3, y: 4 }), { x: 3, y: 4 })
    near(linking.pixelOf(turned, { x: 9.5, y: 9.5 }), { x: 19.5, y: 19.5 })
    // Two arcsec to the north, which lies to the left there.
    const north = linking.pixelOf(turned, { x: 9.5, y: 19.5 })
    expect(Math.abs((north?.x ?? 0) - 19.5)).toBeCloseTo(20, 4)
    expect(north?.y).toBeCloseTo(19.5, 4)
  })

  it('are laid on the grid of the first by turning and scaling; those without a WCS stay on the common grid', () => {
    const placement = turnedPlacement(linking, turned, { x: 9.5, y: 9.5 }, 5)
    if (typeof placement === 'string') throw new Error(placement)
    near(placement.pixel, { x: 19.5, y: 19.5 })
    const { a, b, c, d } = placement.turn
    expect([a, d].map(v => Math.abs(v))).toEqual([expect.closeTo(0, 4), expect.closeTo(0, 4)])
    expect([b, c].map(v => Math.abs(v))).toEqual([expect.closeTo(2, 4), expect.closeTo(2, 4)])
    expect(a * d - b * c).toBeCloseTo(4, 4)
    expect([base, plain].map(panel => turnedPlacement(linking, panel, { x: 5, y: 5 }, 5))).toEqual([
      'aligned',
      'aligned',
    ])
    near(linking.pixelOf(plain, { x: 5, y: 5 }), { x: 2.25, y: 2.25 })
  })

  it('say where an image cannot be shown, and read nothing there', () => {
    const far = viewerPanel({ ...turned, id: 'far', wcs: wcsOf(40, 0.1, 0, -88) })
    const apart = linkPanels([base, far], 'sky')
    const [, reading] = readPanels([base, far], { x: 5, y: 5 }, apart)
    expect(reading).toMatchObject({ pixel: null, value: null })
  })

  it('are read at the same place, by their own pixels', () => {
    const at = { x: 9.4, y: 9.6 }
    const readings = readPanels(panels, at, linking)
    const place = linking.pixelOf(turned, at)
    if (!place) throw new Error('off the sky')
    expect(readings.map(reading => reading.pixel)).toEqual([
      { x: 9, y: 10 },
      { x: Math.round(place.x), y: Math.round(place.y) },
      { x: 4, y: 5 },
    ])
    expect(readings[0].sky?.lon).toBeCloseTo(readings[1].sky?.lon ?? 0, 9)
    expect(readings[2].sky).toBeNull()
    expect(readings[1].value).toBe((readings[1].pixel?.y ?? 0) * 40 + (readings[1].pixel?.x ?? 0))
  })

  it('are linked by pixels where fewer than two have a WCS', () => {
    const few = linkPanels([base, plain], 'sky')
    expect(few.gridOf(base)).toBe(base)
    near(few.pixelOf(plain, { x: 5, y: 5 }), { x: 2.25, y: 2.25 })
  })
})

describe('marks of the sky', () => {
  const window = (wcs: ReturnType<typeof wcsOf>, zoom = 10): SkyWindow => ({
    wcs,
    scale: 1,
    frame: { x: 9.5, y: 9.5, zoom },
    size: { width: 200, height: 200 },
  })

  it('point north up and east left, and turn with the image', () => {
    const up = compassArrows(window(wcsOf(20, 0.2, 0)))
    near(up?.north ?? null, { x: 0, y: -1 })
    near(up?.east ?? null, { x: -1, y: 0 })
    const wcs = wcsOf(20, 0.2, 30)
    const arrows = compassArrows(window(wcs))
    const [from, to] = [2, 2.0001].map(lat => wcs.skyToPixel({ lon: 150, lat }))
    if (!from || !to || !arrows) throw new Error('off the sky')
    const length = Math.hypot(to.x - from.x, to.y - from.y)
    expect(arrows.north.x).toBeCloseTo((to.x - from.x) / length, 4)
    expect(arrows.north.y).toBeCloseTo(-(to.y - from.y) / length, 4)
    // East stands to the left of north, as seen from within the sky.
    expect(arrows.north.x * arrows.east.y - arrows.north.y * arrows.east.x).toBeCloseTo(-1, 4)
  })

  it('have a scale bar of a round length that fits', () => {
    // 0.2 arcsec at 10 CSS pixels: 50 an arcsec, and a third of 200 is 66.7.
    expect(scaleBar(window(wcsOf(20, 0.2, 0)))).toEqual({ length: expect.closeTo(50, 5), arcsec: 1, label: '1″' })
    expect(scaleBar(window(wcsOf(20, 0.2, 0), 0.05))?.label).toBe('2′')
    expect(scaleBar(window(wcsOf(20, 2000, 0), 1))?.label).toBe('30°')
  })

  it('have grid lines whose points lie at their longitude or latitude, through the window alone', () => {
    const wcs = wcsOf(20, 0.2, 30)
    const marks = gridMarks(window(wcs, 20), { skyFrame: 'icrs', skyFormat: 'degrees' })
    expect(new Set(marks.map(mark => mark.axis))).toEqual(new Set(['lon', 'lat']))
    for (const { axis, label, lines } of marks) {
      const value = Number(label.replace('°', '').replace('−', '-'))
      for (const { x, y } of lines.flat()) {
        expect(Math.min(x, y, 200 - x, 200 - y)).toBeGreaterThan(-1e-6)
        const sky = wcs.pixelToSky({ x: 9.5 + (x - 100) / 20, y: 9.5 - (y - 100) / 20 })
        expect(sky?.[axis]).toBeCloseTo(value, 6)
      }
    }
  })
})

describe('a position', () => {
  it('is written in the frame and the form that the view wants', () => {
    const wcs = wcsOf(20, 0.2, 0)
    const sky = { lon: 150, lat: 2 }
    expect(skyText(sky, wcs, { skyFrame: 'icrs', skyFormat: 'sexagesimal' })).toMatch(/^10:00:00\.0+ \+02:00:00\.0+$/)
    expect(skyText(sky, wcs, { skyFrame: 'icrs', skyFormat: 'degrees' })).toMatch(/^150\.0+ \+2\.0+$/)
    const [lon, lat] = skyText(sky, wcs, { skyFrame: 'galactic', skyFormat: 'degrees' }).split(' ').map(Number)
    // astropy: SkyCoord(150, 2, unit='deg').galactic
    expect([lon, lat]).toEqual([expect.closeTo(236.954583, 5), expect.closeTo(41.90511, 5)])
  })
})
