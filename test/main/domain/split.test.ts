import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { splitDataset, studyRatios } from '../../../main/domain/split.ts'

const distinct = (n: number): string[] => Array.from({ length: n }, (_, i) => `lens ${i}`)
const sizes = (split: { train: number[]; validation: number[]; test: number[] }): number[] => [
  split.train.length,
  split.validation.length,
  split.test.length,
]

describe('splitting a dataset', () => {
  it('divides 80:10:10 by default and 90:10 for the study', () => {
    expect(sizes(splitDataset({ groups: distinct(300), seed: 1 }))).toEqual([240, 30, 30])
    expect(sizes(splitDataset({ groups: distinct(300), seed: 1, ratios: studyRatios }))).toEqual([270, 30, 0])
  })

  it('is the same for the same seed and another for another', () => {
    const groups = distinct(50)
    expect(splitDataset({ groups, seed: 9 })).toEqual(splitDataset({ groups, seed: 9 }))
    expect(splitDataset({ groups, seed: 9 }).test).not.toEqual(splitDataset({ groups, seed: 10 }).test)
  })

  it('keeps a split that was made once', () => {
    expect(splitDataset({ groups: distinct(20), seed: 7 })).toMatchInlineSnapshot(`
      {
        "test": [
          7,
          9,
        ],
        "train": [
          0,
          3,
          4,
          5,
          6,
          8,
          10,
          11,
          12,
          13,
          14,
          15,
          16,
          17,
          18,
          19,
        ],
        "validation": [
          1,
          2,
        ],
        "warnings": [],
      }
    `)
  })

  it('uses every sample once and never divides a group', () => {
    const ratio = fc.integer({ min: 0, max: 5 })
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 15 }).map(String), { minLength: 1, maxLength: 80 }),
        fc.record({ train: fc.integer({ min: 1, max: 9 }), validation: ratio, test: ratio }),
        fc.nat(),
        (groups, ratios, seed) => {
          const split = splitDataset({ groups, ratios, seed })
          const all = [...split.train, ...split.validation, ...split.test].sort((a, b) => a - b)
          expect(all).toEqual(groups.map((_, i) => i))
          const names = (side: number[]): Set<string> => new Set(side.map(i => groups[i]))
          expect(names(split.train).isDisjointFrom(names(split.validation))).toBe(true)
          expect(names(split.train).isDisjointFrom(names(split.test))).toBe(true)
          expect(names(split.validation).isDisjointFrom(names(split.test))).toBe(true)
          if (new Set(groups).size >= 3) {
            expect(split.validation.length > 0).toBe(ratios.validation > 0)
            expect(split.test.length > 0).toBe(ratios.test > 0)
          }
        },
      ),
    )
  })

  it('does not depend on the order in which files were listed', () => {
    const groups = distinct(30)
    const reversed = [...groups].reverse()
    const names = (list: string[], side: number[]): string[] => side.map(i => list[i]).sort()
    expect(names(groups, splitDataset({ groups, seed: 4 }).test)).toEqual(
      names(reversed, splitDataset({ groups: reversed, seed: 4 }).test),
    )
  })

  it('trains on one image with a warning that no held-out score exists', () => {
    const split = splitDataset({ groups: ['a'], seed: 1 })
    expect(sizes(split)).toEqual([1, 0, 0])
    expect(split.warnings).toEqual([expect.stringContaining('nothing is left for validation and test')])
  })

  it('gives each side one of three images, and warns below ten', () => {
    expect(sizes(splitDataset({ groups: distinct(2), seed: 1 }))).toEqual([1, 1, 0])
    const three = splitDataset({ groups: distinct(3), seed: 1 })
    expect(sizes(three)).toEqual([1, 1, 1])
    expect(three.warnings).toEqual([expect.stringContaining('Only 3 images')])
    expect(splitDataset({ groups: distinct(10), seed: 1 }).warnings).toEqual([])
  })

  it('refuses an empty set and impossible ratios', () => {
    expect(() => splitDataset({ groups: [], seed: 1 })).toThrow(/no samples/)
    for (const ratios of [
      { train: 0, validation: 1, test: 1 },
      { train: 1, validation: -1, test: 1 },
      { train: Number.NaN, validation: 1, test: 1 },
    ]) {
      expect(() => splitDataset({ groups: ['a', 'b'], ratios, seed: 1 })).toThrow(/not possible/)
    }
  })
})
