import { isDeepStrictEqual } from 'node:util'
import { type NetworkConfig, networkOf } from '../../../models/registry.ts'
import { AppError } from '../../domain/errors.ts'
import type { NamedTensor } from '../devices/device.ts'
import { compileInference } from './compile.ts'
import type { ImageShape } from './inferencePrograms.ts'
import type { OnnxModel } from './onnxModel.ts'

/** Two sizes of images that have no number in common, nor with the sizes of filters. */
const SIZES: readonly [ImageShape, ImageShape] = [
  { batch: 2, height: 37, width: 41 },
  { batch: 3, height: 43, width: 47 },
]

/**
 * The network in evaluation mode for images of any size, by operators of the ONNX standard alone: `lr` [batch, 1, height,
 * width] -> `sr` [batch, 1, sr_height, sr_width], in network values.
 *
 * A recorded graph has the sizes of its images written into it, and a lowering may put them into the model. So the network
 * is compiled for two sizes, with lowerings that avoid it (`portable`), and the two models must be one and the same but for
 * what their inputs and outputs declare: then no number in it depends on the size, and the sizes may be names.
 * @throws AppError 'unsupported' that names the operators which do depend on it
 */
export function portableModel(config: NetworkConfig, tensors: readonly NamedTensor[]): OnnxModel {
  // The network as it is written, for other readers.
  const options = { block: 0, portable: true, channelsFirst: true, without: ['sinkShuffles'] } as const
  const [one, other] = SIZES.map(size => compileInference(config, tensors, size, options).model)
  const bound = sizeBoundOperators(one, other)
  if (bound.length > 0) {
    const title = networkOf(config).describe(config)
    const message = `${title} cannot be exported for images of any size: ${bound.join(', ')} depend on the size.`
    throw new AppError('unsupported', message, { operators: bound })
  }
  const magnifies = networkOf(config).magnification(config) > 1
  const [height, width] = magnifies ? ['sr_height', 'sr_width'] : ['height', 'width']
  return {
    ...one,
    inputs: [{ name: 'lr', dims: ['batch', 1, 'height', 'width'], dtype: 'float32' }],
    outputs: [{ name: 'sr', dims: ['batch', 1, height, width], dtype: 'float32' }],
  }
}

/** The kinds of operator that differ between two models, or whose constants do. */
export function sizeBoundOperators(one: OnnxModel, other: OnnxModel): string[] {
  const kinds = new Set<string>()
  if (one.nodes.length !== other.nodes.length) kinds.add('a different number of operators')
  const constants = new Map(other.initializers.map(tensor => [tensor.name, tensor]))
  const changed = new Set(
    one.initializers.filter(t => !isDeepStrictEqual(t, constants.get(t.name))).map(({ name }) => name),
  )
  for (const [i, node] of one.nodes.entries()) {
    if (!isDeepStrictEqual(node, other.nodes[i]) || node.inputs.some(name => changed.has(name))) kinds.add(node.op)
  }
  return [...kinds]
}
