import type { Tensor, Tensor4D } from '@tensorflow/tfjs-core'
import * as tf from '@tensorflow/tfjs-core'
import { classifierOf } from '../../../models/classifiers.ts'
import { type ComparedImages, weightedSum } from '../../../models/losses/weightedSum.ts'
import { type NetworkConfig, networkOf } from '../../../models/registry.ts'
import type { NamedTensor } from '../devices/device.ts'
import type { LossAids } from '../lossAids.ts'
import { type LossSpec, lossTerms } from '../lossTerms.ts'
import { type DescentOptions, descend, descentInputs, type StepLoss, type TrainedPart } from './descent.ts'
import { packsOf } from './parameterPack.ts'
import type { RecordInput } from './record.ts'
import type { StepProgram } from './stepProgram.ts'

export interface TrainingStepSpec extends DescentOptions {
  readonly network: NetworkConfig
  readonly loss: LossSpec
  readonly aids?: LossAids
  /** Whether a mask of the HR pixels that count is among the inputs. */
  readonly masked?: boolean
  /** Of the LR images. */
  readonly batch: number
  readonly height: number
  readonly width: number
}

/** Inputs of the images of a batch. */
export function imageInputs(spec: Omit<TrainingStepSpec, keyof DescentOptions>): RecordInput[] {
  const r = networkOf(spec.network).magnification(spec.network)
  const lrShape = [spec.batch, spec.height, spec.width, 1]
  const hrShape = [spec.batch, spec.height * r, spec.width * r, 1]
  return [
    { name: 'lr', shape: lrShape },
    { name: 'hr', shape: hrShape },
    ...(spec.masked ? [{ name: 'mask', shape: hrShape }] : []),
    ...(wantsSigma(spec.loss) ? [{ name: 'sigma', shape: lrShape }] : []),
  ]
}

/** Whether a loss compares in sigma. */
export const wantsSigma = (loss: LossSpec): boolean => lossTerms(loss).some(term => term.kind === 'consistency')

export function imagePart(network: NetworkConfig): TrainedPart {
  return { ...packsOf(networkOf(network).parameters(network)), prefix: '' }
}

/** The step's inputs. What changes from step to step is among them, so that one graph serves a whole run. */
export function trainingInputs(spec: TrainingStepSpec): RecordInput[] {
  return [...imageInputs(spec), ...descentInputs(imagePart(spec.network), spec)]
}

/** One training step of a network from images to images. */
export function trainingProgram(spec: TrainingStepSpec): StepProgram {
  const { batch, height, width } = spec
  return {
    key: `train ${batch} x ${height} x ${width}${spec.masked ? ', masked' : ''}`,
    inputs: trainingInputs(spec),
    run: inputs =>
      descend(imagePart(spec.network), spec, inputs, params => {
        const forward = networkOf(spec.network).forward(spec.network, params, inputs.lr as Tensor4D, 'train')
        return { ...imageLoss(spec, inputs, forward.output), updates: forward.updates }
      }),
  }
}

/**
 * The loss of what a network made of a batch; where it is a sum, also its terms, as `term.` and their names.
 * @param isPartOfSum it stands beside other terms, and so is one itself where it is alone
 */
export function imageLoss(
  spec: Pick<TrainingStepSpec, 'loss' | 'aids' | 'masked'>,
  inputs: Record<string, Tensor>,
  prediction: Tensor4D,
  isPartOfSum = false,
): Omit<StepLoss, 'updates'> {
  const losses = lossTerms(spec.loss)
  const { total, terms } = weightedSum(losses, comparedImages(spec, inputs, prediction))
  if (losses.length === 1 && !isPartOfSum) return { loss: total }
  return { loss: total, answers: Object.fromEntries(Object.entries(terms).map(([name, t]) => [`${TERM}${name}`, t])) }
}

export const TERM = 'term.'

function comparedImages(
  { aids = {}, masked }: Pick<TrainingStepSpec, 'aids' | 'masked'>,
  inputs: Record<string, Tensor>,
  prediction: Tensor4D,
): ComparedImages {
  const { features, reobservation, asinhScale } = aids
  return {
    prediction,
    target: inputs.hr as Tensor4D,
    ...(masked && { mask: inputs.mask as Tensor4D }),
    lr: inputs.lr as Tensor4D,
    ...(inputs.sigma && { sigma: inputs.sigma as Tensor4D }),
    ...(reobservation && { reobservation }),
    ...(features && { featuresOf: featureReader(features) }),
    linear: x => (asinhScale === undefined ? x : (tf.sinh(tf.mul(x, asinhScale)) as Tensor4D)),
  }
}

function featureReader({ classifier, tensors }: NonNullable<LossAids['features']>) {
  const { features, featureSpecs } = classifierOf(classifier)
  const wanted = new Set(featureSpecs(classifier).map(({ name }) => name))
  const params = constants(tensors.filter(({ name }) => wanted.has(name)))
  return (image: Tensor4D) => features(classifier, params, image)
}

/** Arrays as tensors of the step itself. */
export function constants(tensors: readonly NamedTensor[]): Record<string, Tensor> {
  return Object.fromEntries(tensors.map(({ name, shape, data }) => [name, tf.tensor(data, [...shape])]))
}
