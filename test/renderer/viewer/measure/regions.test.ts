import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  type Region,
  SHAPE_KINDS,
  type Shape,
  shapeNumbers,
  shapeProblem,
} from '../../../../main/domain/regions/region.ts'
import { celestialWcs } from '../../../../main/domain/wcs/index.ts'
import { linkPanels } from '../../../../renderer/viewer/linking.ts'
import { shapeAround, shapeDragged } from '../../../../renderer/viewer/measure/draw.ts'
import { dragHandle, shapeHandles } from '../../../../renderer/viewer/measure/handles.ts'
import { amended, changed, historyOf, redone, undone } from '../../../../renderer/viewer/measure/history.ts'
import { rowsAsCsv, rowsAsTsv } from '../../../../renderer/viewer/measure/measureColumns.ts'
import { measureAll } from '../../../../renderer/viewer/measure/measurements.ts'
import { shapeOutline } from '../../../../renderer/viewer/measure/outline.ts'
import { referenceScale, shapeOnPanel } from '../../../../renderer/viewer/measure/placeShape.ts'
import { decodeRegions, encodeRegions } from '../../../../renderer/viewer/measure/regionSet.ts'
import { viewerPanel } from '../../../../renderer/viewer/panels.ts'
import { pixels } from '../../../support/core.ts'

const place = fc.record({
  x: fc.double({ min: -50, max: 200, noNaN: true }),
  y: fc.double({ min: -50, max: 200, noNaN: true }),
})

describe('drawing', () => {
  test('any drag and any click make a shape that can be measured', () => {
    fc.assert(
      fc.property(fc.constantFrom(...SHAPE_KINDS), place, place, (kind, from, to) => {
        expect(shapeProblem(shapeDragged(kind, from, to))).toBeNull()
        expect(shapeProblem(shapeAround(kind, from, 5))).toBeNull()
      }),
    )
  })

  test('a handle that is dragged to where it is changes nothing, and anywhere else leaves a shape', () => {
    fc.assert(
      fc.property(fc.constantFrom(...SHAPE_KINDS), place, place, place, (kind, from, to, anywhere) => {
        const shape = shapeDragged(kind, from, to)
        for (const handle of shapeHandles(shape, 0)) {
          const same = dragHandle(shape, handle.id, handle)
          shapeNumbers(same).forEach((value, i) => {
            expect(value).toBeCloseTo(shapeNumbers(shape)[i], 6)
          })
          expect(shapeProblem(dragHandle(shape, handle.id, anywhere))).toBeNull()
        }
      }),
    )
  })

  test("a circle's outline keeps its radius to a thousandth", () => {
    const steps = shapeOutline({ kind: 'circle', x: 3, y: 4, radius: 10 }, p => p, 1)
    const ends = steps.flatMap(step => (step.kind === 'close' ? [] : [step.to]))
    expect(ends).toHaveLength(5)
    for (const { x, y } of ends) expect(Math.hypot(x - 3, y - 4)).toBeCloseTo(10, 9)
  })
})

test('a drag is one step back, however many moves it has, and a step forward again', () => {
  let history = historyOf(0)
  history = changed(history, 1)
  history = amended(history, 2)
  history = amended(history, 3)
  expect(undone(history).present).toBe(0)
  expect(redone(undone(history)).present).toBe(3)
  expect(undone(undone(history)).present).toBe(0)
  expect(redone(changed(undone(history), 9)).present).toBe(9)
})

test('an address holds all regions with their names, and opens even where it is damaged', () => {
  const regions: Region[] = [
    {
      id: 'r1',
      label: 'arc & G1 : a',
      exclude: false,
      shape: { kind: 'ellipse', x: 1.5, y: 2, a: 3, b: 1, angle: -20 },
    },
    { id: 'r2', label: '', exclude: true, shape: { kind: 'point', x: 4, y: 4 } },
  ]
  const set = { isOpen: true, regions, sky: { gap: 2, width: 5.5 } }
  const query = encodeRegions(set, new URLSearchParams('stretch=log&region=old'))
  expect(query.get('stretch')).toBe('log')
  expect(decodeRegions(new URLSearchParams(query.toString()))).toEqual(set)
  const damaged = new URLSearchParams(
    'measure=1&sky=a,b&region=circle+1+2&region=sphere+1&region=circle+1+2+3&region=-',
  )
  expect(decodeRegions(damaged)).toEqual({
    isOpen: true,
    sky: null,
    regions: [{ id: 'r1', label: '', exclude: false, shape: { kind: 'circle', x: 1, y: 2, radius: 3 } }],
  })
})

describe('the table', () => {
  const hr = viewerPanel({
    id: 'hr',
    title: 'HR',
    image: { width: 8, height: 8, data: pixels(8, 8, (x, y) => 1 + (x >> 1) + (y >> 1)) },
  })
  const sums = { width: 4, height: 4, data: pixels(4, 4, (x, y) => 4 * (1 + x + y)) }
  const means = { width: 4, height: 4, data: pixels(4, 4, (x, y) => 1 + x + y) }
  const region: Region = {
    id: 'r1',
    label: '=1+1',
    exclude: false,
    shape: { kind: 'box', x: 3.5, y: 3.5, width: 5, height: 3, angle: 0 },
  }
  const panels = [
    viewerPanel({ id: 'flux', title: 'flux', image: sums, scale: 2, levelFactor: 4 }),
    viewerPanel({ id: 'brightness', title: 'brightness', image: means, scale: 2 }),
    hr,
  ]
  const set = { panels, regions: [region], linking: linkPanels(panels, 'pixels'), sky: null }

  test('says the same flux for LR pixels that hold fluxes, LR pixels that hold brightnesses, and HR', () => {
    const rows = measureAll(set)
    expect(rows.map(row => row.flux)).toEqual([60, 60, 60].map(flux => expect.closeTo(flux, 9)))
    expect(rows.map(row => row.measurement?.sum)).toEqual([60, 15, 60].map(sum => expect.closeTo(sum, 9)))
  })

  test("takes a panel's errors, and leaves out what its mask and the excluded regions take", () => {
    const error = { ...sums, data: sums.data.map(() => 2) }
    const mask = { ...sums, data: pixels(4, 4, (x, y) => (x === 1 && y === 1 ? 0 : 1)) }
    const panel = viewerPanel({ id: 'lr', title: 'LR', image: { ...sums }, scale: 2, levelFactor: 4, error, mask })
    const hole: Region = { id: 'r2', label: '', exclude: true, shape: { kind: 'circle', x: 4.5, y: 4.5, radius: 0.5 } }
    const whole: Region = { ...region, shape: { kind: 'box', x: 3.5, y: 3.5, width: 8, height: 8, angle: 0 } }
    const [row, ...rest] = measureAll({ ...set, panels: [panel], regions: [whole, hole] })
    expect(rest).toEqual([])
    expect(row.measurement).toMatchObject({ area: 14, rejected: 2, errorSource: 'error image' })
    expect(row.fluxError).toBeCloseTo(2 * Math.sqrt(14), 9)
  })

  test('goes out for spreadsheets without becoming a formula there', () => {
    const csv = rowsAsCsv(measureAll(set))
    expect(csv.split('\r\n')[1]).toMatch(/^'=1\+1,flux,,,60/)
    expect(csv.endsWith('\r\n')).toBe(true)
    const [head, ...lines] = rowsAsTsv(measureAll(set)).split('\n')
    expect(lines).toHaveLength(3)
    expect(new Set(lines.map(line => line.split('\t').length))).toEqual(new Set([head.split('\t').length]))
  })
})

test('linked by the sky, a shape lies on the same sky in an image that is turned and has larger pixels', () => {
  const card = (key: string, value: string | number) => `${key.padEnd(8)}= ${String(value).padStart(20)}`.padEnd(80)
  const wcs = (scale: number, turn: number, reference: number) => {
    const [c, s] = [Math.cos((turn * Math.PI) / 180), Math.sin((turn * Math.PI) / 180)]
    const step = scale / 3600
    return celestialWcs([
      card('CTYPE1', "'RA---TAN'"),
      card('CTYPE2', "'DEC--TAN'"),
      card('CRVAL1', 150),
      card('CRVAL2', 2.2),
      card('CRPIX1', reference),
      card('CRPIX2', reference),
      card('CD1_1', -step * c),
      card('CD1_2', step * s),
      card('CD2_1', step * s),
      card('CD2_2', step * c),
    ])
  }
  const image = (side: number) => ({ width: side, height: side, data: new Float32Array(side * side) })
  const base = viewerPanel({ id: 'a', title: 'A', image: image(100), wcs: wcs(0.05, 0, 50.5) })
  const turned = viewerPanel({ id: 'b', title: 'B', image: image(60), wcs: wcs(0.1, 30, 30.5) })
  const linking = linkPanels([base, turned], 'sky')
  const ellipse: Shape = { kind: 'ellipse', x: 60, y: 49.5, a: 8, b: 3, angle: 15 }
  const placed = shapeOnPanel(ellipse, turned, linking)
  if (placed?.kind !== 'ellipse') throw new Error('an ellipse stays one')
  expect(referenceScale(turned, linking)).toBeCloseTo(2, 6)
  expect([placed.a, placed.b]).toEqual([expect.closeTo(4, 4), expect.closeTo(1.5, 4)])
  // The end of its first axis lies at the same place of the sky by both ways.
  const end = (e: typeof ellipse & { kind: 'ellipse' }) => ({
    x: e.x + e.a * Math.cos((e.angle * Math.PI) / 180),
    y: e.y + e.a * Math.sin((e.angle * Math.PI) / 180),
  })
  const byShape = end(placed)
  const bySky = linking.pixelOf(turned, end(ellipse))
  expect([byShape.x, byShape.y]).toEqual([expect.closeTo(bySky?.x ?? 0, 3), expect.closeTo(bySky?.y ?? 0, 3)])
})
