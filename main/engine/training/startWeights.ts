import { AppError } from '../../domain/errors.ts'
import type { NamedTensor, NetworkState } from '../devices/device.ts'
import { readModel } from '../modelFile.ts'
import type { ModelKind } from '../modelRecord.ts'
import type { WeightSource } from '../port.ts'

/**
 * The state with the weights of other trainings in the place of its own. What is in none of them stays.
 * @throws AppError 'bad-input' naming the weights that are not the network's, or of another shape
 */
export async function withStartWeights<C>(
  state: NetworkState,
  kind: ModelKind<C>,
  sources: readonly WeightSource[] = [],
): Promise<NetworkState> {
  let tensors = state.tensors
  for (const { file, prefix } of sources) {
    const { tensors: given } = await readModel(file, kind)
    const renamed = given.map(tensor => ({
      ...tensor,
      name: prefix === undefined ? tensor.name : `${prefix}.${tensor.name}`,
    }))
    tensors = replaced(tensors, renamed, file)
  }
  return { ...state, tensors }
}

function replaced(tensors: readonly NamedTensor[], given: readonly NamedTensor[], file: string): NamedTensor[] {
  const shapes = new Map(tensors.map(({ name, shape }) => [name, shape.join('x')]))
  const wrong = given.filter(({ name, shape }) => shapes.get(name) !== shape.join('x')).map(({ name }) => name)
  if (wrong.length > 0) {
    const message = `The training cannot begin from ${file}: ${wrong[0]} is not in its network, or has another shape there${
      wrong.length > 1 ? ` (and ${wrong.length - 1} more)` : ''
    }. Choose weights of the same network.`
    throw new AppError('bad-input', message, { file, wrong })
  }
  const byName = new Map(given.map(tensor => [tensor.name, tensor]))
  return tensors.map(tensor => byName.get(tensor.name) ?? tensor)
}
