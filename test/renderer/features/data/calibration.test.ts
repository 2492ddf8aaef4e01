import { expect, it } from 'vitest'
import { calibrationSchema } from '../../../../main/contract/datasets.ts'
import {
  CALIBRATION_FIELDS,
  calibrationProblem,
  UNKNOWN_CALIBRATION,
} from '../../../../renderer/features/data/calibration/calibration.ts'

it('claims nothing that is not known, and the core takes it', () => {
  expect(calibrationSchema.parse(UNKNOWN_CALIBRATION)).toEqual(UNKNOWN_CALIBRATION)
})

it('refuses what the core would refuse, field by field', () => {
  for (const { key } of CALIBRATION_FIELDS) {
    for (const value of [0, -1, Number.NaN, 0.168, 3600, 4000]) {
      const calibration = { ...UNKNOWN_CALIBRATION, [key]: value }
      expect([key, value, calibrationProblem(calibration) === null]).toEqual([
        key,
        value,
        calibrationSchema.safeParse(calibration).success,
      ])
    }
  }
})
