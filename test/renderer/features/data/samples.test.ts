import { describe, expect, it } from 'vitest'
import type { DatasetDetail } from '../../../../main/contract/datasets.ts'
import { filteredSamples, stepInGrid } from '../../../../renderer/features/data/dataset/samples.ts'
import { groupPatternProblem } from '../../../../renderer/features/data/import/groupPattern.ts'

const finding = (sample: number | null) => ({ kind: 'nan' as const, severity: 'warning' as const, sample, message: '' })
const dataset: Pick<DatasetDetail, 'samples' | 'split' | 'health'> = {
  samples: 5,
  split: {
    seed: 0,
    ratios: { train: 3, validation: 1, test: 1 },
    train: [4, 0, 2],
    validation: [1],
    test: [3],
    hash: '',
    warnings: [],
  },
  health: [finding(3), finding(null), finding(1), finding(3)],
}

describe('the samples of a dataset', () => {
  it('are shown by side, in order, or by what was found of them, each once', () => {
    expect([
      filteredSamples(dataset, 'all'),
      filteredSamples(dataset, 'train'),
      filteredSamples(dataset, 'test'),
      filteredSamples(dataset, 'findings'),
      filteredSamples({ ...dataset, split: null }, 'train'),
    ]).toEqual([[0, 1, 2, 3, 4], [0, 2, 4], [3], [1, 3], []])
  })
  it('are walked through with the arrows, which stop at the edges', () => {
    const steps = (key: string, at: number) => stepInGrid(key, at, 7, 3)
    expect([
      steps('ArrowRight', 0),
      steps('ArrowDown', 1),
      steps('ArrowDown', 5),
      steps('ArrowUp', 1),
      steps('End', 0),
      steps('ArrowLeft', -1),
      steps('x', 0),
    ]).toEqual([1, 4, 5, 1, 6, 0, null])
    expect(stepInGrid('ArrowDown', -1, 0, 3)).toBeNull()
  })
})

describe('a group pattern', () => {
  it('has exactly one group', () => {
    expect([groupPatternProblem(''), groupPatternProblem('^(lens\\d+)_'), groupPatternProblem('(?:a)(b)')]).toEqual([
      null,
      null,
      null,
    ])
    expect([groupPatternProblem('lens'), groupPatternProblem('(a)(b)')]).toEqual([
      'It needs exactly one group in brackets, and has 0.',
      'It needs exactly one group in brackets, and has 2.',
    ])
    expect(groupPatternProblem('(a')).toMatch(/Invalid regular expression/)
  })
})
