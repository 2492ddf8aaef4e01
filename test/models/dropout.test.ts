import '@tensorflow/tfjs-backend-cpu'
import * as tf from '@tensorflow/tfjs-core'
import { describe, expect, it } from 'vitest'
import { dropout, dropoutNoise } from '../../models/dropout.ts'
import { movingAverage } from '../../models/optimisers.ts'

tf.env().set('PROD', true)
await tf.setBackend('cpu')

describe('dropout', () => {
  it('draws the same noise for the same seed, step and layer, whatever was drawn before', () => {
    const noise = dropoutNoise(1000, 7, 41, 2)
    dropoutNoise(10, 7, 40, 2)
    expect(dropoutNoise(1000, 7, 41, 2)).toEqual(noise)
    for (const other of [dropoutNoise(1000, 8, 41, 2), dropoutNoise(1000, 7, 42, 2), dropoutNoise(1000, 7, 41, 3)]) {
      expect(other).not.toEqual(noise)
    }
  })

  it('zeroes a share of the values and keeps the mean, and passes the gradient where values were kept', () => {
    const noise = tf.tensor1d(dropoutNoise(20_000, 1, 1, 0))
    const x = tf.ones([20_000])
    const y = dropout(x, noise, 0.25)
    const zeros = tf.sum(tf.cast(tf.equal(y, 0), 'float32')).dataSync()[0]
    expect(Math.abs(zeros / 20_000 - 0.25)).toBeLessThan(0.01)
    expect(Math.abs(tf.mean(y).dataSync()[0] - 1)).toBeLessThan(0.01)
    const gradient = tf.grad(v => tf.sum(dropout(v, noise, 0.25)))(x)
    expect(gradient.dataSync()).toEqual(y.dataSync())
  })
})

it('a moving average of weights approaches them at its pace', () => {
  const average = movingAverage(tf.tensor1d([0, 4]), tf.tensor1d([1, 0]), 0.75)
  expect([...average.dataSync()]).toEqual([0.25, 3])
})
