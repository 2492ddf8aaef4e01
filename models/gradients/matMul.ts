import type { Tensor } from '@tensorflow/tfjs-core'
import * as tf from '@tensorflow/tfjs-core'
import { gradient, unbroadcast } from './register.ts'

/** For C = A B: dA = dC B^T and dB = A^T dC, each transposed where its matrix was; broadcast axes are summed over. */
gradient(
  'BatchMatMul',
  (dy, [a, b], attrs) => {
    const { transposeA, transposeB } = attrs as { transposeA: boolean; transposeB: boolean }
    const da = (): Tensor => (transposeA ? tf.matMul(b, dy, transposeB, true) : tf.matMul(dy, b, false, !transposeB))
    const db = (): Tensor => (transposeB ? tf.matMul(dy, a, true, transposeA) : tf.matMul(a, dy, !transposeA, false))
    return { a: () => unbroadcast(da(), a.shape), b: () => unbroadcast(db(), b.shape) }
  },
  { inputsToSave: ['a', 'b'] },
)
