import type { SplitSide } from '../../../main/contract/common.ts'
import { t } from '../../text/t.ts'

/** The sides of the split that a network was trained with: what scores on each are worth. */
export const OWN_SIDES: Record<SplitSide, string> = {
  test: t.runs.testHeldOut,
  validation: t.runs.validationHeldOutChoseTheBest,
  train: t.runs.trainingNotAResult,
}

export const SIDES: Record<SplitSide, string> = {
  test: t.runs.testSide,
  validation: t.runs.validationSide,
  train: t.runs.trainingSide,
}
