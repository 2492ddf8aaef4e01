import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  celestialWcs,
  matchByWcs,
  orientation,
  pixelSidesArcsec,
  rescaleCards,
} from '../../../../main/domain/wcs/index.ts'
import type { Wcs } from '../../../../main/domain/wcs/types.ts'
import { anyHeader } from './anyHeader.ts'
import { cardsOf } from './card.ts'

const centre = { x: 49.5, y: 39.5 }

function image(more: Record<string, number | string> = {}): string[] {
  return cardsOf({
    CTYPE1: 'RA---TAN',
    CTYPE2: 'DEC--TAN',
    CRPIX1: 50.5,
    CRPIX2: 40.5,
    CRVAL1: 150,
    CRVAL2: 32,
    CDELT1: -0.05 / 3600,
    CDELT2: 0.05 / 3600,
    ...more,
  })
}

function wcsOf(cards: readonly string[]): Wcs {
  const wcs = celestialWcs(cards)
  if (!wcs) throw new Error('no WCS')
  return wcs
}

/** Degrees northwards and eastwards that a fifth of a pixel in a direction leads, halfway on both sides of the middle. */
function stepOf(wcs: Wcs, directionDeg: number): [number, number] {
  const angle = (directionDeg * Math.PI) / 180
  const at = (length: number) =>
    wcs.pixelToSky({ x: centre.x + length * Math.cos(angle), y: centre.y + length * Math.sin(angle) })
  const [from, to] = [at(-0.1), at(0.1)]
  if (!from || !to) throw new Error('off the sky')
  const east = ((to.lon - from.lon + 540) % 360) - 180
  return [to.lat - from.lat, east * Math.cos((to.lat * Math.PI) / 180)]
}

describe('north and east on an image', () => {
  it('lie upwards and to the left as usual, and turn with the image', () => {
    expect(orientation(wcsOf(image()), centre)).toEqual({
      northDeg: expect.closeTo(90, 5),
      eastDeg: expect.closeTo(180, 5),
    })
    const turned = orientation(wcsOf(image({ CROTA2: 30 })), centre)
    expect(turned).toEqual({ northDeg: expect.closeTo(120, 5), eastDeg: expect.closeTo(210, 5) })
  })

  it('are exchanged on a mirrored image', () => {
    const mirrored = orientation(wcsOf(image({ CDELT1: 0.05 / 3600, CROTA2: 30 })), centre)
    expect(mirrored).toEqual({ northDeg: expect.closeTo(60, 5), eastDeg: expect.closeTo(330, 5) })
  })

  it('are where a step leads north and east, on any image', () => {
    fc.assert(
      fc.property(anyHeader, cards => {
        const wcs = wcsOf(cards)
        const at = orientation(wcs, centre)
        const [northUp, northSide] = stepOf(wcs, at?.northDeg ?? Number.NaN)
        const [eastUp, eastSide] = stepOf(wcs, at?.eastDeg ?? Number.NaN)
        expect(northUp).toBeGreaterThan(0)
        expect(Math.abs(northSide / northUp)).toBeLessThan(1e-3)
        expect(eastSide).toBeGreaterThan(0)
        expect(Math.abs(eastUp / eastSide)).toBeLessThan(1e-3)
      }),
    )
  })

  it('exist at the pole by the longitude given there, and not off the sky', () => {
    const pole = orientation(wcsOf(image({ CRVAL2: 90 })), centre)
    expect(Math.abs((pole?.northDeg ?? 0) - (pole?.eastDeg ?? 0))).toBeCloseTo(90, 4)
    const sky = image({ CTYPE1: 'RA---AIT', CTYPE2: 'DEC--AIT', CDELT1: -3, CDELT2: 3 })
    expect(orientation(wcsOf(sky), { x: 0, y: 0 })).toBeUndefined()
    expect(pixelSidesArcsec(wcsOf(sky), { x: 0, y: 0 })).toBeUndefined()
  })
})

describe('the sides of a pixel', () => {
  it('may differ', () => {
    const wcs = wcsOf(image({ CDELT2: 0.2 / 3600, CROTA2: 20 }))
    const sides = pixelSidesArcsec(wcs, centre)
    expect(sides).toEqual({ x: expect.closeTo(0.05, 7), y: expect.closeTo(0.2, 7) })
    expect(wcs.pixelScaleArcsec).toBeCloseTo(0.1, 10)
  })
})

describe('two images matched by WCS', () => {
  it('on a finer grid differ by the factor and the half-pixel rule', () => {
    const match = matchByWcs(wcsOf(image()), wcsOf(rescaleCards(image(), 2).cards))
    expect(match.toOther({ x: 10, y: 20 })).toEqual({ x: expect.closeTo(20.5, 6), y: expect.closeTo(40.5, 6) })
    expect(match.affineAt({ x: 10, y: 20 })).toEqual({
      matrix: { a: expect.closeTo(2, 6), b: expect.closeTo(0, 6), c: expect.closeTo(0, 6), d: expect.closeTo(2, 6) },
      offset: { x: expect.closeTo(0.5, 4), y: expect.closeTo(0.5, 4) },
      scale: expect.closeTo(2, 6),
      rotationDeg: expect.closeTo(0, 5),
      parity: 1,
    })
  })

  it('differ by rotation and parity', () => {
    const turned = matchByWcs(wcsOf(image()), wcsOf(image({ CROTA2: 30 }))).affineAt(centre)
    expect(turned).toMatchObject({ rotationDeg: expect.closeTo(30, 4), scale: expect.closeTo(1, 6), parity: 1 })
    const mirrored = matchByWcs(wcsOf(image()), wcsOf(image({ CDELT1: 0.05 / 3600, CRPIX1: 60.5 }))).affineAt(centre)
    expect(mirrored).toMatchObject({ rotationDeg: expect.closeTo(180, 4), parity: -1 })
    expect(mirrored?.matrix.a).toBeCloseTo(-1, 6)
  })

  it('may be in different frames', () => {
    const icrs = wcsOf(image())
    const galactic = wcsOf(
      image({ CTYPE1: 'GLON-TAN', CTYPE2: 'GLAT-TAN', CRVAL1: 194.4, CRVAL2: 53, CDELT1: -1e-3, CDELT2: 1e-3 }),
    )
    const match = matchByWcs(icrs, galactic)
    const there = match.toOther(centre)
    const back = there && matchByWcs(galactic, icrs).toOther(there)
    expect(back).toEqual({ x: expect.closeTo(centre.x, 5), y: expect.closeTo(centre.y, 5) })
    expect(match.affineAt(centre)?.scale).toBeCloseTo(0.05 / 3.6, 5)
  })

  it('have no place in common where one does not show the sky of the other', () => {
    const match = matchByWcs(wcsOf(image()), wcsOf(image({ CRVAL1: 330, CRVAL2: -32 })))
    expect(match.toOther(centre)).toBeUndefined()
    expect(match.affineAt(centre)).toBeUndefined()
  })
})
