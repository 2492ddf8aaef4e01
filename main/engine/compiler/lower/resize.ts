import { nchw } from '../layout.ts'
import { defineKernel, recordOperation } from './registry.ts'

/** Resizing of images [batch, height, width, channel]; gradients are compositions (models/resize.ts). */
function resize(kernel: string, mode: 'linear' | 'nearest'): void {
  defineKernel({
    kernel,
    inputs: ['images'],
    record: recordOperation(
      kernel,
      ([[batch, , , channels]], attrs) => {
        const [height, width] = attrs.size as number[]
        return [batch, height, width, channels]
      },
      { attrs: (_shapes, { alignCorners, halfPixelCenters }) => ({ alignCorners, halfPixelCenters }) },
    ),
    fold: ([x]) => x,
    lower: (builder, node, [x]) => {
      const [, fromHeight, fromWidth] = x.shape
      const [n, height, width, c] = node.shape
      const source = builder.convert(x, nchw(x.shape)).name
      // Factors hold for images of any size, but they do not say every size.
      const factors = [height / fromHeight, width / fromWidth]
      const size =
        builder.options.portable && factors.every(Number.isInteger)
          ? [builder.array(Float32Array.of(1, 1, ...factors), [4])]
          : ['', builder.ints([n, c, height, width])]
      const name = builder.emit('Resize', [source, '', ...size], attributes(mode, node.attrs))
      return builder.result(name, node, nchw(node.shape))
    },
  })
}
resize('ResizeBilinear', 'linear')
resize('ResizeNearestNeighbor', 'nearest')

/** tfjs's nearest pixel is that under the result's place, counted from the source's edges, or the nearest centre. */
function attributes(mode: string, { alignCorners, halfPixelCenters }: Readonly<Record<string, unknown>>) {
  const centres = halfPixelCenters ? 'half_pixel' : 'asymmetric'
  const nearest = alignCorners || halfPixelCenters ? 'round_prefer_ceil' : 'floor'
  return {
    mode: { string: mode },
    coordinate_transformation_mode: { string: alignCorners ? 'align_corners' : centres },
    ...(mode === 'nearest' ? { nearest_mode: { string: nearest } } : {}),
  }
}
