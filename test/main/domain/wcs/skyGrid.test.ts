import { describe, expect, it } from 'vitest'
import { celestialWcs, convertSky, skyGrid } from '../../../../main/domain/wcs/index.ts'
import type { Wcs } from '../../../../main/domain/wcs/types.ts'
import { cardsOf } from './card.ts'

const size = { width: 100, height: 80 }

function wcsOf(code: string, scale: number, lon: number, lat: number, more: Record<string, number | string> = {}): Wcs {
  const wcs = celestialWcs(
    cardsOf({
      CTYPE1: `RA---${code}`,
      CTYPE2: `DEC--${code}`,
      CRPIX1: 50.5,
      CRPIX2: 40.5,
      CRVAL1: lon,
      CRVAL2: lat,
      CDELT1: -scale,
      CDELT2: scale,
      ...more,
    }),
  )
  if (!wcs) throw new Error('no WCS')
  return wcs
}

const images: [string, Wcs][] = [
  ['a lens', wcsOf('TAN', 0.05 / 3600, 150.1, 2.2)],
  ['a lens on a turned and mirrored image', wcsOf('TAN', 0.05 / 3600, 150.1, -42, { CROTA2: 33, CDELT1: 0.05 / 3600 })],
  ['a field across 0h', wcsOf('TAN', 20 / 3600, 0.05, 40)],
  ['the north pole', wcsOf('TAN', 60 / 3600, 30, 89.9)],
  ['the south pole by ZEA', wcsOf('ZEA', 1, 30, -90)],
  ['the whole sky by AIT', wcsOf('AIT', 3.4, 0, 0)],
  ['the whole sky, oblique, by MOL', wcsOf('MOL', 3.4, 80, 30)],
  ['the whole sky by CAR', wcsOf('CAR', 3.6, 180, 0)],
]

describe('a grid over an image', () => {
  it.each(images)('of %s has lines of both coordinates that lie where they say', (_, wcs) => {
    const grid = skyGrid(wcs, size)
    for (const axis of ['lon', 'lat'] as const) {
      const count = grid.filter(line => line.axis === axis).length
      expect(count).toBeGreaterThanOrEqual(2)
      expect(count).toBeLessThanOrEqual(12)
    }
    for (const line of grid) {
      for (const point of line.parts.flat()) {
        expect(Math.abs(point.x - 49.5)).toBeLessThanOrEqual(50 + 1e-9)
        expect(Math.abs(point.y - 39.5)).toBeLessThanOrEqual(40 + 1e-9)
        const sky = wcs.pixelToSky(point)
        if (!sky) continue // on the rim of the sky
        const cos = line.axis === 'lon' ? Math.cos((sky.lat * Math.PI) / 180) : 1
        const miss = ((((sky[line.axis] - line.value) % 360) + 540) % 360) - 180
        // Points cut at the image's edge lie on the chord of a slightly curved line.
        expect((Math.abs(miss * cos) * 3600) / wcs.pixelScaleArcsec).toBeLessThan(0.2)
      }
      expect(line.parts.flat()).toContainEqual(line.labelAt)
    }
  })

  it('is a closed circle around the pole', () => {
    const circle = skyGrid(wcsOf('TAN', 60 / 3600, 30, 89.9), size)
      .filter(line => line.axis === 'lat')
      .at(-1)
    const part = circle?.parts[0] ?? []
    expect(circle?.parts.length).toBe(1)
    expect(part.at(-1)).toEqual({ x: expect.closeTo(part[0].x, 6), y: expect.closeTo(part[0].y, 6) })
  })

  it('has its labels at the lower edge for longitude and at the left one for latitude, and none upon another', () => {
    const straight = skyGrid(wcsOf('TAN', 1 / 3600, 150.1, 2.2), size)
    for (const { axis, labelAt } of straight) expect(axis === 'lon' ? labelAt.y : labelAt.x).toBeCloseTo(-0.5, 9)
    for (const [, wcs] of images) {
      const places = skyGrid(wcs, size).map(({ labelAt }) => labelAt)
      const distances = places.flatMap((a, i) => places.slice(0, i).map(b => Math.hypot(a.x - b.x, a.y - b.y)))
      expect(Math.min(...distances)).toBeGreaterThan(0.5)
    }
  })

  it('has labels as long as its steps need', () => {
    const labels = skyGrid(wcsOf('TAN', 1 / 3600, 150.1, 2.2), size).map(line => line.label)
    expect(labels).toContain('10h00m24s')
    expect(labels).toContain('02°12′00″')
    const degrees = skyGrid(wcsOf('TAN', 20 / 3600, 0.05, 40), size, { style: 'degrees' }).map(line => line.label)
    expect(degrees).toEqual(expect.arrayContaining(['0.0°', '359.8°', '40.0°', '40.2°']))
    expect(skyGrid(wcsOf('CAR', 3.6, 180, 0), size).map(line => line.label)).toEqual(
      expect.arrayContaining(['04h', '08h', '−30°', '00°']),
    )
  })

  it('may be in another frame than the image', () => {
    const wcs = wcsOf('TAN', 20 / 3600, 266.4, -29)
    const frame = { frame: 'galactic', equinox: null } as const
    const grid = skyGrid(wcs, size, { frame, style: 'degrees' })
    const zero = grid.find(line => line.axis === 'lat' && line.value === 0)
    const sky = zero && wcs.pixelToSky(zero.parts[0][3])
    expect(sky && convertSky(sky, wcs, frame).lat).toBeCloseTo(0, 8)
  })

  it('is empty where the image shows no sky', () => {
    expect(skyGrid(wcsOf('AIT', 3.4, 0, 0, { CRPIX1: 5000 }), size)).toEqual([])
  })
})
