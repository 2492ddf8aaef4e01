import { type DiscriminatorConfig, discriminator } from '../../../models/discriminator.ts'
import type { ParameterArrays, ParameterSpec } from '../../../models/network.ts'
import { type NetworkConfig, networkOf } from '../../../models/registry.ts'
import { createRandom } from '../../domain/random.ts'
import type { NamedTensor, NetworkState } from '../devices/device.ts'

/** An untrained network, initialised as PyTorch does, and an optimizer that has not stepped. */
export function initialState(config: NetworkConfig, seed: number): NetworkState {
  const network = networkOf(config)
  return freshState(network.parameters(config), network.init(config, createRandom(seed)))
}

/** These values, and an optimizer that has not stepped. */
export function freshState(specs: readonly ParameterSpec[], values: ParameterArrays): NetworkState {
  const zeros = (): NamedTensor[] =>
    specs
      .filter(spec => spec.trainable)
      .map(({ name, shape }) => ({ name, shape, data: new Float32Array(values[name].length) }))
  return {
    tensors: specs.map(({ name, shape }) => ({ name, shape, data: values[name] })),
    adamM: zeros(),
    adamV: zeros(),
    step: 0,
  }
}

/** The discriminator's initialisation draws from a stream of its own: that of the generator stays what it is without one. */
const DISCRIMINATOR_STREAM = 1

/** An untrained discriminator, and its optimizer. */
export function initialRival(config: DiscriminatorConfig, seed: number): NetworkState {
  const { parameters, init } = discriminator
  return freshState(parameters(config), init(config, createRandom(seed, DISCRIMINATOR_STREAM)))
}
