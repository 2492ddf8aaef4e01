import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { celestialWcs, convertSky, wcsFrameOf } from '../../../../main/domain/wcs/index.ts'
import type { CelestialFrame } from '../../../../main/domain/wcs/types.ts'
import { cardsOf } from './card.ts'
import { distance, type Pair } from './distance.ts'

interface Frame {
  readonly frame: CelestialFrame
  readonly equinox: number | null
}

const fixture: { astropy: string; positions: Pair[]; cases: { from: string; to: string; positions: Pair[] }[] } =
  JSON.parse(readFileSync(resolve(import.meta.dirname, '../../../fixtures/frames.json'), 'utf8'))

function frameOf(text: string): Frame {
  const [frame, equinox] = text.split(' ')
  return { frame: frame as CelestialFrame, equinox: equinox === undefined ? null : Number(equinox) }
}

const frames = [...new Set(fixture.cases.map(one => one.from))].map(frameOf)

describe('a position of the sky', () => {
  it.each(fixture.cases)(`is astropy ${fixture.astropy}'s from $from to $to, to 1e-9 degrees`, one => {
    const misses = fixture.positions.map(([lon, lat], i) => {
      const got = convertSky({ lon, lat }, frameOf(one.from), frameOf(one.to))
      return distance([got.lon, got.lat], one.positions[i])
    })
    expect(Math.max(...misses)).toBeLessThan(1e-9)
  })

  it('comes back from every frame', () => {
    const frame = fc.constantFrom(...frames)
    const lon = fc.double({ min: 0, max: 360, noNaN: true })
    const lat = fc.double({ min: -90, max: 90, noNaN: true })
    fc.assert(
      fc.property(frame, frame, lon, lat, (from, to, lon, lat) => {
        const back = convertSky(convertSky({ lon, lat }, from, to), to, from)
        // Newcomb's precession is not exactly its own inverse, nor Murray's matrix a rotation.
        const tolerance = from.frame === 'fk4' || to.frame === 'fk4' ? 5e-8 : 1e-12
        expect(distance([back.lon, back.lat], [lon, lat])).toBeLessThan(tolerance)
      }),
    )
  })

  it('is itself in its own frame, and needs a possible equinox', () => {
    const here = { lon: 12.5, lat: -3 }
    expect(convertSky(here, { frame: 'fk5', equinox: null }, { frame: 'fk5', equinox: 2000 })).toEqual(here)
    expect(() => convertSky(here, { frame: 'fk5', equinox: 0 }, { frame: 'icrs', equinox: null })).toThrow(/equinox/)
  })

  it('of an image is in the frame that its header names', () => {
    const wcs = celestialWcs(cardsOf({ CTYPE1: 'RA---TAN', CTYPE2: 'DEC--TAN', EQUINOX: 1950 }))
    expect(wcs && wcsFrameOf(wcs)).toEqual({ frame: 'fk4', equinox: 1950 })
  })
})
