import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { celestialWcs } from '../../../../main/domain/wcs/index.ts'
import type { Wcs } from '../../../../main/domain/wcs/types.ts'
import { cardsOf } from './card.ts'
import { distance, type Pair } from './distance.ts'

interface Case {
  readonly name: string
  readonly header: Readonly<Record<string, number | string>>
  readonly pixels: readonly Pair[]
  readonly sky: readonly (Pair | null)[]
  readonly frame: readonly [string, number | null]
  readonly places?: readonly Pair[]
  readonly placesAt?: readonly (Pair | null)[]
}

const fixture: { astropy: string; cases: Case[] } = JSON.parse(
  readFileSync(resolve(import.meta.dirname, '../../../fixtures/wcs.json'), 'utf8'),
)

function wcsOf({ header }: Case): Wcs {
  const wcs = celestialWcs(cardsOf(header), String(header.VERSION ?? ''))
  if (!wcs) throw new Error('no WCS')
  return wcs
}

/** 1e-9 of the way from the origin and of the image's side, and the rounding of angles near 360 degrees, in pixels. */
function pixelTolerance(wcs: Wcs, [x, y]: Pair, skyRounding = 3e-13): number {
  return 1e-9 * (50 + Math.hypot(x, y)) + skyRounding / (wcs.pixelScaleArcsec / 3600)
}

describe(`against astropy ${fixture.astropy}`, () => {
  it.each(fixture.cases)('$name: pixels lie at the same sky positions, to 1e-9 degrees', one => {
    const wcs = wcsOf(one)
    const got = one.pixels.map(([x, y]) => wcs.pixelToSky({ x, y }))
    one.sky.forEach((sky, i) => {
      const here = got[i]
      if (sky === null) expect(here, `pixel ${one.pixels[i]}`).toBeUndefined()
      else expect(here && distance([here.lon, here.lat], sky), `pixel ${one.pixels[i]}`).toBeLessThan(1e-9)
    })
    expect([wcs.frame, wcs.equinox]).toEqual([one.frame[0], wcs.frame === 'ecliptic' ? 2000 : one.frame[1]])
  })

  it.each(fixture.cases)('$name: sky positions lead back to their pixels', one => {
    const wcs = wcsOf(one)
    one.sky.forEach((sky, i) => {
      if (sky === null) return
      const back = wcs.skyToPixel({ lon: sky[0], lat: sky[1] })
      const miss = back && Math.hypot(back.x - one.pixels[i][0], back.y - one.pixels[i][1])
      // The arc sine of a slant SIN costs WCSLIB digits near the reference point.
      const tolerance = pixelTolerance(wcs, one.pixels[i], /^(SIN 2|NCP)/.test(one.name) ? 1e-9 : undefined)
      expect(miss, `pixel ${one.pixels[i]}`).toBeLessThan(tolerance)
    })
  })

  it.each(fixture.cases)('$name: a pixel comes back from the sky', one => {
    const wcs = wcsOf(one)
    for (const [x, y] of one.pixels) {
      const sky = wcs.pixelToSky({ x, y })
      if (!sky) continue
      const back = wcs.skyToPixel(sky)
      const miss = back && Math.hypot(back.x - x, back.y - y)
      expect(miss, `pixel ${x} ${y}`).toBeLessThan(pixelTolerance(wcs, [x, y]))
    }
  })

  it.each(fixture.cases.filter(one => one.places))('$name: positions all over the sky are shown or hidden', one => {
    const wcs = wcsOf(one)
    one.places?.forEach(([lon, lat], i) => {
      const expected = one.placesAt?.[i] ?? null
      const got = wcs.skyToPixel({ lon, lat })
      if (expected === null) expect(got, `${lon} ${lat}`).toBeUndefined()
      else {
        const miss = got && Math.hypot(got.x - expected[0], got.y - expected[1])
        expect(miss, `${lon} ${lat}`).toBeLessThan(pixelTolerance(wcs, expected))
      }
    })
  })
})
