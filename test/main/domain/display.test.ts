import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { colorTable, IMAGE_COLOR_MAPS, toOkLab } from '../../../main/domain/colormap.ts'
import { limitsOf } from '../../../main/domain/limits.ts'
import { luptonColor } from '../../../main/domain/lupton.ts'
import { sortedFinite } from '../../../main/domain/stats.ts'
import {
  equalization,
  equalizationTable,
  stretchedPosition,
  stretches,
  valueAtPosition,
} from '../../../main/domain/stretch.ts'
import { zscale } from '../../../main/domain/zscale.ts'
import fixture from '../../fixtures/visualization.json' with { type: 'json' }

const names = Object.keys(stretches) as (keyof typeof stretches)[]

/** A fixture's image as the viewer holds it. */
const floats = (values: readonly (number | null)[]) => Float32Array.from(values, value => value ?? Number.NaN)

describe('stretches', () => {
  it.each(names)('%s equals that of astropy', name => {
    const expected = fixture.stretches[name]
    for (const [i, x] of fixture.at.entries()) expect(stretches[name].apply(x)).toBeCloseTo(expected[i], 12)
  })

  it('by the histogram equal those of astropy between the extremes of an image', () => {
    const sorted = sortedFinite(floats(fixture.images.lens))
    const ends = [sorted[0], sorted[sorted.length - 1]] as const
    const whole = equalization(equalizationTable(sorted, sorted.length), ...ends)
    const short = equalization(equalizationTable(sorted, 512), ...ends)
    for (const [i, x] of fixture.at.entries()) {
      expect(whole.apply(x)).toBeCloseTo(fixture.histeq[i], 5)
      expect(Math.abs(short.apply(x) - fixture.histeq[i])).toBeLessThan(2 / 512)
    }
  })

  it('by the histogram spread the values between the limits evenly, and are undone by their inverse', () => {
    const values = Float32Array.from({ length: 2001 }, (_, i) => (i / 2000) ** 3)
    const { apply, invert } = equalization(equalizationTable(values), 0.125, 1)
    expect([0, 1].map(apply)).toEqual([0, 1])
    // The value at rank 3/4 lies half way between those at ranks 1/2 and 1.
    expect(apply((0.75 ** 3 - 0.125) / 0.875)).toBeCloseTo(0.5, 3)
    for (const x of [0.01, 0.2, 0.5, 0.99]) expect(invert(apply(x))).toBeCloseTo(x, 5)
    expect(() => equalizationTable([])).toThrow(/no histogram/)
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
  it.each(Object.keys(fixture.images) as (keyof typeof fixture.images)[])(
    'by zscale equal those of astropy for the image "%s"',
    name => {
      const { low, high } = zscale(floats(fixture.images[name]))
      const expected = fixture.zscale[name]
      const size = Math.max(Math.abs(expected.low), Math.abs(expected.high))
      expect(Math.abs(low - expected.low) / size).toBeLessThan(1e-6)
      expect(Math.abs(high - expected.high) / size).toBeLessThan(1e-6)
    },
  )

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
  const lightness = (table: Uint8Array, i: number): number => toOkLab(table.subarray(3 * i))[0]

  it.each(['ember', 'grey'] as const)('%s rises evenly in lightness', name => {
    const table = colorTable(name)
    expect(table.length).toBe(768)
    const span = lightness(table, 255) - lightness(table, 0)
    for (let i = 0; i <= 255; i++) {
      const expected = lightness(table, 0) + (span * i) / 255
      expect(Math.abs(lightness(table, i) - expected)).toBeLessThan(0.025)
    }
  })

  it.each(['viridis', 'cividis', 'magma', 'inferno', 'plasma'] as const)('%s never falls in lightness', name => {
    const table = colorTable(name)
    for (let i = 1; i <= 255; i++) expect(lightness(table, i)).toBeGreaterThan(lightness(table, i - 1) - 0.004)
    expect(lightness(table, 255) - lightness(table, 0)).toBeGreaterThan(0.5)
  })

  it('are the same array each time, all different, and 256 colours long', () => {
    const tables = IMAGE_COLOR_MAPS.map(colorTable)
    expect(tables.map(table => table.length)).toEqual(tables.map(() => 768))
    expect(new Set(tables.map(table => table.join())).size).toBe(tables.length)
    expect(colorTable('b')).toBe(colorTable('b'))
  })

  it('follow what they are made of: cubehelix and the straight ramps', () => {
    const at = (name: Parameters<typeof colorTable>[0], i: number) => [...colorTable(name).subarray(3 * i, 3 * i + 3)]
    expect([at('cubehelix', 0), at('cubehelix', 255)]).toEqual([
      [0, 0, 0],
      [255, 255, 255],
    ])
    expect([0, 255].map(i => at('heat', i))).toEqual([
      [0, 0, 0],
      [255, 255, 255],
    ])
    expect(at('rainbow', 0)).toEqual([255, 0, 255])
    expect(at('rainbow', 255)).toEqual([255, 0, 0])
    expect(at('viridis', 0)).toEqual([0x44, 0x01, 0x54])
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

describe('a colour composite', () => {
  const [red, green, blue] = fixture.bands.map(floats)

  it.each(fixture.lupton)('equals make_lupton_rgb with minimum $minimum, stretch $stretch and Q $q', settings => {
    const minimum = [settings.minimum[0], settings.minimum[1], settings.minimum[2]] as const
    for (const [i, expected] of settings.rgb.entries()) {
      const at = 17 * i
      const color = luptonColor([red[at], green[at], blue[at]], { ...settings, minimum })
      color.forEach((value, k) => {
        expect(value).toBeCloseTo(expected[k], 7)
      })
    }
  })

  it('keeps NaN, and refuses a stretch of zero', () => {
    const settings = { minimum: [0, 0, 0], stretch: 1, q: 8 } as const
    expect(luptonColor([1, Number.NaN, 1], settings)).toEqual([Number.NaN, Number.NaN, Number.NaN])
    expect(() => luptonColor([1, 1, 1], { ...settings, stretch: 0 })).toThrow(/above 0/)
  })
})
