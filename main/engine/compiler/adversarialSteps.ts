import type { Tensor, Tensor4D } from '@tensorflow/tfjs-core'
import * as tf from '@tensorflow/tfjs-core'
import { type DiscriminatorConfig, discriminator } from '../../../models/discriminator.ts'
import {
  type AdversarialForm,
  discriminatorLoss,
  generatorLoss,
  judgedRightly,
} from '../../../models/losses/adversarial.ts'
import { networkOf } from '../../../models/registry.ts'
import { type DescentOptions, descend, descentInputs, type TrainedPart } from './descent.ts'
import { packsOf } from './parameterPack.ts'
import type { StepProgram } from './stepProgram.ts'
import { imageInputs, imageLoss, imagePart, TERM, type TrainingStepSpec } from './trainingStep.ts'

export interface GeneratorStepSpec extends TrainingStepSpec {
  readonly discriminator: DiscriminatorConfig
  readonly adversarial: { readonly form: AdversarialForm; readonly weight: number }
}

export function discriminatorPart(config: DiscriminatorConfig): TrainedPart {
  return { ...packsOf(discriminator.parameters(config)), prefix: 'rival.' }
}

/**
 * A step of the generator against a discriminator that stays as it is: in evaluation mode, so that its statistics stay too.
 * Answers the images made, `sr`, on which the discriminator's own step then goes.
 */
export function generatorProgram(spec: GeneratorStepSpec): StepProgram {
  const { batch, height, width, masked } = spec
  const part = imagePart(spec.network)
  const rival = discriminatorPart(spec.discriminator)
  return {
    key: `generator ${batch} x ${height} x ${width}${masked ? ', masked' : ''}`,
    inputs: [
      ...imageInputs(spec),
      { name: 'rival.weights', shape: [rival.weights.length] },
      { name: 'rival.statistics', shape: [rival.statistics.length] },
      ...descentInputs(part, spec),
    ],
    run: inputs => {
      const judge = {
        ...rival.weights.split(inputs['rival.weights']),
        ...rival.statistics.split(inputs['rival.statistics']),
      }
      const judged = (image: Tensor) => {
        const shown = masked ? tf.mul(image, inputs.mask) : image
        return discriminator.forward(spec.discriminator, judge, shown as Tensor4D, 'eval').output
      }
      return descend(part, spec, inputs, params => {
        const { output, updates } = networkOf(spec.network).forward(
          spec.network,
          params,
          inputs.lr as Tensor4D,
          'train',
        )
        const compared = imageLoss(spec, inputs, output, true)
        const { form, weight } = spec.adversarial
        const generated = judged(output)
        // The standard form does not look at real images.
        const adversarial = generatorLoss(form, form === 'standard' ? generated : judged(inputs.hr), generated)
        const answers = {
          ...compared.answers,
          [`${TERM}compared`]: compared.loss,
          [`${TERM}adversarial`]: adversarial,
          sr: output,
        }
        return { loss: tf.add(compared.loss, tf.mul(adversarial, weight)), updates, answers }
      })
    },
  }
}

export interface DiscriminatorStepSpec extends DescentOptions {
  readonly discriminator: DiscriminatorConfig
  readonly form: AdversarialForm
  readonly masked?: boolean
  /** Of the HR images. */
  readonly batch: number
  readonly height: number
  readonly width: number
}

/**
 * A step of the discriminator on real images and on as many generated ones, in one batch: its batch norm learns the statistics
 * of both together, which are those that it judges by in evaluation mode.
 */
export function discriminatorProgram(spec: DiscriminatorStepSpec): StepProgram {
  const { batch, height, width, masked } = spec
  const part = discriminatorPart(spec.discriminator)
  const shape = [batch, height, width, 1]
  return {
    key: `discriminator ${batch} x ${height} x ${width}${masked ? ', masked' : ''}`,
    inputs: [
      { name: 'hr', shape },
      { name: 'generated', shape },
      ...(masked ? [{ name: 'mask', shape }] : []),
      ...descentInputs(part, spec),
    ],
    run: inputs =>
      descend(part, spec, inputs, params => {
        const shown = (image: Tensor) => (masked ? tf.mul(image, inputs.mask) : image)
        const both = tf.concat([shown(inputs.hr), shown(inputs.generated)], 0) as Tensor4D
        const { output, updates } = discriminator.forward(spec.discriminator, params, both, 'train')
        const [real, generated] = [tf.slice(output, [0, 0], [batch, 1]), tf.slice(output, [batch, 0], [batch, 1])]
        const loss = discriminatorLoss(spec.form, real, generated)
        return { loss, updates, answers: { judgedRightly: judgedRightly(real, generated) } }
      }),
  }
}
