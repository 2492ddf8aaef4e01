import type { OnnxModel, OnnxNode, OnnxTensor } from '../../main/engine/compiler/onnxModel.ts'

/** An operator of the standard domain. */
export const op = (
  name: string,
  inputs: string[],
  outputs: string[],
  attributes: OnnxNode['attributes'] = {},
  domain = '',
): OnnxNode => ({ op: name, domain, inputs, outputs, attributes })

/** A model drawn by hand, its input "picture" and its output "magnified". */
export function drawn(
  dims: readonly (number | string)[],
  nodes: readonly OnnxNode[],
  initializers: readonly OnnxTensor[] = [],
): OnnxModel {
  const value = (name: string, sizes: readonly (number | string)[]) => ({
    name,
    dims: sizes,
    dtype: 'float32' as const,
  })
  const outputs = [value('magnified', ['a', 'b', 'c', 'd'])]
  return { nodes, initializers, inputs: [value('picture', dims)], outputs, moves: [] }
}

/** Twice as many pixels, the nearest ones; channels as they are. */
export const nearestTwice = (from = 'picture') =>
  op('Resize', [from, '', 'scales'], ['magnified'], {
    mode: { string: 'nearest' },
    nearest_mode: { string: 'floor' },
    coordinate_transformation_mode: { string: 'asymmetric' },
  })
/** Of `nearestTwice`. */
export const scales = (layout: 'nchw' | 'nhwc'): OnnxTensor => ({
  name: 'scales',
  dims: [4],
  data: Float32Array.from(layout === 'nchw' ? [1, 1, 2, 2] : [1, 2, 2, 1]),
})
