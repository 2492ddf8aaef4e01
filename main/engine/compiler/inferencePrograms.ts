import type { Tensor4D } from '@tensorflow/tfjs-core'
import * as tf from '@tensorflow/tfjs-core'
import { type ClassifierConfig, classifierOf } from '../../../models/classifiers.ts'
import { type DiscriminatorConfig, discriminator } from '../../../models/discriminator.ts'
import type { ParameterSpec } from '../../../models/network.ts'
import { type NetworkConfig, networkOf } from '../../../models/registry.ts'
import type { NamedTensor } from '../devices/device.ts'
import { packsOf } from './parameterPack.ts'
import type { StepProgram } from './stepProgram.ts'
import { constants } from './trainingStep.ts'

export interface ImageShape {
  readonly batch: number
  readonly height: number
  readonly width: number
}

/**
 * A network in evaluation mode with fixed weights, asked for when the program is compiled, from `lr` to `sr`: constants, so that the runtime
 * packs them.
 */
export function inferenceProgram(
  config: NetworkConfig,
  tensors: () => readonly NamedTensor[],
  shape: ImageShape,
): StepProgram {
  const network = networkOf(config)
  const params = () => constants(checkedTensors(network.parameters(config), tensors()))
  return program('predict', 'lr', shape, lr => ({
    sr: network.forward(config, params(), lr, 'eval').output,
  }))
}

/** A classifier in evaluation mode with fixed weights, from `images` to `probabilities`, [batch, classes]. */
export function classificationProgram(
  config: ClassifierConfig,
  tensors: () => readonly NamedTensor[],
  shape: ImageShape,
): StepProgram {
  const { logits, parameters } = classifierOf(config)
  const params = () => constants(checkedTensors(parameters(config), tensors()))
  return program('classify', 'images', shape, images => ({
    probabilities: tf.softmax(logits(config, params(), images, 'eval', {})),
  }))
}

/** A discriminator in evaluation mode with fixed weights, from `images` to `logits`, [batch, 1]. */
export function judgementProgram(
  config: DiscriminatorConfig,
  tensors: () => readonly NamedTensor[],
  shape: ImageShape,
): StepProgram {
  const params = () => constants(checkedTensors(discriminator.parameters(config), tensors()))
  return program('judge', 'images', shape, images => ({
    logits: discriminator.forward(config, params(), images, 'eval').output,
  }))
}

function program(
  what: string,
  input: string,
  { batch, height, width }: ImageShape,
  run: (images: Tensor4D) => ReturnType<StepProgram['run']>,
): StepProgram {
  return {
    key: `${what} ${batch} x ${height} x ${width}`,
    inputs: [{ name: input, shape: [batch, height, width, 1] }],
    run: inputs => run(inputs[input] as Tensor4D),
    constantWeights: true,
  }
}

/** Packing checks that they are this network's. */
function checkedTensors(specs: readonly ParameterSpec[], tensors: readonly NamedTensor[]): NamedTensor[] {
  const { weights, statistics } = packsOf(specs)
  return [weights, statistics].flatMap(pack => pack.unpack(pack.pack(tensors)))
}
