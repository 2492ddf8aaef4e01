import { nchw } from '../layout.ts'
import { defineKernel, recordOperation } from './registry.ts'

/** tfjs's own order of channels: (row, column, channel). PyTorch's is `pixelShuffle` in models/layers.ts. */
defineKernel({
  kernel: 'DepthToSpace',
  inputs: ['x'],
  record: recordOperation(
    'DepthToSpace',
    ([[n, h, w, c]], { blockSize }) => {
      const r = blockSize as number
      return [n, h * r, w * r, c / (r * r)]
    },
    { attrs: (_shapes, { blockSize }) => ({ blockSize }) },
  ),
  fold: ([x]) => x,
  lower: (builder, node, [x]) => {
    const attributes = { blocksize: { int: node.attrs.blockSize as number }, mode: { string: 'DCR' } }
    const name = builder.emit('DepthToSpace', [builder.convert(x, nchw(x.shape)).name], attributes)
    return builder.result(name, node, nchw(node.shape))
  },
})
