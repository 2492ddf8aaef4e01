import * as tf from '@tensorflow/tfjs-core'
import { MICROSOFT, type OnnxBuilder, type Value } from '../builder.ts'
import { orderedLayout } from '../layout.ts'
import { defineKernel, recordOperation } from './registry.ts'

/** Matrices in the last two axes, the axes before them broadcast. */
defineKernel({
  kernel: 'BatchMatMul',
  inputs: ['a', 'b'],
  record: recordOperation(
    'BatchMatMul',
    ([a, b], attrs) => {
      const batch = tf.backend_util.assertAndGetBroadcastShape(a.slice(0, -2), b.slice(0, -2))
      return [...batch, a[a.length - (attrs.transposeA ? 1 : 2)], b[b.length - (attrs.transposeB ? 2 : 1)]]
    },
    { attrs: (_shapes, { transposeA, transposeB }) => ({ a: Boolean(transposeA), b: Boolean(transposeB) }) },
  ),
  lower: (builder, node, [a, b]) => {
    if (builder.options.portable) {
      const names = [inOrder(builder, a, Boolean(node.attrs.a)), inOrder(builder, b, Boolean(node.attrs.b))]
      return builder.result(builder.emit('MatMul', names), node)
    }
    const transposes = { transA: { int: Number(node.attrs.a) }, transB: { int: Number(node.attrs.b) } }
    const names = [builder.plain(a), builder.plain(b)]
    return builder.result(
      node.attrs.a || node.attrs.b
        ? builder.emit('FusedMatMul', names, transposes, MICROSOFT)
        : builder.emit('MatMul', names),
      node,
    )
  },
})

/** a b^T of matrices in the last two of `rank` axes, the axes before them broadcast. */
export function timesTransposed(builder: OnnxBuilder, a: string, b: string, rank: number): string {
  if (!builder.options.portable) return builder.emit('FusedMatMul', [a, b], { transB: { int: 1 } }, MICROSOFT)
  const axes = Array.from({ length: rank - 2 }, (_, axis) => axis)
  const turned = builder.emit('Transpose', [b], { perm: { ints: [...axes, rank - 1, rank - 2] } })
  return builder.emit('MatMul', [a, turned])
}

/** The tensor row-major, with the last two axes exchanged where that is asked for. */
function inOrder(builder: OnnxBuilder, x: Value, exchange: boolean): string {
  if (!exchange) return builder.plain(x)
  const axes = x.shape.map((_, axis) => axis)
  const last = axes.length - 1
  return builder.convert(x, orderedLayout(x.shape, [...axes.slice(0, -2), last, last - 1])).name
}
