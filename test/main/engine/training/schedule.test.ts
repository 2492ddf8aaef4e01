import { describe, expect, it } from 'vitest'
import { afterValidation, freshPlateau, learningRateAt } from '../../../../main/engine/training/schedule.ts'

const rates = (schedule: Parameters<typeof learningRateAt>[0], steps: number) =>
  Array.from({ length: steps }, (_, step) => learningRateAt(schedule, 1, step, steps, freshPlateau))

describe('learning-rate schedules', () => {
  it('a constant schedule keeps the rate', () => {
    expect(rates({ kind: 'constant' }, 4)).toEqual([1, 1, 1, 1])
  })

  it('a cosine rises linearly in its warm-up, then falls along a half cosine to its final fraction at the last step', () => {
    const cosine = rates({ kind: 'cosine', warmupSteps: 4, finalFraction: 0.1 }, 9)
    expect(cosine.slice(0, 5)).toEqual([0.25, 0.5, 0.75, 1, 1])
    expect(cosine[6]).toBeCloseTo(0.55, 12)
    expect(cosine[8]).toBeCloseTo(0.1, 12)
  })

  it('a cosine whose warm-up is as long as the run still gives finite rates', () => {
    expect(rates({ kind: 'cosine', warmupSteps: 3, finalFraction: 0 }, 3)).toEqual([1 / 3, 2 / 3, 1])
  })

  it('a plateau halves the rate after its patience of validations without a better score, and waits anew', () => {
    const schedule = { kind: 'plateau', factor: 0.5, patience: 2 } as const
    let plateau = freshPlateau
    const seen = [true, false, false, false, true, false, false].map(better => {
      plateau = afterValidation(schedule, plateau, better)
      return learningRateAt(schedule, 1, 0, 10, plateau)
    })
    expect(seen).toEqual([1, 1, 0.5, 0.5, 0.5, 0.5, 0.25])
  })
})
