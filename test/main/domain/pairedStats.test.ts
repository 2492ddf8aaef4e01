import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { comparePairs, erfc, wilcoxonSignedRank } from '../../../main/domain/pairedStats.ts'

interface Case {
  readonly name: string
  readonly differences: number[]
  readonly statistic: number
  readonly p: number
  readonly n: number
  readonly method: 'exact' | 'normal'
  readonly mean: number
  readonly std: number
  readonly interval: [number, number]
}

/** Made by test/fixtures/statistics/paired.py. */
const fixtures: { cases: Case[]; erfc: [number, number][] } = JSON.parse(
  readFileSync(new URL('../../fixtures/statistics/paired.json', import.meta.url), 'utf8'),
)

describe('scores of the same images in pairs', () => {
  it.each(fixtures.cases)("Wilcoxon's test agrees with scipy: $name", ({ differences, statistic, p, n, method }) => {
    const test = wilcoxonSignedRank(differences)
    expect(test).toMatchObject({ n, method })
    expect(test?.statistic).toBeCloseTo(statistic, 9)
    expect(Math.abs((test?.p ?? 0) / p - 1)).toBeLessThan(1e-9)
  })

  it.each(fixtures.cases)('the interval of the mean difference agrees with scipy: $name', fixture => {
    const { differences, mean, std, interval } = fixture
    const compared = comparePairs(new Array(differences.length).fill(0), differences)
    expect(compared?.mean).toBeCloseTo(mean, 12)
    expect(compared?.std).toBeCloseTo(std, 12)
    // Both are drawn: 2,000 resamples put an end of the interval within some 5 % of its width.
    const width = interval[1] - interval[0]
    expect(Math.abs((compared?.interval?.low ?? Number.NaN) - interval[0]) / width).toBeLessThan(0.06)
    expect(Math.abs((compared?.interval?.high ?? Number.NaN) - interval[1]) / width).toBeLessThan(0.06)
  })

  it.each(fixtures.erfc)('erfc(%d) agrees with scipy', (x, expected) => {
    expect(Math.abs(erfc(x) / expected - 1)).toBeLessThan(1e-12)
  })

  it('the test does not change with the sign, the unit or the order of the pairs', () => {
    const differences = fc.array(fc.integer({ min: -20, max: 20 }), { minLength: 1, maxLength: 80 })
    fc.assert(
      fc.property(differences, given => {
        const [test, turned, scaled] = [given, given.map(d => -d).reverse(), given.map(d => d * 8)].map(
          wilcoxonSignedRank,
        )
        expect(turned).toEqual(test)
        expect(scaled).toEqual(test)
        if (test) expect(test.p > 0 && test.p <= 1).toBe(true)
        else expect(given.every(d => d === 0)).toBe(true)
      }),
    )
  })

  it('leaves out pairs without a score, and says nothing where none is left', () => {
    expect(comparePairs([1, Number.NaN, 3], [2, 5, 3])).toMatchObject({
      n: 2,
      higher: 1,
      lower: 0,
      equal: 1,
      interval: null,
    })
    expect(comparePairs([Number.NaN], [1])).toBeNull()
    expect(() => comparePairs([1], [1, 2])).toThrow(/make no pairs/)
    expect(wilcoxonSignedRank([0, 0])).toBeNull()
  })
})
