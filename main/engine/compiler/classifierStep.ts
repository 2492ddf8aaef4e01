import type { Tensor, Tensor2D, Tensor4D } from '@tensorflow/tfjs-core'
import { type ClassifierConfig, classifierOf } from '../../../models/classifiers.ts'
import { crossEntropy } from '../../../models/classLosses.ts'
import { type DescentOptions, descend, descentInputs, type TrainedPart } from './descent.ts'
import { packsOf } from './parameterPack.ts'
import type { StepProgram } from './stepProgram.ts'

export interface ClassifierStepSpec extends DescentOptions {
  readonly classifier: ClassifierConfig
  readonly batch: number
  readonly height: number
  readonly width: number
}

export function classifierPart(classifier: ClassifierConfig): TrainedPart {
  return { ...packsOf(classifierOf(classifier).parameters(classifier)), prefix: '' }
}

/** One training step of a classifier: cross-entropy of logits against `truth`, 1 at the image's class. */
export function classifierProgram(spec: ClassifierStepSpec): StepProgram {
  const { classifier, batch, height, width } = spec
  const { logits, noiseWidth } = classifierOf(classifier)
  const dropped = noiseWidth(classifier)
  const part = classifierPart(classifier)
  return {
    key: `train ${batch} x ${height} x ${width}`,
    inputs: [
      { name: 'images', shape: [batch, height, width, 1] },
      { name: 'truth', shape: [batch, classifier.classes] },
      ...(dropped > 0 ? [{ name: 'noise', shape: [batch, dropped] }] : []),
      ...descentInputs(part, spec),
    ],
    run: inputs =>
      descend(part, spec, inputs, params => {
        const updates: Record<string, Tensor> = {}
        const images = inputs.images as Tensor4D
        const answer = logits(classifier, params, images, 'train', updates, inputs.noise as Tensor2D | undefined)
        return { loss: crossEntropy(answer, inputs.truth as Tensor2D), updates }
      }),
  }
}
