import { nchw } from '../layout.ts'
import { defineKernel, recordOperation } from './registry.ts'

/** Bilinear resizing with half-pixel centres or none; tfjs's gradient of it is not lowered. */
defineKernel({
  kernel: 'ResizeBilinear',
  inputs: ['images'],
  record: recordOperation(
    'ResizeBilinear',
    ([shape = []], attrs) => {
      const [height = 1, width = 1] = attrs.size as number[]
      return [shape[0] ?? 1, height, width, shape[3] ?? 1]
    },
    (_shapes, attrs) => ({ alignCorners: attrs.alignCorners, halfPixelCenters: attrs.halfPixelCenters }),
  ),
  fold: ([x]) => x ?? 0,
  lower: (builder, node, [x]) => {
    if (x === undefined) throw new Error('ResizeBilinear needs an input.')
    const [n = 1, h = 1, w = 1, c = 1] = node.shape
    const { alignCorners, halfPixelCenters } = node.attrs
    const centres = halfPixelCenters ? 'half_pixel' : 'asymmetric'
    const attributes = {
      mode: { string: 'linear' },
      coordinate_transformation_mode: { string: alignCorners ? 'align_corners' : centres },
    }
    const source = builder.convert(x, nchw(x.shape)).name
    const name = builder.emit('Resize', [source, '', '', builder.ints([n, c, h, w])], attributes)
    return builder.value(name, node.shape, nchw(node.shape))
  },
})
