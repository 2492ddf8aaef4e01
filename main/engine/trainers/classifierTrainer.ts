import { classifierOf } from '../../../models/classifiers.ts'
import { dropoutNoise } from '../../../models/dropout.ts'
import { classifierPart, classifierProgram } from '../compiler/classifierStep.ts'
import { descentRates } from '../compiler/descent.ts'
import { classificationProgram } from '../compiler/inferencePrograms.ts'
import type { ClassifierTrainer, ClassifierTrainerOptions } from '../devices/device.ts'
import { type StepperMaker, scalars } from '../devices/stepper.ts'
import { BATCH_SIZES, stepResult } from './imageTrainer.ts'
import { packState, tensorsOf, unpackState } from './packedState.ts'
import { shapeOf } from './predictor.ts'

/** Trains a classifier on labelled images. */
export async function createClassifierTrainer(
  makeStepper: StepperMaker,
  options: ClassifierTrainerOptions,
): Promise<ClassifierTrainer> {
  const { classifier, averageDecay, threads, seed } = options
  const part = classifierPart(classifier)
  const { parameters, noiseWidth } = classifierOf(classifier)
  const names = parameters(classifier).map(({ name }) => name)
  const stepper = await makeStepper(packState(part, options.state, averageDecay), { threads, programs: BATCH_SIZES })
  let steps = options.state.step
  return {
    async step({ images, labels }, learningRate) {
      const program = classifierProgram({ ...options, ...shapeOf(images) })
      const answers = await stepper.run(program, {
        images: images.data,
        truth: oneHot(labels, classifier.classes),
        noise: dropoutNoise(images.count * noiseWidth(classifier), seed, steps, 0),
        ...scalars(descentRates(options, steps + 1, learningRate)),
      })
      steps += 1
      return stepResult(answers)
    },
    async classify(images) {
      const tensors = () => tensorsOf(part, stepper, names, averageDecay !== undefined)
      const program = classificationProgram(classifier, tensors, shapeOf(images))
      return (await stepper.run(program, { images: images.data })).probabilities
    },
    exportState: () => unpackState(part, stepper, names, steps, averageDecay),
    plan: stepper.plan,
    dispose: () => stepper.dispose(),
  }
}

/** [images, classes], 1 at each image's class. */
function oneHot(labels: readonly number[], classes: number): Float32Array {
  const truth = new Float32Array(labels.length * classes)
  for (const [i, label] of labels.entries()) truth[i * classes + label] = 1
  return truth
}
