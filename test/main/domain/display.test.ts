import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { colorTable } from '../../../main/domain/colormap.ts'
import { limitsOf } from '../../../main/domain/limits.ts'
import { type StretchName, stretchedPosition, stretches, valueAtPosition } from '../../../main/domain/stretch.ts'
import { zscale } from '../../../main/domain/zscale.ts'

const names = Object.keys(stretches) as StretchName[]

describe('stretches', () => {
  it('equal astropy', () => {
    const at = (name: StretchName): number[] =>
      [0, 0.01, 0.1, 0.5, 1].map(x => Number(stretches[name].apply(x).toFixed(9)))
    expect({ log: at('log'), asinh: at('asinh'), sqrt: at('sqrt') }).toEqual({
      log: [0.0, 0.347080675, 0.668010468, 0.899815712, 1.0],
      asinh: [0.0, 0.03329775, 0.293965326, 0.771269642, 1.0],
      sqrt: [0.0, 0.1, 0.316227766, expect.closeTo(Math.SQRT1_2, 8), 1.0],
    })
  })

  it('rise from 0 to 1 and are undone by their inverse', () => {
    const unit = fc.double({ min: 0, max: 1, noNaN: true })
    fc.assert(
      fc.property(fc.constantFrom(...names), unit, unit, (name, x, y) => {
        const { apply, invert } = stretches[name]
        expect(invert(apply(x))).toBeCloseTo(x, 10)
        if (x < y) expect(apply(x)).toBeLessThanOrEqual(apply(y))
        expect([apply(0), apply(1)].map(v => Number(v.toFixed(12)))).toEqual([0, 1])
      }),
    )
  })

  it('place values between the limits, and tell them back for the colour bar', () => {
    expect(stretchedPosition(15, 10, 20, stretches.linear)).toBe(0.5)
    expect(stretchedPosition(5, 10, 20, stretches.log)).toBe(0)
    expect(stretchedPosition(99, 10, 20, stretches.asinh)).toBeCloseTo(1, 12)
    expect(stretchedPosition(Number.NaN, 10, 20, stretches.linear)).toBeNaN()
    expect(stretchedPosition(3, 3, 3, stretches.linear)).toBe(0.5)
    expect(valueAtPosition(0.25, 10, 20, stretches.sqrt)).toBe(10.625)
  })
})

/** A sky with a gentle scatter and every fiftieth pixel bright. */
const sky = (n: number): Float64Array =>
  Float64Array.from({ length: n }, (_, i) => {
    const b = ((i * 7919) % 1009) / 1009
    const c = ((i * 104729) % 997) / 997
    return 100 + 5 * (b + c - 1) + (i % 50 === 0 ? 300 * b : 0)
  })

describe('display limits', () => {
  it.each([
    [3, 95.0, 99.46248557366847],
    [40, 95.0, 104.24971147336956],
    [900, 95.0, 113.22730451594038],
    [1000, 95.0, 113.22830733748688],
    [2500, 95.0, 113.73886379677595],
    [16384, 95.0, 114.25331485630555],
  ])('by zscale equal those of astropy for %i pixels', (n, low, high) => {
    const limits = zscale(sky(n))
    expect(limits.low).toBeCloseTo(low, 8)
    expect(limits.high).toBeCloseTo(high, 8)
  })

  it('by zscale leave NaN out, hold for a constant image, and are NaN of nothing', () => {
    const holed = sky(3000).map((v, i) => (i % 7 === 0 ? Number.NaN : v))
    const limits = zscale(holed)
    expect(limits.low).toBeCloseTo(95.18430415130426, 8)
    expect(limits.high).toBeCloseTo(113.50163008458927, 8)
    expect(zscale(new Float32Array(500).fill(3))).toEqual({ low: 3, high: 3 })
    expect(zscale([])).toEqual({ low: Number.NaN, high: Number.NaN })
  })

  it('by percentile, extremes and symmetry', () => {
    const data = Float32Array.from({ length: 101 }, (_, i) => i - 20)
    expect(limitsOf(data, { kind: 'minmax' })).toEqual({ low: -20, high: 80 })
    expect(limitsOf(data, { kind: 'percentile', percent: 90 })).toEqual({ low: -15, high: 75 })
    expect(limitsOf(data, { kind: 'symmetric', percent: 100 })).toEqual({ low: -80, high: 80 })
    expect(limitsOf(data, { kind: 'zscale' })).toEqual(zscale(data))
    expect(() => limitsOf(data, { kind: 'percentile', percent: 120 })).toThrow(/between 0 and 100/)
  })
})

describe('colour maps', () => {
  /** OKLab lightness of an sRGB byte triple (Ottosson 2020). */
  const lightness = (table: Uint8Array, i: number): number => {
    const [r, g, b] = [0, 1, 2].map(k => {
      const v = table[3 * i + k] / 255
      return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4
    })
    const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b)
    const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b)
    const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b)
    return 0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s
  }

  it.each(['ember', 'grey'] as const)('%s rises evenly in lightness', name => {
    const table = colorTable(name)
    expect(table.length).toBe(768)
    const span = lightness(table, 255) - lightness(table, 0)
    for (let i = 0; i <= 255; i++) {
      const expected = lightness(table, 0) + (span * i) / 255
      expect(Math.abs(lightness(table, i) - expected)).toBeLessThan(0.025)
    }
  })

  it('shows both signs of a residual equally bright and of different hue, zero darkest', () => {
    const table = colorTable('residual')
    for (let i = 0; i < 128; i++) {
      expect(Math.abs(lightness(table, i) - lightness(table, 255 - i))).toBeLessThan(0.02)
    }
    expect(lightness(table, 127)).toBeLessThan(0.3)
    expect(table[2]).toBeGreaterThan(table[0])
    expect(table[3 * 255]).toBeGreaterThan(table[3 * 255 + 2])
  })
})
