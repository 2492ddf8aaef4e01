import type { OnnxBuilder } from '../builder.ts'
import type { ConvGeometry } from './convGeometry.ts'

/**
 * For each tap (i, j) of the kernel, row by row, the pixels of x under it: x [batch, channel, height, width] ->
 * as many [batch, channel, out height, out width]. Pixels outside x are `outside`.
 */
export function tapsOf(builder: OnnxBuilder, g: ConvGeometry, x: string, outside = 0): string[] {
  const { top, left } = g.padding
  // Far enough for the last window of the last tap, which may also leave pixels over.
  const reach = [0, 1].map(i => (g.outSize[i] - 1) * g.strides[i] + g.kernel[i])
  const after = [reach[0] - top - g.inSize[0], reach[1] - left - g.inSize[1]]
  const padded = builder.emit('Pad', [x, builder.ints([0, 0, top, left, 0, 0, ...after]), builder.scalar(outside)])
  return range(g.kernel[0]).flatMap(i =>
    range(g.kernel[1]).map(j => {
      const end = [i + reach[0] - g.kernel[0] + 1, j + reach[1] - g.kernel[1] + 1]
      const bounds = [[i, j], end, [2, 3], [...g.strides]].map(list => builder.ints(list))
      return builder.emit('Slice', [padded, ...bounds])
    }),
  )
}

const range = (n: number) => Array.from({ length: n }, (_, i) => i)
