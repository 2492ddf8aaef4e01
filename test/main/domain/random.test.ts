import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createRandom, restoreRandom } from '../../../main/domain/random.ts'
import { stableExp, stableLog } from '../../../main/domain/stableMath.ts'

const take = <T>(n: number, draw: () => T): T[] => Array.from({ length: n }, draw)

describe('the seeded generator', () => {
  it('gives the known answers of Philox-4x32-10 (Random123, kat_vectors)', () => {
    const words = (seed: bigint): number[] =>
      take(
        4,
        (
          r => () =>
            r.integer(2 ** 32)
        )(createRandom(seed)),
      )
    expect(words(0n)).toEqual([0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8])
  })

  it('has sequences that never change', () => {
    const random = createRandom(42, 7)
    const values = {
      uniform: take(3, random.uniform),
      normal: take(3, random.normal),
      integer: take(5, () => random.integer(100)),
      poisson: [0, 0.5, 3, 30, 3e6].map(random.poisson),
      shuffle: [...random.shuffle(8)],
    }
    expect(values).toMatchInlineSnapshot(`
      {
        "integer": [
          81,
          94,
          65,
          29,
          44,
        ],
        "normal": [
          0.19510271257739295,
          -1.1242841356094622,
          -1.8173294467963768,
        ],
        "poisson": [
          0,
          1,
          1,
          31,
          2999128,
        ],
        "shuffle": [
          3,
          7,
          6,
          2,
          0,
          1,
          5,
          4,
        ],
        "uniform": [
          0.40598197203736,
          0.42380965749766764,
          0.8979173479619227,
        ],
      }
    `)
    expect(JSON.parse(JSON.stringify(random.state()))).toMatchInlineSnapshot(`
      {
        "algorithm": "philox4x32-10",
        "key": [
          42,
          0,
        ],
        "spareNormal": 0.9046624186716886,
        "stream": [
          7,
          0,
        ],
        "words": 44,
      }
    `)
  })

  it('continues exactly from a kept state, wherever it stopped', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), fc.nat(30), fc.nat(5), (seed, draws, normals) => {
        const random = createRandom(seed, 3)
        take(draws, () => random.integer(10))
        take(normals, random.normal)
        const resumed = restoreRandom(JSON.parse(JSON.stringify(random.state())))
        expect(take(6, resumed.normal)).toEqual(take(6, random.normal))
        expect(take(6, resumed.uniform)).toEqual(take(6, random.uniform))
      }),
    )
  })

  it('has independent streams and seeds', () => {
    const first = take(4, createRandom(1, 0).uniform)
    expect(take(4, createRandom(1, 1).uniform)).not.toEqual(first)
    expect(take(4, createRandom(1, 2 ** 32).uniform)).not.toEqual(first)
    expect(take(4, createRandom(2, 0).uniform)).not.toEqual(first)
    expect(take(4, createRandom(1, 0).uniform)).toEqual(first)
  })

  it.each([0.3, 4, 9.9, 10.1, 60, 1e5])('draws Poisson counts of mean and variance %f', mean => {
    const random = createRandom(5)
    const n = 20000
    const counts = take(n, () => random.poisson(mean))
    const average = counts.reduce((a, b) => a + b) / n
    const variance = counts.reduce((sum, k) => sum + (k - average) ** 2, 0) / n
    expect(Math.abs(average - mean)).toBeLessThan(4 * Math.sqrt(mean / n))
    expect(Math.abs(variance / mean - 1)).toBeLessThan(4 * Math.sqrt((2 + 1 / mean) / n))
  })

  it('draws normal values with the moments of the normal distribution', () => {
    const random = createRandom(11)
    const n = 40000
    const values = take(n, random.normal)
    const moment = (p: number): number => values.reduce((sum, x) => sum + x ** p, 0) / n
    expect([1, 2, 3, 4].map(moment).map(m => Math.round(m * 10) / 10 + 0)).toEqual([0, 1, 0, 3])
  })

  it('shuffles into each order equally often', () => {
    const random = createRandom(3)
    const seen = new Map<string, number>()
    for (let i = 0; i < 6000; i++) {
      const key = random.shuffle(3).join('')
      seen.set(key, (seen.get(key) ?? 0) + 1)
    }
    expect(seen.size).toBe(6)
    for (const count of seen.values()) expect(Math.abs(count - 1000)).toBeLessThan(120)
  })

  it.each([1.5, Number.NaN, 2 ** 60])('refuses the seed %f', seed => {
    expect(() => createRandom(seed)).toThrow(/whole number/)
  })

  it.each([-1, Number.NaN, Number.POSITIVE_INFINITY])('refuses a Poisson mean of %f', mean => {
    expect(() => createRandom(1).poisson(mean)).toThrow(/Poisson/)
  })

  it('has its own logarithm and exponential, as exact as the platform', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-300, max: 1e300, noNaN: true }), x => {
        expect(Math.abs(stableLog(x) - Math.log(x))).toBeLessThanOrEqual(1e-15 * Math.max(1, Math.abs(Math.log(x))))
      }),
    )
    fc.assert(
      fc.property(fc.double({ min: -600, max: 600, noNaN: true }), x => {
        expect(Math.abs(stableExp(x) / Math.exp(x) - 1)).toBeLessThan(1e-13)
      }),
    )
  })
})
