import { describe, expect, it } from 'vitest'
import { Timetable } from '../../../../main/engine/training/timetable.ts'
import { tinySettings } from '../support/tinyRun.ts'

describe('the timetable of a run', () => {
  // 10 samples in batches of 4, 4 and 2; validated after epochs 2, 4 and 5.
  const timetable = new Timetable(10, { ...tinySettings, epochs: 5, batchSize: 4, validateEveryEpochs: 2 })

  it('counts steps and epochs', () => {
    expect([timetable.stepsPerEpoch, timetable.totalSteps]).toEqual([3, 15])
    expect([0, 1, 3, 4, 15].map(step => timetable.epochOf(step))).toEqual([0, 1, 1, 2, 5])
  })

  it('validates after every second epoch and after the last', () => {
    const steps = Array.from({ length: 16 }, (_, step) => step)
    expect(steps.filter(step => timetable.isValidated(step))).toEqual([6, 12, 15])
  })

  it('knows what is left', () => {
    expect(timetable.remaining(0)).toEqual({ images: 50, validations: 3 })
    expect(timetable.remaining(4)).toEqual({ images: 36, validations: 3 })
    expect(timetable.remaining(6)).toEqual({ images: 30, validations: 2 })
    expect(timetable.remaining(15)).toEqual({ images: 0, validations: 0 })
  })
})
