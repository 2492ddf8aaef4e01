import { type NetworkConfig, networkOf } from '../../../models/registry.ts'
import { createRandom } from '../../domain/random.ts'
import type { NamedTensor, TrainingState } from '../devices/device.ts'

/** An untrained network, initialised as PyTorch does, and an optimizer that has not stepped. */
export function initialState(config: NetworkConfig, seed: number): TrainingState {
  const network = networkOf(config)
  const specs = network.parameters(config)
  const values = network.init(config, createRandom(seed))
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
