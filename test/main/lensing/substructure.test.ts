import { describe, expect, it } from 'vitest'
import { createRandom } from '../../../main/domain/random.ts'
import { type AxionVortex, type CdmSubhalos, drawSubstructure } from '../../../main/lensing/substructure.ts'

/** Einstein radius of one solar mass, arcsec. */
const SOLAR = 1e-6

const subhalos: CdmSubhalos = {
  kind: 'cdm',
  label: 'sphere',
  count: 25,
  countRule: 'poisson',
  massMin: 1e6,
  massMax: 1e10,
  slope: -1.9,
  radiusMinArcsec: 0.25,
  radiusMaxArcsec: 2,
}
const vortex: AxionVortex = {
  kind: 'vortex',
  label: 'vort',
  mass: 3e10,
  points: 100,
  log10AxionMassEv: -23,
  halfLengthArcsec: 0.03,
  xArcsec: 0.1,
  yArcsec: -0.2,
}

describe('CDM subhalos', () => {
  it.each([-1.9, -0.9, -1])('have masses of the slope %f between their limits', slope => {
    const many = { ...subhalos, count: 8000, countRule: 'fixed' as const, slope }
    const { einsteinRadiusArcsec } = drawSubstructure(many, SOLAR, createRandom(1))
    const masses = [...einsteinRadiusArcsec].map(radius => (radius / SOLAR) ** 2)
    expect(Math.min(...masses)).toBeGreaterThanOrEqual(0.999e6)
    expect(Math.max(...masses)).toBeLessThanOrEqual(1.001e10)
    // The share below 1e8 of a power law between 1e6 and 1e10.
    const power = slope + 1
    const below = Math.abs(power) < 1e-9 ? 0.5 : (1e8 ** power - 1e6 ** power) / (1e10 ** power - 1e6 ** power)
    expect(Math.abs(masses.filter(mass => mass < 1e8).length / 8000 - below)).toBeLessThan(0.02)
  })

  it('lie evenly in distance and direction', () => {
    const many = { ...subhalos, count: 8000, countRule: 'fixed' as const }
    const { xArcsec, yArcsec } = drawSubstructure(many, SOLAR, createRandom(2))
    const distances = [...xArcsec].map((x, i) => Math.hypot(x, yArcsec[i]))
    expect(Math.min(...distances)).toBeGreaterThanOrEqual(0.25)
    expect(Math.max(...distances)).toBeLessThanOrEqual(2)
    expect(distances.reduce((a, b) => a + b, 0) / 8000).toBeCloseTo(1.125, 1)
    expect(Math.abs(xArcsec.reduce((a, b) => a + b, 0) / 8000)).toBeLessThan(0.03)
  })

  it('are as many as a Poisson distribution gives, or always as many as asked for', () => {
    const counts = (countRule: CdmSubhalos['countRule']) =>
      Array.from({ length: 400 }, (_, seed) => {
        return drawSubstructure({ ...subhalos, countRule }, SOLAR, createRandom(seed)).xArcsec.length
      })
    expect(new Set(counts('fixed'))).toEqual(new Set([25]))
    const drawn = counts('poisson')
    const mean = drawn.reduce((a, b) => a + b, 0) / 400
    const variance = drawn.reduce((sum, n) => sum + (n - mean) ** 2, 0) / 400
    expect(Math.abs(mean - 25)).toBeLessThan(1)
    expect(Math.abs(variance - 25)).toBeLessThan(5)
  })

  it('are refused with masses or distances that make no range', () => {
    for (const change of [{ massMin: 0 }, { massMax: 1e5 }, { radiusMaxArcsec: 0.1 }, { count: -1 }, { count: 1e6 }]) {
      expect(() => drawSubstructure({ ...subhalos, ...change }, SOLAR, createRandom(1))).toThrow(
        expect.objectContaining({ code: 'bad-input' }),
      )
    }
  })
})

describe('an axion vortex', () => {
  it('is a line of equal masses about its place, shorter for heavier axions, and of any direction', () => {
    const directions = new Set<number>()
    for (const [log10AxionMassEv, half] of [
      [-22, 0.03],
      [-23, 0.3],
      [-24, 3],
    ]) {
      const drawn = drawSubstructure({ ...vortex, log10AxionMassEv }, SOLAR, createRandom(log10AxionMassEv))
      const { xArcsec: x, yArcsec: y, einsteinRadiusArcsec: radii } = drawn
      expect(x.length).toBe(100)
      expect(radii.reduce((mass, radius) => mass + (radius / SOLAR) ** 2, 0) / 3e10).toBeCloseTo(1, 9)
      expect(Math.hypot(x[99] - x[0], y[99] - y[0]) / 2 / half).toBeCloseTo(1, 9)
      expect((x[0] + x[99]) / 2).toBeCloseTo(0.1, 9)
      expect((y[0] + y[99]) / 2).toBeCloseTo(-0.2, 9)
      const gaps = Array.from({ length: 99 }, (_, i) => Math.hypot(x[i + 1] - x[i], y[i + 1] - y[i]))
      for (const gap of gaps) expect((gap * 99) / (2 * half)).toBeCloseTo(1, 9)
      directions.add(Math.atan2(y[99] - y[0], x[99] - x[0]))
    }
    expect(directions.size).toBe(3)
  })

  it('is refused without points, and with an axion of no sense', () => {
    for (const change of [{ points: 1 }, { log10AxionMassEv: -40 }, { mass: -1 }, { halfLengthArcsec: -1 }]) {
      expect(() => drawSubstructure({ ...vortex, ...change }, SOLAR, createRandom(1))).toThrow(
        expect.objectContaining({ code: 'bad-input' }),
      )
    }
  })
})

it('a smooth lens has no point masses', () => {
  expect(drawSubstructure({ kind: 'none', label: 'no' }, SOLAR, createRandom(1)).xArcsec.length).toBe(0)
})
