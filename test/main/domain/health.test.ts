import { describe, expect, it } from 'vitest'
import { datasetFindings, type ImageFacts, type SampleFacts } from '../../../main/domain/health.ts'

const image = (side: number, hash: string, change: Partial<ImageFacts> = {}): ImageFacts => ({
  width: side,
  height: side,
  min: 0,
  max: 1,
  mean: 0.1,
  std: 0.05,
  nonFinite: 0,
  hash,
  ...change,
})
/** Twelve healthy pairs with a little natural scatter; `change` makes one of them, number 4, ill. */
const dataset = (change: (facts: SampleFacts) => SampleFacts = facts => facts): SampleFacts[] =>
  Array.from({ length: 12 }, (_, i) => {
    const facts: SampleFacts = {
      sample: `lens ${i}`,
      lr: image(64, `lr ${i}`, { mean: 0.1 + 0.001 * (i % 5), std: 0.05 + 0.004 * (i % 3) }),
      hr: image(128, `hr ${i}`, { mean: 0.1 + 0.001 * (i % 4), std: 0.06 }),
      offset: { dx: 0.3 + 0.02 * (i % 4), dy: -0.1, confidence: 0.9 },
    }
    return i === 4 ? change(facts) : facts
  })
const findingsOf = (change: (facts: SampleFacts) => SampleFacts) =>
  datasetFindings(dataset(change), 2).map(({ kind, severity, sample }) => `${severity}: ${kind} in ${sample}`)

describe('the health report', () => {
  it('has nothing to say about a healthy data set', () => {
    expect(datasetFindings(dataset(), 2)).toEqual([])
  })

  it.each([
    ['NaN pixels', { nonFinite: 7 }, 'error: nan in lens 4'],
    ['nothing but NaN', { nonFinite: 64 * 64, min: Number.NaN, max: Number.NaN }, 'error: nan in lens 4'],
    ['one value everywhere', { min: 2, max: 2, std: 0 }, 'error: constant in lens 4'],
    ['the image of another sample', { hash: 'lr 2' }, 'warning: duplicate in lens 4'],
    ['values in another unit', { std: 700 }, 'warning: scale in lens 4'],
    ['twice the flux', { mean: 0.2 }, 'warning: flux-ratio in lens 4'],
  ])('finds an LR with %s', (_, change, expected) => {
    expect(findingsOf(facts => ({ ...facts, lr: image(64, 'lr 4', change) }))).toEqual([expected])
  })

  it('finds a size that does not fit its pair, and one that differs from the rest', () => {
    expect(findingsOf(facts => ({ ...facts, hr: image(127, 'hr 4') }))).toEqual([
      'warning: odd-size in lens 4',
      'error: odd-size in lens 4',
    ])
    expect(findingsOf(facts => ({ ...facts, lr: image(32, 'lr 4'), hr: image(64, 'hr 4') }))).toEqual([
      'warning: odd-size in lens 4',
      'warning: odd-size in lens 4',
    ])
  })

  it('finds an outlying offset, unless the measurement itself is doubtful', () => {
    const moved = (confidence: number) => (facts: SampleFacts) => ({
      ...facts,
      offset: { dx: 3, dy: -0.1, confidence },
    })
    expect(findingsOf(moved(0.9))).toEqual(['warning: offset in lens 4'])
    expect(findingsOf(moved(0.1))).toEqual([])
  })

  it('says what is wrong in numbers', () => {
    const [finding] = datasetFindings(
      dataset(facts => ({ ...facts, hr: image(128, 'hr 4', { nonFinite: 7 }) })),
      2,
    )
    expect(finding.message).toBe('HR has 7 of 16384 pixels that are NaN or infinite; fill or crop them.')
  })

  it('calls nothing an outlier among fewer than five samples', () => {
    const few = dataset(facts => ({ ...facts, lr: image(64, 'x', { std: 700, mean: 50 }) })).slice(2, 6)
    expect(datasetFindings(few, 2)).toEqual([])
  })
})
