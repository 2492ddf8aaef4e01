import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { TrainingEvent } from '../../../../main/contract/jobs.ts'
import { EMPTY_SERIES, MOST_POINTS, smoothed, withEvents } from '../../../../renderer/features/runs/liveSeries.ts'

const step = (n: number, terms?: Record<string, number>): TrainingEvent => ({
  type: 'step',
  ...(terms && { terms }),
  step: n,
  epoch: 1,
  loss: 1 / n,
  gradientNorm: 2,
  learningRate: 1e-3,
  imagesPerSecond: 30,
})
const validation = (n: number): TrainingEvent => ({
  type: 'validation',
  step: n,
  epoch: 1,
  mse: 0.1,
  psnr: 30 + n,
  ssim: 0.9,
  best: true,
})

describe('the curves of a running training', () => {
  it('grow by its events, steps and validations each on their own axis', () => {
    const series = withEvents(EMPTY_SERIES, [
      step(1),
      validation(1),
      step(2),
      { type: 'log', level: 'info', message: 'x' },
    ])
    expect(series).toEqual({
      step: [1, 2],
      epoch: [1, 1],
      loss: [1, 0.5],
      terms: {},
      gradientNorm: [2, 2],
      learningRate: [1e-3, 1e-3],
      imagesPerSecond: [30, 30],
      validation: { step: [1], epoch: [1], mse: [0.1], psnr: [31], ssim: [0.9] },
    })
  })

  it('have a column for each term of a loss, from the step that first had it', () => {
    const first = withEvents(EMPTY_SERIES, [step(1), step(2, { l1: 0.5, judgedRightly: 1 })])
    expect(first.terms).toEqual({ l1: [null, 0.5] })
    const next = withEvents(first, [step(3, { l1: 0.25, adversarial: 3 }), step(4)])
    expect(next.terms).toEqual({ l1: [null, 0.5, 0.25, null], adversarial: [null, null, 3, null] })
  })

  it('hold each step once, however often the stream was joined again', () => {
    const kept = withEvents(EMPTY_SERIES, [step(1), step(2), validation(2)])
    const rejoined = withEvents(kept, [step(1), step(2), validation(2), step(2), step(3)])
    expect(rejoined.step).toEqual([1, 2, 3])
    expect(rejoined.validation.step).toEqual([2])
  })

  it('stay the same object where nothing is new, so that charts are not drawn again', () => {
    const kept = withEvents(EMPTY_SERIES, [step(1)])
    expect(withEvents(kept, [step(1)])).toBe(kept)
  })

  it('never hold more points than a window can show, and always the newest', () => {
    const events = Array.from({ length: 3 * MOST_POINTS }, (_, i) => step(i + 1))
    const series = withEvents(EMPTY_SERIES, [...events, validation(3 * MOST_POINTS)])
    expect(series.step.length).toBeLessThanOrEqual(MOST_POINTS)
    expect(series.loss.length).toBe(series.step.length)
    expect(series.step.at(-1)).toBe(3 * MOST_POINTS)
    expect(series.validation.step).toEqual([3 * MOST_POINTS])
  })

  it('have a moving mean that begins at the first value and stays within the values', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: -10, max: 10, noNaN: true }), { minLength: 1 }), values => {
        const means = smoothed(values)
        expect(means[0]).toBeCloseTo(values[0], 9)
        for (const mean of means) {
          expect(mean).toBeGreaterThanOrEqual(Math.min(...values) - 1e-9)
          expect(mean).toBeLessThanOrEqual(Math.max(...values) + 1e-9)
        }
      }),
    )
  })
})
