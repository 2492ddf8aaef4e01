import type { NamedAttrMap, Tensor } from '@tensorflow/tfjs-core'
import * as tf from '@tensorflow/tfjs-core'
import { gradient, saveX, unary, unbroadcast } from './register.ts'

/** Kernels that move values: their gradients move them back. */

unary('Reshape', saveX, (dy, x) => tf.reshape(dy, x.shape))
gradient('ExpandDims', (dy, [input]) => ({ input: () => tf.reshape(dy, input.shape) }), { inputsToSave: ['input'] })
gradient('Transpose', (dy, _saved, attrs) => ({
  x: () => tf.transpose(dy, tf.backend_util.getUndoAxesPermutation(attrs.perm as number[])),
}))
unary('Reverse', {}, (dy, _x, { dims }) => tf.reverse(dy, dims as number[]))
unary('BroadcastTo', saveX, (dy, x) => unbroadcast(dy, x.shape))

/** Each axis in two, copies and places, and summed over the copies. */
unary('Tile', saveX, (dy, x, attrs) => {
  const reps = attrs.reps as number[]
  const split = tf.reshape(
    dy,
    x.shape.flatMap((n, i) => [reps[i], n]),
  )
  return tf.sum(
    split,
    x.shape.map((_, i) => 2 * i),
  )
})

type Paddings = [number, number][]

unary('Slice', saveX, (dy, x, attrs) => {
  const [begin] = tf.slice_util.parseSliceParams(x, attrs.begin as number[], attrs.size as number[])
  return tf.pad(
    dy,
    x.shape.map((n, i): [number, number] => [begin[i], n - begin[i] - dy.shape[i]]),
  )
})

unary('PadV2', saveX, (dy, x, attrs) =>
  tf.slice(
    dy,
    (attrs.paddings as Paddings).map(([before]) => before),
    x.shape,
  ),
)

/** What was mirrored is folded back onto its source, axis by axis. */
unary('MirrorPad', saveX, (dy, x, attrs) => {
  const edge = attrs.mode === 'reflect' ? 1 : 0
  return (attrs.paddings as Paddings).reduce((folded, [before, after], axis) => {
    const n = x.shape[axis]
    const part = (from: number, length: number) => {
      const begin = folded.shape.map((_, i) => (i === axis ? from : 0))
      const size = folded.shape.map((m, i) => (i === axis ? length : m))
      return tf.slice(folded, begin, size)
    }
    const mirrored = (from: number, length: number, at: number) => {
      const margins = folded.shape.map((_, i): [number, number] => (i === axis ? [at, n - at - length] : [0, 0]))
      return tf.pad(tf.reverse(part(from, length), axis), margins)
    }
    let sum = part(before, n)
    if (before > 0) sum = tf.add(sum, mirrored(0, before, edge))
    if (after > 0) sum = tf.add(sum, mirrored(before + n, after, n - edge - after))
    return sum
  }, dy)
})

/** Zeros between and around the values, as many as the steps left out. */
unary('StridedSlice', saveX, (dy, x, attrs) => {
  const { begin, end, strides } = stridedSliceInfo(x.shape, attrs)
  return strides.reduce(
    (spread, stride, axis) => spreadAxis(spread, axis, { begin: begin[axis], stride, size: x.shape[axis] }),
    tf.reshape(dy, tf.slice_util.computeOutShape(begin, end, strides)),
  )
})

function stridedSliceInfo(shape: number[], attrs: NamedAttrMap) {
  const lists = attrs as unknown as Record<'begin' | 'end' | 'strides', number[]>
  const masks = attrs as unknown as Record<
    'beginMask' | 'endMask' | 'ellipsisMask' | 'newAxisMask' | 'shrinkAxisMask',
    number
  >
  return tf.slice_util.sliceInfo(
    shape,
    lists.begin,
    lists.end,
    lists.strides,
    masks.beginMask,
    masks.endMask,
    masks.ellipsisMask,
    masks.newAxisMask,
    masks.shrinkAxisMask,
  )
}

/** A slice along one axis of `size` places. */
interface Steps {
  readonly begin: number
  readonly stride: number
  readonly size: number
}

function spreadAxis(dy: Tensor, axis: number, { begin, stride, size }: Steps): Tensor {
  const count = dy.shape[axis]
  const step = Math.abs(stride)
  const first = stride > 0 ? begin : begin + (count - 1) * stride
  const ordered = stride > 0 ? dy : tf.reverse(dy, axis)
  if (count === size) return ordered
  const [before, after] = [dy.shape.slice(0, axis), dy.shape.slice(axis + 1)]
  const column = tf.reshape(ordered, [...before, count, 1, ...after])
  const gaps = column.shape.map((_, i): [number, number] => (i === axis + 1 ? [0, step - 1] : [0, 0]))
  const spaced = tf.reshape(tf.pad(column, gaps), [...before, count * step, ...after])
  const used = Math.min(count * step, size - first)
  const cut = tf.slice(
    spaced,
    spaced.shape.map(() => 0),
    spaced.shape.map((n, i) => (i === axis ? used : n)),
  )
  return tf.pad(
    cut,
    cut.shape.map((_, i): [number, number] => (i === axis ? [first, size - first - used] : [0, 0])),
  )
}

tf.registerGradient({
  kernelName: 'Concat',
  saveAllInputs: true,
  gradFunc: (dy, saved, attrs) => {
    const [axis] = tf.util.parseAxisParam(attrs.axis as number, saved[0].shape)
    let from = 0
    const parts = saved.map(({ shape }, i) => {
      const begin = shape.map((_, a) => (a === axis ? from : 0))
      from += shape[axis]
      return [i, () => tf.slice(dy as Tensor, begin, shape)]
    })
    return Object.fromEntries(parts)
  },
})
tf.registerGradient({
  kernelName: 'SplitV',
  gradFunc: (dy, _saved, attrs) => ({ x: () => tf.concat(listOf(dy), attrs.axis as number) }),
})
tf.registerGradient({
  kernelName: 'Pack',
  saveAllInputs: true,
  gradFunc: (dy, saved, attrs) => {
    const parts = tf.unstack(dy as Tensor, attrs.axis as number)
    return Object.fromEntries(saved.map((_, i) => [i, () => parts[i]]))
  },
})
tf.registerGradient({
  kernelName: 'Unpack',
  gradFunc: (dy, _saved, attrs) => ({ value: () => tf.stack(listOf(dy), attrs.axis as number) }),
})

/** tfjs hands a kernel of a single output that output's gradient alone. */
const listOf = (dy: Tensor | Tensor[]): Tensor[] => (Array.isArray(dy) ? dy : [dy])

/** What was gathered several times is added up. */
gradient(
  'GatherV2',
  (dy, [x, indices], attrs) => ({
    x: () => {
      const [axis] = tf.util.parseAxisParam(attrs.axis as number, x.shape)
      const axes = dy.shape.map((_, i) => i)
      const gathered = axes.slice(axis, axis + indices.rank)
      const order = [...gathered, ...axes.filter(i => !gathered.includes(i))]
      const rows = tf.reshape(tf.transpose(dy, order), [
        indices.size,
        ...order.slice(indices.rank).map(i => dy.shape[i]),
      ])
      const sums = tf.unsortedSegmentSum(rows, tf.reshape(tf.cast(indices, 'int32'), [indices.size]), x.shape[axis])
      const back = x.shape.map((_, i) => (i === axis ? 0 : i < axis ? i + 1 : i))
      return tf.transpose(sums, back)
    },
    indices: () => tf.zerosLike(indices),
  }),
  { inputsToSave: ['x', 'indices'] },
)
