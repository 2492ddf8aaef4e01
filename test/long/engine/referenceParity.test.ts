import { describe, it } from 'vitest'
import { reference } from '../../../main/engine/devices/reference.ts'
import {
  expectFirstGradients,
  expectLosses,
  expectOutputs,
  expectStudyOutput,
  trainedNetworks,
} from '../../conformance/engine/torchParity.ts'
import { noTestData, testData } from '../../support/testData.ts'

const QUARTER_OF_AN_HOUR = 900_000

describe.skipIf(testData === undefined)(`the reference agrees with PyTorch${noTestData}`, () => {
  const each = it.each(trainedNetworks)
  each('in the losses of 8 Adam steps: $folder', n => expectLosses(reference, n), QUARTER_OF_AN_HOUR)
  each('in the first gradients: $folder', n => expectFirstGradients(reference, n), QUARTER_OF_AN_HOUR)
  each('in the outputs before and after training: $folder', n => expectOutputs(reference, n), QUARTER_OF_AN_HOUR)
  it('in the output of the study network on the real HSC image', () => expectStudyOutput(reference), QUARTER_OF_AN_HOUR)
})
