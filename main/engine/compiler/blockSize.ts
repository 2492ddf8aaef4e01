import { OnnxBuilder } from './builder.ts'
import { encodeModel } from './emit.ts'
import { orderedLayout } from './layout.ts'
import { convolve } from './lower/conv2d.ts'
import { createSession, floatTensor } from './session.ts'

/** AVX-512 and newer ARM: 16; AVX2: 8; others may have 4, or no blocked convolution at all. */
const CANDIDATES = [16, 8, 4]
/** Float32 sums of 9 x 32 products in another order differ by less. */
const TOLERANCE = 1e-5

const geometry = {
  batch: 1,
  inChannels: 32,
  outChannels: 32,
  inSize: [6, 7],
  outSize: [6, 7],
  kernel: [3, 3],
  strides: [1, 1],
  dilations: [1, 1],
  padding: { top: 1, bottom: 1, left: 1, right: 1 },
} as const
const xShape = [1, 6, 7, 32]
const filterShape = [3, 3, 32, 32]

let found: Promise<number> | undefined

/**
 * Channels a block of ONNX Runtime's NCHWc layout on this processor, found by trying: a wrong block gives wrong numbers.
 * 0 where no blocked convolution agrees with the plain one.
 */
export function findBlockSize(): Promise<number> {
  found ??= (async () => {
    const expected = await convolveOnce(0)
    for (const block of CANDIDATES) {
      const result = await convolveOnce(block).catch(() => undefined)
      if (result?.every((v, i) => Math.abs(v - expected[i]) < TOLERANCE)) return block
    }
    return 0
  })()
  return found
}

async function convolveOnce(block: number): Promise<Float32Array> {
  const builder = new OnnxBuilder({ block })
  const x = builder.value('x', xShape)
  const filter = builder.value('filter', filterShape, orderedLayout(filterShape, [3, 2, 0, 1]))
  const y = convolve(builder, geometry, x, filter)
  const inputs = [
    { name: 'x', dims: x.dims, dtype: 'float32' as const },
    { name: 'filter', dims: filter.dims, dtype: 'float32' as const },
  ]
  const model = builder.finish(inputs, [{ name: 'y', tensor: builder.plain(y), dims: y.shape, dtype: y.dtype }])
  const session = await createSession(encodeModel(model), { provider: 'cpu', threads: 1 })
  try {
    const feeds = inputs.map(({ name, dims }) => [name, floatTensor(pattern(dims), dims)])
    const { y: result } = await session.run(Object.fromEntries(feeds))
    return result.data as Float32Array
  } finally {
    await session.release()
  }
}

/** Values that differ from one to the next, so that no two channels or pixels can be exchanged unseen. */
function pattern(dims: readonly number[]): Float32Array {
  const size = dims.reduce((a, b) => a * b, 1)
  return Float32Array.from({ length: size }, (_, i) => (((i * 7919) % 1013) / 1013 - 0.5) / 8)
}
