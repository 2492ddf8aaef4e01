import { type NetworkConfig, networkOf } from '../../../models/registry.ts'
import { classificationProgram, inferenceProgram } from '../compiler/inferencePrograms.ts'
import type {
  ClassPredictor,
  ClassPredictorOptions,
  ImageBatch,
  NamedTensor,
  Predictor,
  PredictorOptions,
} from '../devices/device.ts'
import type { Stepper, StepperMaker } from '../devices/stepper.ts'

/** A network with fixed weights. */
export async function createPredictor(makeStepper: StepperMaker, options: PredictorOptions): Promise<Predictor> {
  const { network, tensors, threads } = options
  const stepper = await makeStepper({}, { threads, programs: 0 })
  return {
    predict: lr => predictWith(stepper, network, () => tensors, lr),
    dispose: () => stepper.dispose(),
  }
}

/** A classifier with fixed weights. */
export async function createClassPredictor(
  makeStepper: StepperMaker,
  { classifier, tensors, threads }: ClassPredictorOptions,
): Promise<ClassPredictor> {
  const stepper = await makeStepper({}, { threads, programs: 0 })
  return {
    classify: async images => {
      const program = classificationProgram(classifier, () => tensors, shapeOf(images))
      return (await stepper.run(program, { images: images.data })).probabilities
    },
    dispose: () => stepper.dispose(),
  }
}

/** What the network makes of a batch. */
export async function predictWith(
  stepper: Stepper,
  network: NetworkConfig,
  tensors: () => readonly NamedTensor[],
  lr: ImageBatch,
): Promise<ImageBatch> {
  const { sr } = await stepper.run(inferenceProgram(network, tensors, shapeOf(lr)), { lr: lr.data })
  const r = networkOf(network).magnification(network)
  return { count: lr.count, height: lr.height * r, width: lr.width * r, data: sr }
}

export const shapeOf = ({ count, height, width }: ImageBatch) => ({ batch: count, height, width })
