import '@tensorflow/tfjs-backend-cpu'
import type { Tensor4D } from '@tensorflow/tfjs-core'
import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { type PixelLossName, pixelLoss } from '../../models/losses.ts'

const prediction = [1, 4, -2, 0.5, 3, 7]
const target = [0, 4.5, 1, 0.25, 9, 7]
const valid = [1, 1, 0, 1, 0, 1]

/** Penalty and its derivative by the difference d, written out. */
const byHand: Record<PixelLossName, readonly [(d: number) => number, (d: number) => number]> = {
  mse: [d => d * d, d => 2 * d],
  l1: [d => Math.abs(d), d => Math.sign(d)],
  charbonnier: [d => Math.sqrt(d * d + 1e-6), d => d / Math.sqrt(d * d + 1e-6)],
}

function lossAndGradient(name: PixelLossName, mask?: readonly number[]) {
  return tf.tidy(() => {
    const image = (values: readonly number[]) => tf.tensor4d([...values], [2, 1, 3, 1])
    const loss = (p: tf.Tensor) => pixelLoss(name, p as Tensor4D, image(target), mask && image(mask))
    const { value, grad } = tf.valueAndGrad(loss)(image(prediction))
    return { value: value.dataSync()[0] ?? Number.NaN, gradient: Array.from(grad.dataSync(), g => g + 0) }
  })
}

beforeAll(() => tf.setBackend('cpu'))

describe.each(['mse', 'l1', 'charbonnier'] as const)('the loss %s', name => {
  const [penalty, slope] = byHand[name]
  const differences = prediction.map((value, i) => value - (target[i] ?? 0))
  const meanOver = (mask: readonly number[]) => {
    const count = mask.reduce((sum, value) => sum + value, 0)
    return {
      value: differences.reduce((sum, d, i) => sum + (mask[i] ?? 0) * penalty(d), 0) / count,
      gradient: differences.map((d, i) => ((mask[i] ?? 0) * slope(d)) / count),
    }
  }

  it('is the mean over the pixels that count, and pulls at no other', () => {
    const { value, gradient } = lossAndGradient(name, valid)
    const expected = meanOver(valid)
    expect(value).toBeCloseTo(expected.value, 5)
    for (const [i, g] of gradient.entries()) expect(g).toBeCloseTo(expected.gradient[i] ?? Number.NaN, 5)
    expect([gradient[2], gradient[4]]).toEqual([0, 0])
  })

  it('is the mean over all pixels without a mask, and with one that lets all count', () => {
    const all = target.map(() => 1)
    const { value, gradient } = lossAndGradient(name)
    const expected = meanOver(all)
    expect(value).toBeCloseTo(expected.value, 5)
    for (const [i, g] of gradient.entries()) expect(g).toBeCloseTo(expected.gradient[i] ?? Number.NaN, 5)
    expect(lossAndGradient(name, all).value).toBeCloseTo(value, 5)
  })

  it('is zero, and not undefined, where no pixel counts', () => {
    expect(
      lossAndGradient(
        name,
        target.map(() => 0),
      ),
    ).toEqual({ value: 0, gradient: target.map(() => 0) })
  })
})
