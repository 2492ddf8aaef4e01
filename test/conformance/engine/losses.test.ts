import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Tensor, Tensor4D } from '@tensorflow/tfjs-core'
import * as tf from '@tensorflow/tfjs-core'
import { describe, it } from 'vitest'
import { findBlockSize } from '../../../main/engine/compiler/blockSize.ts'
import { classifierOf, parseClassifier } from '../../../models/classifiers.ts'
import { type AdversarialForm, discriminatorLoss, generatorLoss } from '../../../models/losses/adversarial.ts'
import { type WeightedLoss, weightedSum } from '../../../models/losses/weightedSum.ts'
import { expectClose, type Result, runCompiled, runEagerly, type Step, type TestArray } from './compare.ts'
import '@tensorflow/tfjs-backend-cpu'

tf.env().set('PROD', true)

interface Answer {
  readonly value: number
}

/** What losses.py wrote, in double precision. */
const fixtures: {
  inputs: Record<string, Result>
  losses: Record<string, Answer & { gradient: Result }>
  logits: {
    real: number[]
    generated: number[]
    losses: Record<string, Answer & { real: Result; generated: Result }>
  }
} = JSON.parse(readFileSync(resolve(import.meta.dirname, '../../fixtures/losses.json'), 'utf8'))

const TOLERANCE = 1e-5
/** Losses are near 0.01: against 1, to which `expectClose` compares, a wrong one would pass. */
const ENLARGED = 1000

const input = (name: string): TestArray => {
  const { shape, data } = fixtures.inputs[name]
  return { shape: [...shape, ...(name === 'kernel' ? [] : [1])], data: Float32Array.from(data) }
}

const classifier = parseClassifier({ kind: 'resnet-simple', channels: 2, side: 46, classes: 2 })

/** The weights that losses.py makes up. */
function madeUpFeatures(image: Tensor4D): Tensor {
  const madeUp = (k: number, shape: readonly number[]) => {
    const size = shape.reduce((a, b) => a * b, 1)
    return Float32Array.from({ length: size }, (_, i) => 0.4 * Math.sin(0.37 * i + k))
  }
  const offsets: Record<string, number> = { bias: 10, running_mean: 30, running_var: 40 }
  const params = classifierOf(classifier)
    .featureSpecs(classifier)
    .map(({ name, shape }) => {
      const [layer, kind] = name.split('.')
      const i = Number(layer.slice(-1))
      const isNorm = layer.startsWith('bn')
      const offset = isNorm && kind === 'weight' ? 20 : isNorm && kind === 'bias' ? 50 : (offsets[kind] ?? 0)
      const made = madeUp(offset + i, shape)
      const values = isNorm && kind === 'weight' ? made.map(v => 1 + v) : made
      const data = kind === 'running_var' ? values.map(v => 1 + v ** 2) : values
      return [name, tf.tensor(data, [...shape])] as const
    })
  return classifierOf(classifier).features(classifier, Object.fromEntries(params), image)
}

function lossStep(kind: WeightedLoss['kind'], masked: boolean): Step {
  const kernel = input('kernel')
  return ({ prediction, target, lr, sigma, mask }) => {
    const loss = (p: Tensor) =>
      weightedSum([{ kind, weight: ENLARGED }], {
        prediction: p as Tensor4D,
        target: target as Tensor4D,
        lr: lr as Tensor4D,
        sigma: sigma as Tensor4D,
        ...(masked && { mask: mask as Tensor4D }),
        reobservation: { factor: 2, kernel: { side: 3, data: kernel.data as Float32Array } },
        featuresOf: madeUpFeatures,
        linear: x => x,
      }).total
    const { value, grad } = tf.valueAndGrad(loss)(prediction)
    return { value, gradient: tf.reshape(grad, [2, 12, 12]) }
  }
}

const enlarged = ({ value, gradient }: Answer & { gradient: Result }): Record<string, Result> => ({
  value: { shape: [], data: [ENLARGED * value] },
  gradient: { ...gradient, data: gradient.data.map(g => ENLARGED * g) },
})

describe.each(Object.keys(fixtures.losses))(
  'the loss %s is what double precision computes, value and gradient',
  name => {
    const [kind, masked] = name.split(', ')
    const step = lossStep(kind as WeightedLoss['kind'], masked !== undefined)
    const inputs = Object.fromEntries(['prediction', 'target', 'lr', 'sigma', 'mask'].map(n => [n, input(n)]))
    it('on onnx:cpu', async () => {
      const target = { provider: 'cpu', block: await findBlockSize(), keepBlocks: true }
      expectClose(await runCompiled(inputs, step, target), enlarged(fixtures.losses[name]), TOLERANCE)
    })
    it('on the reference', () => {
      expectClose(runEagerly(inputs, step), enlarged(fixtures.losses[name]), TOLERANCE)
    })
  },
)

describe.each(Object.keys(fixtures.logits.losses))(
  'the %s loss is what PyTorch computes, value and gradients',
  name => {
    const [form, whose] = name.split(' ')
    const loss = whose === 'generator' ? generatorLoss : discriminatorLoss
    const step: Step = ({ real, generated }) => {
      const { value, grads } = tf.valueAndGrads((r: Tensor, g: Tensor) =>
        // Else tfjs refuses gradients of what has no part in the loss.
        tf.add(loss(form as AdversarialForm, r, g), tf.mul(tf.sum(r), 0)),
      )([real, generated])
      return { value, dreal: grads[0], dgenerated: grads[1] }
    }
    const logits = ({ length }: number[], data: number[]) => ({ shape: [length, 1], data: Float32Array.from(data) })
    const { real, generated } = fixtures.logits
    const inputs = { real: logits(real, real), generated: logits(generated, generated) }
    const answer = fixtures.logits.losses[name]
    const expected = {
      value: { shape: [], data: [answer.value] },
      dreal: answer.real,
      dgenerated: answer.generated,
    }
    it('on onnx:cpu', async () => {
      expectClose(await runCompiled(inputs, step, { provider: 'cpu', block: 0 }), expected, TOLERANCE)
    })
    it('on the reference', () => expectClose(runEagerly(inputs, step), expected, TOLERANCE))
  },
)
