import type { Tensor, Tensor4D } from '@tensorflow/tfjs-core'
import * as tf from '@tensorflow/tfjs-core'
import { networkOf } from '../../../models/registry.ts'
import { descendBy, descentInputs, differentiate } from './descent.ts'
import { NEW, type StepProgram } from './stepProgram.ts'
import { imageInputs, imageLoss, imagePart, type TrainingStepSpec } from './trainingStep.ts'

/** The part of the state in which the gradients of a batch's parts are summed, packed as the weights are. */
export const GRADIENT = 'gradient'

/**
 * Forward and backward of a part of a batch: its gradient, times `share`, is added to the sum, which is kept times `keep`
 * (0 for the first part). Batch norm takes its statistics from the part.
 */
export function accumulationProgram(spec: TrainingStepSpec): StepProgram {
  const { batch, height, width, masked } = spec
  const part = imagePart(spec.network)
  const { weights, statistics } = part
  return {
    key: `accumulate ${batch} x ${height} x ${width}${masked ? ', masked' : ''}`,
    inputs: [
      ...imageInputs(spec),
      { name: 'weights', shape: [weights.length] },
      { name: 'statistics', shape: [statistics.length] },
      { name: GRADIENT, shape: [weights.length] },
      { name: 'keep', shape: [] },
      { name: 'share', shape: [] },
    ],
    run: (inputs): Record<string, Tensor> => {
      const found = differentiate(part, inputs, params => {
        const forward = networkOf(spec.network).forward(spec.network, params, inputs.lr as Tensor4D, 'train')
        return { ...imageLoss(spec, inputs, forward.output), updates: forward.updates }
      })
      const sum = tf.add(tf.mul(inputs[GRADIENT], inputs.keep), tf.mul(found.gradient, inputs.share))
      const renewed: Record<string, Tensor> = statistics.length === 0 ? {} : { [`${NEW}statistics`]: found.statistics }
      return { loss: found.loss, ...found.answers, [NEW + GRADIENT]: sum, ...renewed }
    },
  }
}

/** The step by the summed gradient. */
export function summedDescentProgram(spec: TrainingStepSpec): StepProgram {
  const part = imagePart(spec.network)
  return {
    key: 'descend by the sum',
    inputs: [...descentInputs(part, spec), { name: GRADIENT, shape: [part.weights.length] }],
    run: inputs => descendBy(part, spec, inputs, inputs[GRADIENT], tf.clone(inputs.statistics)),
  }
}
