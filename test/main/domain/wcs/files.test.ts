import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { celestialWcs, orientation, pixelScaleArcsec } from '../../../../main/domain/wcs/index.ts'
import { bytesSource } from '../../../../main/formats/byteSource.ts'
import { openFits } from '../../../../main/formats/fits/file.ts'
import { noTestData, testData, testDataPath } from '../../../support/testData.ts'
import { distance, type Pair } from './distance.ts'

interface Case {
  readonly file: string
  readonly hdu: number
  readonly pixels?: readonly Pair[]
  readonly sky?: readonly (Pair | null)[] | null
  readonly scale?: number
  readonly north?: number
  readonly east?: number
  /** The header calls for a distortion that is named and refused, or has its coordinates in a table. */
  readonly refused?: boolean
}

const fixture: { astropy: string; cases: Case[] } = JSON.parse(
  readFileSync(resolve(import.meta.dirname, '../../../fixtures/wcsFiles.json'), 'utf8'),
)

async function cardsOf({ file, hdu }: Case): Promise<readonly string[]> {
  const bytes = readFileSync(testDataPath(file))
  if (!file.endsWith('.hdr')) {
    const opened = await openFits(bytesSource(file.endsWith('.gz') ? gunzipSync(bytes) : bytes))
    return opened.hdus[hdu].header.cards
  }
  const text = bytes.toString('latin1')
  const lines = text.slice(0, 100).includes('\n') ? text.split('\n') : (text.match(/.{1,80}/gs) ?? [])
  return lines.map(line => line.trimEnd().padEnd(80))
}

describe.skipIf(testData === undefined)(`a real file, against astropy ${fixture.astropy}${noTestData}`, () => {
  it.each(fixture.cases)('$file [$hdu] has the same sky positions, scale and directions', async one => {
    const cards = await cardsOf(one)
    if (one.refused) {
      expect(() => celestialWcs(cards)).toThrow(/(distortion|projection) (CPDIS|D2IM|AMDX|TAB)/)
      return
    }
    const wcs = celestialWcs(cards)
    if (!one.sky) {
      expect(wcs).toBeUndefined()
      return
    }
    if (!wcs || !one.pixels) throw new Error('no WCS')
    one.sky.forEach((sky, i) => {
      const [x, y] = one.pixels?.[i] ?? [Number.NaN, Number.NaN]
      const here = wcs.pixelToSky({ x, y })
      if (sky === null) expect(here).toBeUndefined()
      else {
        expect(here && distance([here.lon, here.lat], sky)).toBeLessThan(1e-9)
        const back = here && wcs.skyToPixel(here)
        expect(back && Math.hypot(back.x - x, back.y - y)).toBeLessThan(1e-7)
      }
    })
    expect(pixelScaleArcsec(cards)).toBeCloseTo(one.scale ?? Number.NaN, 9)
    if (one.north === undefined) return
    const middle = { x: one.pixels[2][0], y: one.pixels[2][1] }
    const directions = orientation(wcs, middle)
    expect(directions).toEqual({ northDeg: expect.closeTo(one.north, 3), eastDeg: expect.closeTo(one.east ?? 0, 3) })
  })
})
