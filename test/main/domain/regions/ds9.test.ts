import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseDs9 } from '../../../../main/domain/regions/ds9/parse.ts'
import { SKY_SYSTEMS, type SkyGrid } from '../../../../main/domain/regions/ds9/sky.ts'
import { skyGridOf } from '../../../../main/domain/regions/ds9/skyGrid.ts'
import { writeDs9 } from '../../../../main/domain/regions/ds9/write.ts'
import { type Region, type ShapeKind, shapeFromNumbers, shapeNumbers } from '../../../../main/domain/regions/region.ts'
import { celestialWcs } from '../../../../main/domain/wcs/index.ts'

const SAVED_BY_DS9 = `# Region file format: DS9 version 4.1
# Filename: lens.fits
global color=green dashlist=8 3 width=1 font="helvetica 10 normal roman" select=1 highlite=1 dash=0 fixed=0 edit=1 move=1 delete=1 include=1 source=1
image
circle(101.5,99,12.25) # color=red text={the lens; G1}
ellipse(50,60,20,10,330)
-box(10,20,4,2,45) # background
annulus(30,30,2,4,8)
line(1,1,11,21) # line=0 0
point(7,8) # point=x text="A"
polygon(1,1,5,1,5,5,1,5)
# text(20,20) text={a note}
`

const shapesOf = (text: string, sky: SkyGrid | null = null) =>
  parseDs9(text, sky).regions.map(({ shape }) => [shape.kind, ...shapeNumbers(shape)])

test('a file that DS9 saved is read: 1-based pixels, labels, signs, several rings, what is no region named', () => {
  const { regions, notes } = parseDs9(SAVED_BY_DS9, null)
  expect(regions.map(({ shape }) => [shape.kind, ...shapeNumbers(shape)])).toEqual([
    ['circle', 100.5, 98, 12.25],
    ['ellipse', 49, 59, 20, 10, 330],
    ['box', 9, 19, 4, 2, 45],
    ['annulus', 29, 29, 2, 4],
    ['annulus', 29, 29, 4, 8],
    ['line', 0, 0, 10, 20],
    ['point', 6, 7],
    ['polygon', 0, 0, 4, 0, 4, 4, 0, 4],
  ])
  expect(regions.map(region => region.label)).toEqual(['the lens; G1', '', '', '', '', '', 'A', ''])
  expect(regions.map(region => region.exclude)).toEqual([false, false, true, false, false, false, false, false])
  expect(notes).toEqual(['Line 12: a text is not a region and was left out.'])
})

test('the old and the short forms are read: spaces for commas, no brackets, several on a line, physical', () => {
  const text = 'physical; circle 10 20 5\r\nIMAGE;+CIRCLE( 3 , 4 , 2.5 ) ; ellipse(5,6,2,1)\n\n  box 1 1 2i 2p 0 # x'
  expect(shapesOf(text)).toEqual([
    ['circle', 9, 19, 5],
    ['circle', 2, 3, 2.5],
    ['ellipse', 4, 5, 2, 1, 0],
    ['box', 0, 0, 2, 2, 0],
  ])
  expect(parseDs9(text, null).notes).toEqual(['Physical coordinates were taken as image coordinates.'])
})

describe('what is not understood is refused with its line and what to do', () => {
  test.each([
    ['image\ncircle(1,2', /^Line 2 of the region file: the brackets of this circle do not close\.$/],
    ['circle(1,2)', /^Line 1 .*a circle has 3 numbers, not 2\.$/],
    ['\n\nfoo bar', /^Line 3 .*"foo bar" is neither a shape \(circle, /],
    ['panda(1,2,0,90,1,5,10,1)', /a panda has no area to measure in/],
    ['fk5\ncircle(1,2,3")', /^Line 2|needs? an image with a WCS/],
    ['fk4\ncircle(1,2,3")', /^Line 1 .*"fk4" is not read; save the regions from DS9 in image/],
    ['circle(1,2,3q)', /"3q" is no length/],
    ['circle(1,2,-3)', /radius above 0/],
    ['circle(1,NaN,3)', /"NaN" is no pixel coordinate/],
    ['circle(1,2,3")', /needs an image with a WCS/],
    ['ellipse(1,2,3,4,5,6,7)', /an ellipse has 5 numbers, not 7/],
    ['polygon(1,1,5,5,5,1,1,5)', /does not cross itself/],
    ['circle(1e9,1,3)', /within 1,000,000 pixels/],
    ['\u0000\u0001binary', /neither a shape/],
  ])('%j', (text, message) => {
    expect(() => parseDs9(text, null)).toThrow(message)
  })

  test('a file of thousands of regions, or of megabytes, is refused', () => {
    expect(() => parseDs9('circle(1,1,1)\n'.repeat(501), null)).toThrow(/^Line 501 .*more than 500 regions/)
    expect(() => parseDs9('#'.repeat(1_000_001), null)).toThrow(/at most 1000000 characters/)
  })
})

const coordinate = fc.double({ min: -900, max: 900, noNaN: true })
const length = fc.double({ min: 0.001, max: 500, noNaN: true })
const regions: fc.Arbitrary<Omit<Region, 'id'>> = fc
  .record({
    numbers: fc.oneof(
      fc.tuple(fc.constant<ShapeKind>('circle'), fc.tuple(coordinate, coordinate, length)),
      fc.tuple(
        fc.constantFrom<ShapeKind>('ellipse', 'box'),
        fc.tuple(coordinate, coordinate, length, length, coordinate),
      ),
      fc.tuple(fc.constant<ShapeKind>('line'), fc.tuple(coordinate, coordinate, coordinate, coordinate)),
      fc.tuple(fc.constant<ShapeKind>('point'), fc.tuple(coordinate, coordinate)),
    ),
    label: fc.stringMatching(/^[A-Za-z0-9 ,;#()]{0,12}$/).map(text => text.replaceAll(/\s+/g, ' ').trim()),
    exclude: fc.boolean(),
  })
  .map(({ numbers: [kind, values], ...rest }) => ({ ...rest, shape: shapeFromNumbers(kind, values) }))

test('what is written is read back the same, to a billionth of a pixel', () => {
  fc.assert(
    fc.property(fc.array(regions, { maxLength: 8 }), written => {
      const read = parseDs9(writeDs9(written), null)
      expect(read.notes).toEqual([])
      expect(read.regions.map(({ label, exclude }) => [label, exclude])).toEqual(written.map(r => [r.label, r.exclude]))
      read.regions.forEach(({ shape }, i) => {
        expect(shape.kind).toBe(written[i].shape.kind)
        const want = shapeNumbers(written[i].shape)
        shapeNumbers(shape).forEach((value, k) => {
          expect(Math.abs(value - want[k])).toBeLessThan(2e-9)
        })
      })
    }),
  )
})

/**
 * A plane of the sky turned by 30 degrees, 0.05 arcsec pixels, east to the left: near enough to TAN to test the
 * notation.
 */
const TURN = (30 * Math.PI) / 180
const STEP = 0.05 / 3600
const grid: SkyGrid = {
  pixelScaleArcsec: 0.05,
  toSky: (_, { x, y }) => ({
    lon: 150 + ((-(x - 100) * Math.cos(TURN) - (y - 100) * Math.sin(TURN)) * STEP) / Math.cos(2.2 * (Math.PI / 180)),
    lat: 2.2 + (-(x - 100) * Math.sin(TURN) + (y - 100) * Math.cos(TURN)) * STEP,
  }),
  toPixel: (_, lon, lat) => {
    const [u, v] = [(-(lon - 150) * Math.cos(2.2 * (Math.PI / 180))) / STEP, (lat - 2.2) / STEP]
    return { x: 100 + u * Math.cos(TURN) - v * Math.sin(TURN), y: 100 + u * Math.sin(TURN) + v * Math.cos(TURN) }
  },
}

describe("files of astropy's regions", () => {
  /** Written by test/fixtures/regions/make.py with regions 0.12: an image turned by 37 degrees. */
  const fixture: {
    cards: string[]
    pixels: [ShapeKind, ...number[]][]
    files: Record<'image' | 'icrs', string>
  } = JSON.parse(readFileSync(new URL('../../../fixtures/regions/ds9.json', import.meta.url), 'utf8'))
  const wcs = celestialWcs(fixture.cards)
  const sky = wcs ? skyGridOf(wcs, 1) : null

  /** Angles are the same a full turn on. */
  const turned = (kind: ShapeKind, i: number, value: number) =>
    (kind === 'ellipse' || kind === 'box') && i === 4 ? ((value % 360) + 360) % 360 : value
  const expectPixels = (text: string, tolerance: number) => {
    const read = parseDs9(text, sky).regions
    expect(read.map(({ shape }) => shape.kind)).toEqual(fixture.pixels.map(([kind]) => kind))
    read.forEach(({ shape }, k) => {
      const [kind, ...want] = fixture.pixels[k]
      shapeNumbers(shape).forEach((value, i) => {
        expect(Math.abs(turned(kind, i, value) - turned(kind, i, want[i]))).toBeLessThan(tolerance)
      })
    })
  }

  test('are read to the same pixels, in image coordinates and on a turned sky', () => {
    expectPixels(fixture.files.image, 1e-9)
    expectPixels(fixture.files.icrs, 1e-4)
  })

  test('and what is written in any celestial system comes back to the same pixels', () => {
    if (!sky) throw new Error('the fixture has a WCS')
    const regionsOfFile = parseDs9(fixture.files.image, null).regions
    for (const system of SKY_SYSTEMS) expectPixels(writeDs9(regionsOfFile, { system, grid: sky }), 1e-4)
  })
})

describe('on the sky', () => {
  test('degrees, sexagesimal and letters name the same place; lengths in arcsec and arcmin; angles from west', () => {
    const circles = shapesOf(
      'fk5\ncircle(150,+2.2,1.5")\ncircle(10:00:00.000,+2:12:00.00,0.025\')\nicrs;circle(10h0m0s,2d12m0s,0.0004166666667d)',
      grid,
    )
    for (const [kind, x, y, radius] of circles) {
      expect(kind).toBe('circle')
      expect([x, y, radius]).toEqual([expect.closeTo(100, 6), expect.closeTo(100, 6), expect.closeTo(30, 5)])
    }
    expect(circles).toHaveLength(3)
    const [[, , , a, b, angle]] = shapesOf('fk5\nellipse(150,2.2,1",0.5",20)', grid)
    expect([a, b, angle]).toEqual([expect.closeTo(20, 6), expect.closeTo(10, 6), expect.closeTo(50, 4)])
  })

  test('what is written in a celestial system is read back the same', () => {
    fc.assert(
      fc.property(fc.array(regions, { minLength: 1, maxLength: 4 }), written => {
        const read = parseDs9(writeDs9(written, { system: 'icrs', grid }), grid).regions
        read.forEach(({ shape }, i) => {
          const want = shapeNumbers(written[i].shape)
          shapeNumbers(shape).forEach((value, k) => {
            expect(Math.abs(value - want[k])).toBeLessThan(1e-4)
          })
        })
      }),
    )
  })

  test('a place that is none is refused', () => {
    expect(() => parseDs9('fk5\ncircle(150,91,1")', grid)).toThrow(/^Line 2 .*is no position/)
    expect(() => parseDs9('fk5\ncircle(10:61:00,2,1")', grid)).toThrow(/is no position/)
  })
})
