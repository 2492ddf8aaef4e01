import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Deflector } from '../../../main/lensing/deflector.ts'
import { shearDeflector } from '../../../main/lensing/shear.ts'
import { type Sie, sieConvergence, sieDeflector } from '../../../main/lensing/sie.ts'
import { deflectionAt } from '../../support/rays.ts'

type Point = ReturnType<typeof deflectionAt>

/** First derivatives by central differences of fourth order. */
function jacobian(deflect: Deflector, x: number, y: number) {
  const step = 1e-3
  const slope = (at: (t: number) => number): number =>
    (8 * (at(step) - at(-step)) - (at(2 * step) - at(-2 * step))) / (12 * step)
  return {
    xx: slope(t => deflectionAt(deflect, x + t, y).x),
    xy: slope(t => deflectionAt(deflect, x, y + t).x),
    yx: slope(t => deflectionAt(deflect, x + t, y).y),
    yy: slope(t => deflectionAt(deflect, x, y + t).y),
  }
}

const number = (min: number, max: number) => fc.double({ min, max, noNaN: true })
const lenses = fc.record({
  einsteinRadiusArcsec: number(0.3, 3),
  e1: number(-0.4, 0.4),
  e2: number(-0.4, 0.4),
  centreXArcsec: number(-0.3, 0.3),
  centreYArcsec: number(-0.3, 0.3),
})
/** Positions away from the centre, where the singular profile has no derivative. */
const places = fc.record({ radius: number(0.3, 4), angle: number(0, 2 * Math.PI) })
const position = (lens: Sie, { radius, angle }: { radius: number; angle: number }): Point => ({
  x: (lens.centreXArcsec ?? 0) + radius * Math.cos(angle),
  y: (lens.centreYArcsec ?? 0) + radius * Math.sin(angle),
})

describe('the singular isothermal ellipsoid', () => {
  it('deflects by the Einstein radius everywhere when round, away from its centre, and not at the centre', () => {
    fc.assert(
      fc.property(places, place => {
        const lens = { einsteinRadiusArcsec: 1.28, e1: 0, e2: 0, centreXArcsec: 0.2, centreYArcsec: -0.1 }
        const { x, y } = position(lens, place)
        const alpha = deflectionAt(sieDeflector(lens), x, y)
        expect(alpha.x).toBeCloseTo(1.28 * Math.cos(place.angle), 11)
        expect(alpha.y).toBeCloseTo(1.28 * Math.sin(place.angle), 11)
      }),
    )
    expect(deflectionAt(sieDeflector({ einsteinRadiusArcsec: 1, e1: 0.2, e2: 0 }), 0, 0)).toEqual({ x: 0, y: 0 })
  })

  it('goes over into the round one without a step', () => {
    const round = deflectionAt(sieDeflector({ einsteinRadiusArcsec: 1, e1: 0, e2: 0 }), 0.6, -0.8)
    for (const e of [1e-12, 1e-11, 3e-11, 1e-10, 1e-9, 1e-8]) {
      const alpha = deflectionAt(sieDeflector({ einsteinRadiusArcsec: 1, e1: e, e2: e }), 0.6, -0.8)
      expect(Math.hypot(alpha.x - round.x, alpha.y - round.y)).toBeLessThan(1e-10 + 2 * e)
    }
  })

  it('is tabulated to 1e-7 of its Einstein radius', () => {
    fc.assert(
      fc.property(number(0, 0.66), places, (e1, { radius, angle }) => {
        const [x, y] = [radius * Math.cos(angle), radius * Math.sin(angle)]
        const q = (1 - e1) / (1 + e1)
        const f = Math.sqrt(1 - q * q)
        const psi = Math.hypot(q * x, y)
        const alpha = deflectionAt(sieDeflector({ einsteinRadiusArcsec: 1, e1, e2: 0 }), x, y)
        // The closed form itself loses digits where it is nearly round.
        fc.pre(f > 1e-4)
        expect(Math.abs(alpha.x - (Math.sqrt(q) / f) * Math.atan((f * x) / psi))).toBeLessThan(1e-7)
        expect(Math.abs(alpha.y - (Math.sqrt(q) / f) * Math.atanh((f * y) / psi))).toBeLessThan(1e-7)
      }),
    )
  })

  it('deflects without curl, with half the divergence being its convergence', () => {
    fc.assert(
      fc.property(lenses, places, (lens, place) => {
        const { x, y } = position(lens, place)
        const { xx, xy, yx, yy } = jacobian(sieDeflector(lens), x, y)
        const kappa = sieConvergence(lens, x, y)
        expect(Math.abs(xy - yx) / kappa).toBeLessThan(1e-6)
        expect(Math.abs((xx + yy) / 2 - kappa) / kappa).toBeLessThan(1e-6)
      }),
    )
  })

  it('is critical where convergence is one half: a curve of area pi theta_E^2 and mean convergence one', () => {
    const lens = { einsteinRadiusArcsec: 1.3, e1: 0.2, e2: -0.15 }
    const steps = 2000
    let area = 0
    let mass = 0
    for (let i = 0; i < steps; i++) {
      const angle = (2 * Math.PI * i) / steps
      const [cosine, sine] = [Math.cos(angle), Math.sin(angle)]
      // Convergence falls as 1 / r: its value at r = 1 gives the radius at which it is 1/2, and the mass inside.
      const atOne = sieConvergence(lens, cosine, sine)
      const radius = 2 * atOne
      area += (radius ** 2 / 2) * ((2 * Math.PI) / steps)
      mass += atOne * radius * ((2 * Math.PI) / steps)
      if (i % 100 !== 0) continue
      const { xx, xy, yx, yy } = jacobian(sieDeflector(lens), radius * cosine, radius * sine)
      expect((1 - xx) * (1 - yy) - xy * yx).toBeCloseTo(0, 8)
    }
    expect(area).toBeCloseTo(Math.PI * 1.3 ** 2, 10)
    expect(mass / area).toBeCloseTo(1, 12)
  })

  it('is stretched along its major axis: positive e1 along x, positive e2 along the diagonal', () => {
    const kappa = (e1: number, e2: number, x: number, y: number) =>
      sieConvergence({ einsteinRadiusArcsec: 1, e1, e2 }, x, y)
    const diagonal = Math.SQRT1_2
    expect(kappa(0, 0.2, diagonal, diagonal)).toBeGreaterThan(kappa(0, 0.2, diagonal, -diagonal))
    // Axis ratio (1 - e) / (1 + e) = 1 / 1.5: the isophote through (1.5, 0) meets the y axis at 1.
    expect(kappa(0.2, 0, 1.5, 0)).toBeCloseTo(kappa(0.2, 0, 0, 1), 12)
  })

  it('refuses ellipticities that leave no ellipse', () => {
    for (const e1 of [1, -1.5, Number.NaN]) {
      expect(() => sieDeflector({ einsteinRadiusArcsec: 1, e1, e2: 0 })).toThrow(/ellipticity/)
    }
  })
})

describe('deflections', () => {
  // LensModel(['SIE']).alpha and LensModel(['SHEAR']).alpha of lenstronomy 1.14.2.
  it('equal those of lenstronomy', () => {
    const lens = { einsteinRadiusArcsec: 1.3, e1: 0.1, e2: -0.2, centreXArcsec: 0.1, centreYArcsec: -0.05 }
    const rounded = ({ x, y }: Point): number[] => [x, y].map(v => Number(v.toFixed(6)))
    expect([
      rounded(deflectionAt(sieDeflector(lens), 1.1, 0.4)),
      rounded(deflectionAt(sieDeflector({ ...lens, einsteinRadiusArcsec: 0.8, e1: -0.3, e2: 0.05 }), -0.3, 0.7)),
      rounded(deflectionAt(shearDeflector(0.05, -0.02), 0.7, -0.4)),
    ]).toEqual([
      [1.13553, 0.696611],
      [-0.490572, 0.588838],
      [0.043, 0.006],
    ])
  })

  it('of external shear have neither convergence nor curl, and add to what is there', () => {
    const [alphaX, alphaY] = [Float64Array.of(1), Float64Array.of(1)]
    shearDeflector(0.05, -0.02)({ count: 1, x: Float64Array.of(2), y: 3, alphaX, alphaY })
    expect(alphaX[0]).toBeCloseTo(1.04, 12)
    expect(alphaY[0]).toBeCloseTo(0.81, 12)
    const { xx, xy, yx, yy } = jacobian(shearDeflector(0.05, -0.02), 0.7, -0.3)
    expect(xx + yy).toBeCloseTo(0, 10)
    expect(xy - yx).toBeCloseTo(0, 10)
    expect(xx).toBeCloseTo(0.05, 10)
    expect(xy).toBeCloseTo(-0.02, 10)
  })
})
