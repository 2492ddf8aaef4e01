import { describe, it } from 'vitest'
import { onnxCpu } from '../../../main/engine/devices/onnx.ts'
import { reference } from '../../../main/engine/devices/reference.ts'
import { noTestData, testData } from '../../support/testData.ts'
import { expectFirstGradients, expectLosses, expectOutputs, expectStudyOutput, trainedNetworks } from './torchParity.ts'

describe.skipIf(testData === undefined)(`onnx:cpu agrees with PyTorch${noTestData}`, () => {
  it.each(trainedNetworks)('in the losses of 8 Adam steps: $folder', each => expectLosses(onnxCpu, each))
  it.each(trainedNetworks)('in the first gradients: $folder', each => expectFirstGradients(onnxCpu, each))
  it.each(trainedNetworks)('in the outputs before and after training: $folder', each => expectOutputs(onnxCpu, each))
  it('in the output of the study network on the real HSC image', () => expectStudyOutput(onnxCpu))
})

// A training step in plain JavaScript takes up to a minute: all of this for the reference is in test/long.
describe.skipIf(testData === undefined)(`the reference agrees with PyTorch${noTestData}`, () => {
  const smallest = trainedNetworks.filter(n => n.folder === 'resnet_sisr_x4_d1_c8')
  it.each(smallest)('in the first gradients: $folder', each => expectFirstGradients(reference, each))
  it.each(smallest)('in the outputs before and after training: $folder', each => expectOutputs(reference, each))
})
