import { describe, expect, it } from 'vitest'
import { ProgressEstimate } from '../../../../main/engine/training/progress.ts'

describe('speed and time left', () => {
  it('one slow step does not change the estimate', () => {
    const progress = new ProgressEstimate()
    for (const seconds of [2, 2, 60, 2, 2]) progress.addStep(seconds, 10)
    expect(progress.imagesPerSecond).toBe(5)
    expect(progress.secondsLeft({ images: 100, validations: 3 })).toBe(20)
  })

  it('counts the validations to come once one was timed', () => {
    const progress = new ProgressEstimate()
    progress.addStep(1, 4)
    progress.addValidation(8)
    expect(progress.secondsLeft({ images: 40, validations: 2 })).toBe(26)
  })

  it('follows the last 25 steps', () => {
    const progress = new ProgressEstimate()
    for (let i = 0; i < 100; i++) progress.addStep(i < 75 ? 1 : 3, 1)
    expect(1 / progress.imagesPerSecond).toBe(3)
  })
})
