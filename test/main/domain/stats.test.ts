import { describe, expect, it } from 'vitest'
import { createRandom } from '../../../main/domain/random.ts'
import {
  bootstrapInterval,
  finiteStats,
  histogram,
  mean,
  median,
  medianAbsoluteDeviation,
  percentile,
  skyBackground,
  standardDeviation,
} from '../../../main/domain/stats.ts'

const normals = (n: number, seed: number): number[] => {
  const random = createRandom(seed)
  return Array.from({ length: n }, random.normal)
}

describe('statistics', () => {
  const values = [3, 1, 4, 1, 5, 9, 2, 6]

  it('equal numpy', () => {
    expect({
      mean: mean(values),
      std: standardDeviation(values),
      median: median(values),
      p10: percentile(values, 10),
      p90: percentile(values, 90),
      mad: medianAbsoluteDeviation(values),
    }).toEqual({ mean: 3.875, std: 2.748376143938713, median: 3.5, p10: 1, p90: expect.closeTo(6.9, 12), mad: 2 })
  })

  it('leave out what is not finite, and are NaN of nothing', () => {
    expect(median([Number.NaN, 2, Number.POSITIVE_INFINITY, 4])).toBe(3)
    expect([mean([]), median([]), standardDeviation([])]).toEqual([Number.NaN, Number.NaN, Number.NaN])
    expect(standardDeviation([5])).toBe(0)
    expect(() => percentile(values, 101)).toThrow(/between 0 and 100/)
  })

  it('find sky level and noise under bright sources', () => {
    const data = normals(10000, 1).map((v, i) => (i % 10 === 0 ? 100 : 7 + 0.5 * v))
    const sky = skyBackground(data)
    expect(sky.level).toBeCloseTo(7, 1)
    expect(Math.abs(sky.sigma - 0.5)).toBeLessThan(0.03)
    expect(skyBackground([2, 2, 2, 2, 50])).toEqual({ level: 2, sigma: 0 })
  })

  it('describe an image by its finite pixels', () => {
    const data = Float32Array.of(1, 3, Number.NaN, Number.NEGATIVE_INFINITY)
    expect(finiteStats({ width: 2, height: 2, data })).toEqual({
      min: 1,
      max: 3,
      mean: 2,
      std: 1,
      finite: 2,
      nonFinite: 2,
    })
    expect(finiteStats({ width: 1, height: 1, data: Float32Array.of(Number.NaN) })).toMatchObject({
      min: Number.NaN,
      finite: 0,
    })
  })
})

describe('the bootstrap interval', () => {
  it('is seeded, and as wide as theory says for the mean of normal values', () => {
    const values = normals(100, 4)
    const interval = bootstrapInterval(values, { seed: 1 })
    expect(interval).toEqual(bootstrapInterval(values, { seed: 1 }))
    expect(interval).not.toEqual(bootstrapInterval(values, { seed: 2 }))
    const width = (interval?.high ?? 0) - (interval?.low ?? 0)
    expect(Math.abs(width / ((2 * 1.96 * standardDeviation(values)) / 10) - 1)).toBeLessThan(0.1)
  })

  it('holds the true mean about as often as it says', () => {
    let held = 0
    for (let trial = 0; trial < 200; trial++) {
      const interval = bootstrapInterval(normals(40, trial), { level: 0.9, resamples: 300, seed: trial })
      if (interval && interval.low <= 0 && interval.high >= 0) held++
    }
    expect(held).toBeGreaterThan(165)
    expect(held).toBeLessThan(193)
  })

  it('does not exist under five values', () => {
    expect(bootstrapInterval([1, 2, 3, 4])).toBeUndefined()
    expect(bootstrapInterval([1, 2, 3, 4, 5])).toBeDefined()
    expect(() => bootstrapInterval([1], { level: 1 })).toThrow(/level/)
  })
})

describe('the histogram', () => {
  it('counts every value once', () => {
    expect(histogram([0, 0.5, 1, 2, 3, Number.NaN, -1, 9], 3, [0, 3])).toEqual({
      edges: [0, 1, 2, 3],
      counts: [2, 1, 2],
      below: 1,
      above: 1,
      nonFinite: 1,
    })
  })

  it('takes the range of the data, also when it has no width or no value', () => {
    expect(histogram([1, 5], 2).edges).toEqual([1, 3, 5])
    expect(histogram([4, 4], 2)).toMatchObject({ edges: [3.5, 4, 4.5], counts: [0, 2] })
    expect(histogram([], 1)).toMatchObject({ counts: [0] })
    expect(() => histogram([1], 0)).toThrow(/bins/)
    expect(() => histogram([1], 3, [2, 1])).toThrow(/range/)
  })
})
