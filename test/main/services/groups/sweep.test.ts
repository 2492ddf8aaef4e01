import { describe, expect, it } from 'vitest'
import type { Axis } from '../../../../main/contract/groups.ts'
import { trialTitle } from '../../../../main/services/groups/stage.ts'
import { planSweep } from '../../../../main/services/groups/sweep.ts'

const plan = (axes: Axis[], options: { random?: number; seeds?: number; drawSeed?: number } = {}) =>
  planSweep({ axes, random: null, drawSeed: 0, seeds: 1, ...options }, 7)

describe('a grid', () => {
  it('tries each combination with each seed, the first of which is the recipe’s', () => {
    const axes = [
      { field: 'blocks', values: [2, 4] },
      { field: 'rate', values: [1e-3, 1e-4] },
    ]
    expect(plan(axes, { seeds: 3 })).toEqual({
      combinations: [
        { blocks: 2, rate: 1e-3 },
        { blocks: 2, rate: 1e-4 },
        { blocks: 4, rate: 1e-3 },
        { blocks: 4, rate: 1e-4 },
      ],
      seeds: [7, 8, 9],
    })
    expect(plan([], { seeds: 2 }).combinations).toEqual([{}])
  })
})

describe('a random search', () => {
  const axes: Axis[] = [
    { field: 'rate', low: 1e-5, high: 1e-2, scale: 'log', integer: false },
    { field: 'blocks', low: 1, high: 4, scale: 'linear', integer: true },
    { field: 'loss', values: ['mse', 'l1'] },
  ]

  it('draws within the ranges, evenly over the decades of a logarithmic one, and the same for the same seed', () => {
    const { combinations } = plan(axes, { random: 300 })
    expect(combinations).toHaveLength(300)
    expect(plan(axes, { random: 300 }).combinations).toEqual(combinations)
    expect(plan(axes, { random: 300, drawSeed: 1 }).combinations).not.toEqual(combinations)
    const rates = combinations.map(c => Number(c.rate))
    expect(Math.min(...rates)).toBeGreaterThanOrEqual(1e-5)
    expect(Math.max(...rates)).toBeLessThanOrEqual(1e-2)
    const inDecade = [1e-5, 1e-4, 1e-3].map(low => rates.filter(rate => rate >= low && rate < 10 * low).length)
    for (const count of inDecade) expect(Math.abs(count - 100)).toBeLessThan(40)
    expect(new Set(combinations.map(c => c.blocks))).toEqual(new Set([1, 2, 3, 4]))
    expect(new Set(combinations.map(c => c.loss))).toEqual(new Set(['mse', 'l1']))
  })
})

describe('a sweep that makes no sense', () => {
  it.each<[string, Axis[], { random?: number; seeds?: number }, RegExp]>([
    ['nothing to try', [], {}, /needs a field with values to try, or several seeds/],
    [
      'too many',
      [{ field: 'blocks', values: Array.from({ length: 64 }, (_, i) => i + 1) }],
      { seeds: 20 },
      /1280 trainings/,
    ],
    [
      'a field twice',
      [
        { field: 'a', values: [1] },
        { field: 'a', values: [2] },
      ],
      {},
      /"a" stands twice/,
    ],
    ['a range in a grid', [{ field: 'a', low: 0, high: 1, scale: 'linear', integer: false }], {}, /has a range/],
    [
      'an empty range',
      [{ field: 'a', low: 1, high: 1, scale: 'linear', integer: false }],
      { random: 2 },
      /is empty: 1 to 1/,
    ],
    ['a logarithm of 0', [{ field: 'a', low: 0, high: 1, scale: 'log', integer: false }], { random: 2 }, /above 0/],
  ])('is refused: %s', (_, axes, options, message) => {
    expect(() => plan(axes, options)).toThrow(message)
  })
})

describe('a run of a sweep', () => {
  it('is called by what differs, in the words of the forms', () => {
    const trial = (blocks: number, rate: number, batchSize: number) => ({
      ...{ recipe: 'srgan', seed: 1, members: [] },
      changes: { 'generator.network.channels': 4, blocks, rate, 'generator.batchSize': batchSize },
    })
    const first = trial(2, 1e-3, 8)
    expect(trialTitle(first, [first, trial(4, 1e-2, 16)])).toBe(
      'residual blocks 2, learning rate 0.001, generator batch size 8, seed 1',
    )
    expect(trialTitle(first, [first, { ...first, recipe: 'quick' }])).toBe('srgan, seed 1')
  })
})
