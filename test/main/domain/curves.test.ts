import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bandOf } from '../../../main/domain/bands.ts'
import { lttbIndices } from '../../../main/domain/lttb.ts'

describe('a curve that is thinned', () => {
  it('keeps its ends and rises, with as many points as were asked for', () => {
    const values = fc.array(fc.double({ noNaN: true, min: -1e6, max: 1e6 }), { maxLength: 300 })
    fc.assert(
      fc.property(values, fc.integer({ min: 3, max: 100 }), (y, most) => {
        const kept = lttbIndices(
          y.map((_, i) => i * i),
          y,
          most,
        )
        expect(kept).toHaveLength(Math.min(most, y.length))
        expect(kept.every((index, i) => i === 0 || index > kept[i - 1])).toBe(true)
        if (y.length > 0) expect([kept[0], kept.at(-1)]).toEqual([0, y.length - 1])
      }),
    )
  })

  it('keeps a spike of one point in ten thousand', () => {
    const y = Float64Array.from({ length: 10_000 }, (_, i) => (i === 6173 ? 50 : Math.sin(i / 500)))
    const x = Float64Array.from(y, (_, i) => i)
    expect(lttbIndices(x, y, 60)).toContain(6173)
  })

  it('chooses by hand what the largest triangles are', () => {
    // Stretches (1, 2) and (3, 4): of each the point that is farthest from its neighbours' line.
    expect(lttbIndices([0, 1, 2, 3, 4, 5], [0, 0, 5, 0, -4, 0], 4)).toEqual([0, 2, 4, 5])
  })

  it('refuses fewer than three points', () => {
    expect(() => lttbIndices([0, 1, 2, 3], [0, 1, 2, 3], 2)).toThrow(/3 points or more/)
  })
})

describe('curves of several seeds as a band', () => {
  it('have a mean and a spread where they overlap, and none is carried on', () => {
    const band = bandOf([
      { x: [0, 10, 20], y: [0, 10, 20] },
      { x: [0, 20, 40], y: [2, 22, 42] },
    ])
    expect(band.x).toEqual([0, 10, 20, 40])
    expect(band.mean).toEqual([1, 11, 21, 42])
    expect(band.std.map(value => Number((value * value).toFixed(9)))).toEqual([2, 2, 2, 0])
    expect(band.n).toEqual([2, 2, 2, 1])
  })

  it('of one curve is that curve', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer(), { minLength: 1 }), xs => {
        const x = xs.sort((a, b) => a - b)
        const y = x.map(value => value / 3)
        expect(bandOf([{ x, y }])).toMatchObject({ x, mean: y, std: x.map(() => 0) })
      }),
    )
  })

  it('of nothing is empty', () => expect(bandOf([])).toEqual({ x: [], mean: [], std: [], n: [] }))
})
