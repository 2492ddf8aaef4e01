import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatSky, parseSky } from '../../../../main/domain/wcs/index.ts'
import { distance } from './distance.ts'

describe('a position in writing', () => {
  it('has hours for right ascension, degrees for other longitudes, and a sign for latitude', () => {
    const here = { lon: 150.1, lat: -2.21 }
    expect(formatSky(here, 'icrs', 'sexagesimal')).toBe('10:00:24.000 -02:12:36.00')
    expect(formatSky(here, 'galactic', 'sexagesimal')).toBe('150:06:00.00 -02:12:36.00')
    expect(formatSky(here, 'fk5', 'degrees', 1)).toBe('150.10000 -2.21000')
    expect(formatSky({ lon: 5.5, lat: 2 }, 'icrs', 'degrees', 3600)).toBe('5.5 +2.0')
  })

  it('shows a tenth of a pixel', () => {
    const here = { lon: 150.123456789, lat: 2.123456789 }
    expect(formatSky(here, 'icrs', 'sexagesimal', 60)).toBe('10:00:29.6 +02:07:24')
    expect(formatSky(here, 'icrs', 'sexagesimal', 0.03)).toBe('10:00:29.6296 +02:07:24.444')
    expect(formatSky(here, 'icrs', 'degrees', 0.03)).toBe('150.1234568 +2.1234568')
  })

  it('carries into minutes, hours and a new turn, and has no minus zero', () => {
    expect(formatSky({ lon: 149.9999999, lat: 1.9999999 }, 'icrs', 'sexagesimal', 1)).toBe('10:00:00.00 +02:00:00.0')
    expect(formatSky({ lon: 359.9999999, lat: -0.0000001 }, 'icrs', 'sexagesimal', 1)).toBe('00:00:00.00 +00:00:00.0')
    expect(formatSky({ lon: 359.9999999, lat: -0.0000001 }, 'icrs', 'degrees', 1)).toBe('0.00000 +0.00000')
    expect(formatSky({ lon: -30, lat: 90 }, 'galactic', 'sexagesimal', 36000)).toBe('330:00:00 +90:00:00')
  })

  const anywhere = fc.record({
    lon: fc.double({ min: 0, max: 359.99999, noNaN: true }),
    lat: fc.double({ min: -90, max: 90, noNaN: true }),
  })

  it('never has a field of 60, and reads back to the same place', () => {
    const styles = fc.constantFrom<'sexagesimal' | 'degrees'>('sexagesimal', 'degrees')
    const frames = fc.constantFrom<'icrs' | 'galactic'>('icrs', 'galactic')
    const scale = fc.double({ min: 1e-4, max: 100, noNaN: true })
    fc.assert(
      fc.property(anywhere, frames, styles, scale, (here, frame, style, pixelScaleArcsec) => {
        const text = formatSky(here, frame, style, pixelScaleArcsec)
        expect(text).not.toMatch(/:60|undefined|NaN/)
        const back = parseSky(text, frame)
        const miss = distance([back.lon, back.lat], [here.lon, here.lat]) * 3600
        expect(miss).toBeLessThan(0.08 * pixelScaleArcsec + 1e-8)
      }),
    )
  })
})

describe('a position typed by hand', () => {
  it.each([
    ['10:00:24.0 +02:12:36'],
    ['10:00:24.0, 02:12:36'],
    ['10h00m24s +2d12m36s'],
    ['10h 00m 24s 2d 12m 36s'],
    ['10 00 24 +02 12 36'],
    ['10 00 24 02 12 36'],
    ['150.1 2.21'],
    ['150.1,+2.21'],
    ['150.1d 2.21d'],
    ['150d06m 2°12′36″'],
    [' 10:00:24.0+02:12:36 '],
    ['10h0.4m +2d12.6m'],
  ])('"%s" is one and the same place', text => {
    const got = parseSky(text)
    expect([got.lon, got.lat]).toEqual([expect.closeTo(150.1, 10), expect.closeTo(2.21, 10)])
  })

  it('keeps the sign of a latitude between 0 and -1, and counts galactic longitude in degrees', () => {
    expect(parseSky('0:00:00 -00:30:00')).toEqual({ lon: 0, lat: -0.5 })
    expect(parseSky('10:30:00 1:00:00', 'galactic')).toEqual({ lon: 10.5, lat: 1 })
    expect(parseSky('-10.5 1', 'galactic')).toEqual({ lon: 349.5, lat: 1 })
  })

  it.each([
    [''],
    ['here'],
    ['10'],
    ['10 20 30'],
    ['10:00:60 2'],
    ['400 2'],
    ['10 91'],
    ['10:61:00 +2:00:00'],
    ['1 2 3 4 5 6 7 8'],
  ])('"%s" is refused with an example', text => {
    expect(() => parseSky(text)).toThrow(/Write 10:00:24/)
  })
})
